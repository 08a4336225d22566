"""A committee's change of code or name (format §12): one transaction, written down for good (docs/adr/0020).

Numbers that were issued stay as they are, and the records keep the code under which they were registered. It is not taken
back by 撤销, because packages under the new code may be out already: a mistake is changed once more. Any thread.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from db import packages, records
from db.errors import AppError, InvalidRecord, Problem
from db.identity_changes import IdentityChange, identity_changes, keep_identity_change
from db.settings import setting
from db.spec import COMMITTEE
from db.spec.text import one_line
from db.store import Transaction
from desktop.committee_rows import is_committee_code
from desktop.office import Office
from desktop.people.permissions import Right

OPERATION: Final = "变更单位代码或名称"
OWN_SOURCE: Final = "本单位填写"
REASONS: Final = (
    "正式代码下发", "更名", "村改居", "村居合并、撤并", "行政区划调整", "以前写错，更正", "其他",
)  # fmt: skip
_LONGEST_NAME, _LONGEST_NOTE, _ON_SHEET = 80, 200, 4


def change_identity(
    office: Office, *, code: str, name: str, changed_on: str, reason: str, note: str = ""
) -> IdentityChange:
    """Bear another code or name from a day on; what was written down of it. New numbers go on where they were.

    `changed_on` is an ISO date, `reason` one of `REASONS`. Raises InvalidRecord with every problem, AppError
    `identity_unchanged`, `not_allowed`, `sign_in_needed`.
    """
    office.require(Right.TRUST)
    code, name, note = code.strip(), one_line(name), one_line(note)
    if (code, name) == (office.committee["code"], office.committee["name"]):
        raise AppError("identity_unchanged")
    if problems := _problems(office, code, name, changed_on, reason, note):
        raise InvalidRecord(problems)

    source = _source_of(code)

    def work(tx: Transaction) -> IdentityChange:
        was = office.committee
        change = IdentityChange(
            changed_on, reason, note, was["code"], code, was["name"], name, _last_serial(tx), tx.at, tx.who
        )
        typed = {"code": code, "name": name}
        if change.is_new_code:
            typed["code_system"] = source
        records.change(tx, COMMITTEE.table, was["id"], typed)
        keep_identity_change(tx, change)
        return change

    change: IdentityChange = office.write(work, OPERATION, Right.TRUST)
    office.read_committee()
    return change


def past_identities(office: Office) -> list[tuple[str, str, str, str]]:
    """(day, code, name, reason with the note and the last package before) of each change, newest first, for a table."""
    return [
        (
            each.changed_on,
            f"{each.old_code} → {each.new_code}" if each.is_new_code else f"{each.new_code}（未变）",
            f"{each.old_name} → {each.new_name}" if each.old_name != each.new_name else each.new_name,
            "；".join(filter(None, (each.reason, each.note, f"原来用到第 {each.last_serial} 号包"))),
        )
        for each in reversed(identity_changes(office.store.reader()))
    ]


def listed_name(code: str) -> str:
    """The name that the list of all committees has for a code; "" when it has none. Reads the list, some 0.2 s."""
    from desktop.committees import shipped_committees

    found = shipped_committees().by_code(code) if is_committee_code(code) else None
    return found.name if found else ""


def sheet_words(office: Office) -> tuple[str, str]:
    """What the enrolment sheet says of the former code or name: the reason for a new sheet, and what was before; "" twice
    for a committee that never changed.
    """
    changes = identity_changes(office.store.reader())
    if not changes:
        return "", ""
    last = changes[-1]
    until = (
        f"（{last.changed_on}，原代码用到第 {last.last_serial} 号报送包）"
        if last.is_new_code
        else f"（{last.changed_on}）"
    )
    before = "\n".join(
        f"{each.old_code}　{each.old_name}（到 {each.changed_on}，{each.reason}）"
        for each in reversed(changes[-_ON_SHEET:])
    )
    return f"{last.reason}{until}", before


def _problems(office: Office, code: str, name: str, changed_on: str, reason: str, note: str) -> list[Problem]:
    problems = []
    if not is_committee_code(code):
        problems.append(Problem("code", "committee_code_invalid"))
    elif code.endswith("000") and not office.is_street:
        problems.append(Problem("code", "code_is_of_a_street", {"code": code}))
    if not name:
        problems.append(Problem("name", "required", {"label": "单位名称"}))
    for field, label, text, limit in (
        ("name", "单位名称", name, _LONGEST_NAME),
        ("note", "备注", note, _LONGEST_NOTE),
    ):
        if len(text) > limit:
            problems.append(
                Problem(field, "text_too_long", {"label": label, "limit": limit, "length": len(text)})
            )
    if reason not in REASONS:
        problems.append(Problem("reason", "choice_unknown", {"label": "变更原因", "typed": reason}))
    return [*problems, *_day_problems(office, changed_on)]


def _day_problems(office: Office, changed_on: str) -> list[Problem]:
    try:
        day = date.fromisoformat(changed_on)
    except ValueError:
        return [Problem("changed_on", "date_unreadable", {"label": "变更日期", "typed": changed_on})]
    if day > office.clock.today():
        return [Problem("changed_on", "identity_in_future", {"day": changed_on})]
    earlier = identity_changes(office.store.reader())
    if earlier and changed_on < earlier[-1].changed_on:
        return [Problem("changed_on", "identity_before_last", {"day": earlier[-1].changed_on})]
    return []


def _last_serial(tx: Transaction) -> int:
    newest = packages.newest_sealed(tx.connection, int(setting(tx.connection, "epoch", "1")))
    return max(newest.serial if newest else 0, int(setting(tx.connection, "street_head_serial", "0") or 0))


def _source_of(code: str) -> str:
    return str(COMMITTEE.field("code_system").initial) if listed_name(code) else OWN_SOURCE
