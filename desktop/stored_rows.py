"""The records of a list for paper: a usual list is read once and kept, a long one in blocks each time it is gone through,
so that ten thousand records never stand in memory together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

from db.spec.field import Record
from desktop.office import Office

_BLOCK = 200
_KEPT = 2000  # records, some ten megabytes


class StoredRows(Sequence[Record]):
    """Records by their ids, in that order."""

    def __init__(self, office: Office, table: str, ids: Sequence[str]) -> None:
        self._office, self._table, self._ids = office, table, ids
        self._kept = office.rows(table, ids) if len(ids) <= _KEPT else None

    def __len__(self) -> int:
        return len(self._ids if self._kept is None else self._kept)

    def __iter__(self) -> Iterator[Record]:
        if self._kept is not None:
            yield from self._kept
            return
        for start in range(0, len(self._ids), _BLOCK):
            yield from self._office.rows(self._table, self._ids[start : start + _BLOCK])

    @overload
    def __getitem__(self, place: int) -> Record: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Record]: ...
    def __getitem__(self, place: int | slice) -> Record | Sequence[Record]:
        if self._kept is not None:
            return self._kept[place]
        if isinstance(place, slice):
            return StoredRows(self._office, self._table, self._ids[place])
        return self._office.get(self._table, self._ids[place])
