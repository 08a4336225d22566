"""Registering a tip: what was told into the ledger, who told into its envelope, in one transaction."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from db import records, tips
from db.errors import AppError, EnvironmentProblem, InvalidRecord, Problem
from db.spec import HAZARD, TIP
from db.spec.field import Record, Values
from db.store import Transaction
from db.typed_values import missing_fields, read_values, reading_of
from desktop import photos
from desktop.office import Office
from desktop.tips.keys import has_tips_key, make_comparing_key, tips_public_key
from desktop.tips.marks import marks_of
from desktop.tips.release import TipsterCheck, check_against, refuse_in_values, tipster_check
from desktop.tips.reporter import Reporter, checked, to_bytes
from desktop.tips.sealing import seal


def register_tip(office: Office, typed: Values, reporter: Reporter) -> Record:
    """Register a tip and seal who told. Raises InvalidRecord with every problem, AppError `tips_key_missing`.

    An anonymous tip is sealed like any other once there is a key, so that nobody sees which ones are.
    """
    reporter, problems = _checked(typed, reporter)
    if problems:
        raise InvalidRecord([*problems, *_further_problems(office, typed)])
    if not has_tips_key(office.database):
        if reporter != Reporter(wants_reply=reporter.wants_reply, wants_reward=reporter.wants_reward):
            raise AppError("tips_key_missing")
        return office.add(TIP.table, typed)
    public_key = tips_public_key(office.database)
    comparing = make_comparing_key(office.committee["id"])
    content, marks = to_bytes(reporter), marks_of(comparing, reporter)

    def work(tx: Transaction) -> Record:
        record = records.register(tx, TIP.table, typed, office.committee["code"])
        tips.keep_identity(tx, record["id"], seal(public_key, record["id"], content))
        tips.keep_marks(tx, record["id"], comparing.name, marks)
        return record

    registered: Record = office.write(work, f"新增{TIP.label}")
    return registered


def _checked(typed: Values, reporter: Reporter) -> tuple[Reporter, list[Problem]]:
    problems: list[Problem] = []
    try:
        reporter = checked(reporter)
    except InvalidRecord as error:
        problems += error.problems
    try:
        refuse_in_values(check_against(reporter), TIP, typed)
    except InvalidRecord as error:
        problems += error.problems
    return reporter, problems


def _further_problems(office: Office, typed: Values) -> list[Problem]:
    """What else is wrong with what was typed, so that everything is said at once. Nothing is written to find out."""
    values, problems = read_values(TIP, typed, reading_of(office.store.reader(), office.clock.today()))
    unread = {each.field for each in problems}
    return problems + [each for each in missing_fields(TIP, values) if each.field not in unread]


def refuse_tipsters(office: Office, typed: Values) -> None:
    """Before a tip is changed: raises InvalidRecord `tipster_in_field` for a text that names a tipster."""
    refuse_in_values(tipster_check(office), TIP, typed)


def attach_tip_photo(office: Office, source: Path | bytes, name: str = "") -> dict[str, Any]:
    """Keep a photo of a tip under a name of the program's own; photos only, since scans carry names inside.

    Raises AppError `tip_photos_only`, and what `Office.attach` raises, without the file's name.
    """
    content = source if isinstance(source, bytes) else _read(source)
    prepared = photos.prepare(content, "举报照片")
    if prepared.suffix not in ("jpg", "png"):
        raise AppError("tip_photos_only")
    return office.attach(content, f"举报照片.{prepared.suffix}")


def _read(source: Path) -> bytes:
    try:
        if source.stat().st_size > photos.LARGEST_FILE:
            raise AppError("file_too_large", name="所选照片", limit_mb=photos.LARGEST_FILE >> 20)
        return source.read_bytes()
    except OSError as error:
        raise EnvironmentProblem("file_unreadable", name="所选照片", reason=error.strerror) from error


def hazard_values(tip: Values) -> dict[str, Any]:
    """What the hazard of a confirmed tip starts with: where, when and by whom it was found to be so."""
    return {
        "source": "tip",
        "premises": tip.get("premises"),
        "location": tip.get("target"),
        "rect_unit": None,
        "found_on": tip.get("verified_on"),
        "found_by": tip.get("verified_by"),
    }


def released_content(office: Office, tip: Values) -> str:
    """What was told, for the hazard's description, once it was found to name no tipster.

    Raises InvalidRecord `tipster_in_field`, AppError `tips_not_comparable`.
    """
    content = str(tip.get("content") or "")
    refuse_in_values(_comparable(office), TIP, {"content": content})
    return content


def _comparable(office: Office) -> TipsterCheck | None:
    check = tipster_check(office)
    if check and check.unmarked:
        raise AppError("tips_not_comparable", count=check.unmarked)
    return check


def hazard_from_tip(office: Office, tip_id: str, typed: Values) -> Record:
    """Register the hazard a confirmed tip became, and name it on the tip's side, in one transaction.

    The hazard says 群众举报查实 and no more. Raises InvalidRecord (`tipster_in_field` for a text that names a tipster),
    AppError `tip_not_confirmed`, `tip_has_hazard`, `tips_not_comparable`.
    """
    refuse_in_values(_comparable(office), HAZARD, {**typed, "source": "tip"})
    values = {**typed, "source": "tip"}

    def work(tx: Transaction) -> Record:
        hazard = records.register(tx, HAZARD.table, values, office.committee["code"])
        tips.link_hazard(tx, tip_id, hazard["id"])
        return hazard

    registered: Record = office.write(work, "登记举报查实的隐患")
    return registered
