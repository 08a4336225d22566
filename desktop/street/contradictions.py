"""Where two sides of a record stand against each other (冲突): both are shown, and a person decides; neither is lost.

Committees send whole records in order, so a contradiction comes from a restored backup, from a number given out twice, or
from a package that was taken out while a later one had changed the record too.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from db import merged_revisions, set_aside
from db.errors import AppError
from db.lists import records_by_id, titles_by_id
from db.records import load
from db.set_aside import MIXED, NUMBER, OURS, THEIRS, SideRow
from db.spec import RECORD_TYPES
from db.spec.field import Record
from db.store import Transaction
from desktop.people.permissions import Right
from desktop.street.merging import put_over
from desktop.street.planning import REASONS, differences
from desktop.street.street_office import StreetDesk

SETTLING = "处理冲突"
CHOICES = {OURS: "保留现有的", THEIRS: "采用另一份", MIXED: "逐项选择", set_aside.GONE: "所在的包已撤回"}


@dataclass(frozen=True)
class Contradiction:
    """Two sides of a record: (label, as it stands, as the other side has it) of each field that differs, and why."""

    side: SideRow
    committee_code: str
    title: str
    why: str
    differences: tuple[tuple[str, str, str], ...]


def contradictions(desk: StreetDesk, code: str = "", *, is_open: bool = True) -> list[Contradiction]:
    """The contradictions that nobody has decided yet, or all, of one committee or of all, oldest first."""
    found = set_aside.sides(desk.store.reader(), code=code, is_open=is_open)
    return [_told(desk, each) for each in found if each.reason in REASONS]


def _told(desk: StreetDesk, side: SideRow) -> Contradiction:
    reader = desk.store.reader()
    ours = _ours(desk, side)
    theirs = _theirs(side, ours)
    shown = ours or theirs
    title = lambda table, record_id: titles_by_id(reader, table, [record_id]).get(record_id) or record_id  # noqa: E731
    differing = differences(side.table, ours, theirs, title)
    if side.content is None:
        differing = (("记录", "在台账里", "不在台账里（由撤回的包最先报来）"),)
    name = str(shown.get(RECORD_TYPES[side.table].title_field) or "")
    return Contradiction(
        side, str(shown.get("committee_code") or ""), " ".join(name.split()), REASONS[side.reason], differing
    )


def _ours(desk: StreetDesk, side: SideRow) -> Record | None:
    reader, record_id = desk.store.reader(), side.record_id
    if side.reason == NUMBER and side.content:
        code, no = side.content["committee_code"], side.content["no"]
        record_id = merged_revisions.record_of_number(reader, side.table, code, no) or record_id
    return next(iter(records_by_id(reader, side.table, [record_id])), None)


def _theirs(side: SideRow, ours: Record | None) -> Record:
    return {**(ours or {}), **(side.content or {})}


def names_of(table: str, labels: Collection[str]) -> list[str]:
    """The names of the fields that bear these labels; of a label that a type has twice, both."""
    head = {"状态": "status", "删除时间": "retired_at", "删除原因": "retired_reason"}
    fields = RECORD_TYPES[table].fields
    named = [each.name for each in fields if each.label in labels]
    return named + [name for label, name in head.items() if label in labels]


def settle(desk: StreetDesk, side_id: str, choice: str, names: Collection[str] = ()) -> Contradiction:
    """Decide: `ours` keeps the ledger as it is, `theirs` takes the other side over, or only its fields `names`.

    What loses is kept. Raises AppError `contradiction_unknown`, `contradiction_settled`, `number_not_settled`,
    `field_not_in_contradiction`.
    """

    def work(tx: Transaction) -> None:
        side = set_aside.side(tx.connection, side_id)
        if side is None or side.reason not in REASONS:
            raise AppError("contradiction_unknown", what=side_id)
        if side.settled_at:
            raise AppError("contradiction_settled", no=side.no or "")
        replaced = None if choice == OURS else _take_over(tx, side, names)
        decided = MIXED if choice == THEIRS and names else choice
        set_aside.settle(tx, side.id, decided, replaced)

    desk.write(work, SETTLING, Right.EDIT)
    side = set_aside.side(desk.store.reader(), side_id)
    assert side is not None
    return _told(desk, side)


def _take_over(tx: Transaction, side: SideRow, names: Collection[str]) -> Record:
    """Put the other side into the ledger, at the revision that stands there; what stood there before."""
    record_type = RECORD_TYPES[side.table]
    present = load(tx, record_type, side.record_id)
    if side.reason == NUMBER or present is None:
        raise AppError("number_not_settled", no=side.no or "")
    if side.content is None:
        away = {
            "no": None,
            "retired_at": tx.at,
            "retired_reason": f"{tx.operation}（原编号 {present['no']}）",
        }
        put_over(tx, record_type, present | away, present)
        return present
    if unknown := [name for name in names if name not in side.content]:
        raise AppError("field_not_in_contradiction", name="、".join(unknown))
    taken = {name: value for name, value in side.content.items() if not names or name in names}
    put_over(tx, record_type, present | taken | {"rev": present["rev"]}, present)
    return present
