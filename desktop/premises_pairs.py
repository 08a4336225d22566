"""Two entries that may be one and the same premises: found, compared, merged and parted. Any thread."""

from __future__ import annotations

from collections.abc import Mapping

from db import premises_merge, premises_parting, premises_twins
from db.premises_merge import Difference
from db.premises_twins import Twin
from db.spec import PREMISES
from db.spec.field import Record, Values
from db.value import Value
from desktop.office import Office

__all__ = ["Difference", "Pair", "Twin", "compare", "find_twins", "merge", "part"]


class Pair(Value):
    """Two premises side by side: the one that stays, the one that goes, and what would move from it."""

    kept: Record
    gone: Record
    differences: tuple[Difference, ...]
    moving: Mapping[str, int]


def find_twins(office: Office, typed: Values, own_id: str | None = None) -> list[Twin]:
    """The premises most like the typed ones that no clerk has told apart from them."""
    return premises_twins.find_twins(office.store.reader(), typed, own_id)


def compare(office: Office, kept_id: str, gone_id: str) -> Pair:
    """The two as they are now. Raises AppError `record_not_found`."""
    kept, gone = office.get(PREMISES.table, kept_id), office.get(PREMISES.table, gone_id)
    moving = premises_merge.moved_by_merging(office.store.reader(), gone_id)
    return Pair(kept, gone, tuple(premises_merge.differences(kept, gone)), moving)


def merge(office: Office, pair: Pair, choices: Mapping[str, str]) -> Record:
    """Merge the two as they were seen, in one transaction; gives the merged premises.

    Raises AppError `record_changed_meanwhile`, `record_retired`, `merge_with_itself`, InvalidRecord.
    """
    seen = {each["id"]: each["rev"] for each in (pair.kept, pair.gone)}
    merged: Record = office.write(
        lambda tx: premises_merge.merge(tx, pair.kept["id"], pair.gone["id"], choices, seen),
        premises_merge.MERGED,
    )
    return merged


def part(office: Office, gone_id: str) -> Record:
    """Undo a merge in one transaction; gives the premises that are back. Raises AppError `merge_moved_on`, `not_merged`."""
    parted: Record = office.write(lambda tx: premises_parting.part(tx, gone_id), premises_parting.PARTED)
    return parted
