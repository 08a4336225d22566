"""The committee's checklists: the shipped ones come in at first use, and which of them fit premises."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from db.shipped_checklists import are_put_in, put_in
from db.spec import CHECKLIST
from db.spec.checklist import USED, fits
from db.spec.field import Record, Values
from db.spec.query import Query, Sort
from desktop.office import Office
from desktop.people.permissions import Right

_IN_ORDER = (Sort("place"),)


def checklists(office: Office, *, with_stopped: bool = False) -> list[Record]:
    """The checklists in use (or all) in their order; the first call puts the shipped ones into the ledger."""
    if not are_put_in(office.store.reader()):
        office.write(lambda tx: put_in(tx, office.committee["code"]), "放入随附的检查表", Right.ROUTINE)
    statuses = () if with_stopped else (USED,)
    ids = office.ids(CHECKLIST.table, Query(statuses=statuses, sort=_IN_ORDER))
    return office.rows(CHECKLIST.table, ids)


def fitting(lists: Iterable[Record], premises: Values | None) -> list[Record]:
    """Those proposed for premises by their type and flags; those for all premises when none are named."""
    return [each for each in lists if fits(each, premises or {})]


def edition(checklist: Values) -> str:
    """A checklist with its version, as inspections and printed sheets name it: 用电安全检查表（第2版）."""
    return f"{checklist['name']}（第{checklist['version']}版）"


def blank_items(lists: Sequence[Record]) -> list[Record]:
    """The items of several checklists one after the other, each item once, as rows of an inspection without results.

    Their order numbers a printed sheet and the form it is keyed into.
    """
    rows: dict[str, Record] = {}
    for each in lists:
        for row in each["items"] or []:
            own = {"group": each["name"], **{name: row.get(name) for name in ("item", "category", "basis")}}
            rows.setdefault(row["item"], own)
    return list(rows.values())
