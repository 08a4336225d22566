"""Looking at who told, comparing anew on another computer, and erasing: each leaves a trace that names nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from db import tips
from db.errors import AppError, EnvironmentProblem, InvalidRecord, Problem
from db.spec.field import Record
from db.spec.text import one_line
from db.store import Transaction
from desktop.exchange.signing_key import SigningKey
from desktop.office import Office
from desktop.people.permissions import Right
from desktop.tips.keys import make_comparing_key, unlock_tips_key
from desktop.tips.marks import marks_of
from desktop.tips.release import check_against
from desktop.tips.reporter import Reporter, from_bytes
from desktop.tips.sealing import unseal

LEAST_REASON = 4  # characters


def open_identity(office: Office, tip_id: str, *, who: str, reason: str, passphrase: str) -> Reporter:
    """Who told. The change log has who looked, when and why before anything is given back; about 0.7 s.

    Raises InvalidRecord for a missing name or reason, AppError `tip_without_identity`, `passphrase_wrong`.
    """
    who, reason = one_line(who) or "", one_line(reason) or ""
    _refuse_unreasoned(who, reason)
    sealed = tips.sealed_identity(office.store.reader(), tip_id)
    if sealed is None:
        raise AppError("tip_without_identity")
    reporter = _unsealed(unlock_tips_key(office.database, passphrase), tip_id, sealed)
    if check_against(reporter).names_a_tipster(reason):
        raise InvalidRecord([Problem("reason", "tipster_in_field", {"label": "理由"})])
    office.write(lambda tx: tips.note_opening(tx, tip_id, who, reason), "查看举报人身份", Right.TIPSTER)
    return reporter


def _refuse_unreasoned(who: str, reason: str) -> None:
    problems = [] if who else [Problem("who", "required", {"label": "查看人"})]
    if len(reason) < LEAST_REASON:
        problems.append(Problem("reason", "tip_reason_missing"))
    if problems:
        raise InvalidRecord(problems)


def _unsealed(key: SigningKey, tip_id: str, sealed: tips.SealedIdentity) -> Reporter:
    try:
        return from_bytes(unseal(key, tip_id, sealed))
    except ValueError as error:
        raise EnvironmentProblem("tip_identity_damaged") from error


def compare_anew(office: Office, passphrase: str) -> int:
    """Make the marks that this computer can compare texts with; how many tips had none. Shows nobody to anybody.

    AppError `passphrase_wrong`, `key_file_missing`.
    """
    key = unlock_tips_key(office.database, passphrase)
    comparing = make_comparing_key(office.committee["id"])
    connection = office.store.reader()
    missing = set(tips.unmarked_tips(connection, comparing.name))
    marks = {
        tip_id: marks_of(comparing, _unsealed(key, tip_id, sealed))
        for tip_id, sealed in tips.sealed_identities(connection)
        if tip_id in missing
    }

    def work(tx: Transaction) -> None:
        for tip_id, each in marks.items():
            tips.keep_marks(tx, tip_id, comparing.name, each)
            tx.touch("tip", tip_id)

    if marks:
        office.write(work, "恢复举报信息核对", Right.ROUTINE)
    return len(marks)


def purge(office: Office, tip_ids: Sequence[str], reason: str) -> list[Record]:
    """Erase who gave these tips, for good. Raises what `db.tips.purge_identity` raises, InvalidRecord for no reason.

    EnvironmentProblem `tip_purge_unsettled` when another window was still reading: then it is erased, but the old pages
    leave the log only when the program is closed.
    """
    _refuse_unreasoned("-", one_line(reason) or "")
    purged: list[Record] = office.write(
        lambda tx: [tips.purge_identity(tx, each, one_line(reason)) for each in tip_ids],
        "清除举报人身份",
        Right.PURGE,
    )
    if not office.store.flush_log():
        raise EnvironmentProblem("tip_purge_unsettled")
    return purged


def due_for_purge(office: Office) -> list[Record]:
    """Tips whose identity has been kept long enough: closed, rewarded, and `tip_purge_days` gone by."""
    until = office.clock.today() - timedelta(days=office.own_number("tip_purge_days"))
    return tips.tips_to_purge(office.store.reader(), until.isoformat())
