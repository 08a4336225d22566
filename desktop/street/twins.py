"""Twins across committees (疑似重复): what two of them may both have reported, with the committees' names."""

from __future__ import annotations

from db import street_twins
from db.committee_names import committee_names as enrolled_names
from db.errors import AppError
from db.lists import records_by_id, titles_by_id
from db.spec import RECORD_TYPES
from db.spec.kinds import show
from db.store import Transaction
from db.street_twins import HAZARD, PREMISES, Pair
from desktop.people.permissions import Right
from desktop.street.street_office import StreetDesk

__all__ = ["Pair", "committee_names", "keep_apart", "side_by_side", "twins"]


def twins(desk: StreetDesk, table: str = "") -> list[Pair]:
    """The pairs of premises, of hazards, or of both, the likeliest first."""
    reader = desk.store.reader()
    premises = street_twins.premises_pairs(reader)
    hazards = street_twins.hazard_pairs(reader, premises) if table != PREMISES else []
    return hazards if table == HAZARD else [*premises, *hazards]


def side_by_side(desk: StreetDesk, pair: Pair) -> list[tuple[str, str, str]]:
    """(label, of the one, of the other) of every field that either record has, as the form words it."""
    reader, record_type = desk.store.reader(), RECORD_TYPES[pair.table]
    found = records_by_id(reader, pair.table, [pair.one.id, pair.other.id])
    if len(found) != 2:
        return []
    title = lambda table, record_id: titles_by_id(reader, table, [record_id]).get(record_id) or record_id  # noqa: E731
    shown = [("编号", found[0]["no"] or "", found[1]["no"] or "")]
    for field in record_type.fields:
        one, other = (show(field, each.get(field.name), title) for each in found)
        if one or other:
            shown.append((field.label, one, other))
    return shown


def keep_apart(desk: StreetDesk, table: str, one: str, other: str) -> None:
    """Remember that two records are not the same, so that they are not shown as a pair again.

    Raises AppError `record_not_found`.
    """
    for each in (one, other):
        if not records_by_id(desk.store.reader(), table, [each]):
            raise AppError("record_not_found", what=each)

    def work(tx: Transaction) -> None:
        street_twins.keep_apart(tx, table, one, other)

    desk.write(work, "不是同一处", Right.EDIT)


def committee_names(desk: StreetDesk) -> dict[str, str]:
    """Code → name of every enrolled committee."""
    return enrolled_names(desk.store.reader())
