"""The records of a list for paper: a usual list is read once and kept, a long one in blocks each time it is gone through,
so that ten thousand records never stand in memory together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, overload

from db.spec.field import Record

_BLOCK = 200
_KEPT = 2000  # records, some ten megabytes


class Source(Protocol):
    """What reads records by their ids: an office, or its recycle bin."""

    def rows(self, table: str, ids: Sequence[str]) -> list[Record]:
        """The records, in that order."""


class StoredRows(Sequence[Record]):
    """Records by their ids, in that order."""

    def __init__(self, source: Source, table: str, ids: Sequence[str]) -> None:
        self._source, self._table, self._ids = source, table, ids
        self._kept = source.rows(table, ids) if len(ids) <= _KEPT else None

    def __len__(self) -> int:
        return len(self._ids if self._kept is None else self._kept)

    def __iter__(self) -> Iterator[Record]:
        if self._kept is not None:
            yield from self._kept
            return
        for start in range(0, len(self._ids), _BLOCK):
            yield from self._source.rows(self._table, self._ids[start : start + _BLOCK])

    @overload
    def __getitem__(self, place: int) -> Record: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Record]: ...
    def __getitem__(self, place: int | slice) -> Record | Sequence[Record]:
        if self._kept is not None:
            return self._kept[place]
        if isinstance(place, slice):
            return StoredRows(self._source, self._table, self._ids[place])
        return self._source.rows(self._table, [self._ids[place]])[0]
