"""The words for other records in a spreadsheet: a name that only one record has, or a number."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from db.sheet_rows import reference_words
from db.spec.field import Field, Kind, Values


class ReferenceWords:
    """The words for other records, read a block of records at a time and kept while one export runs."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[tuple[str, str], str] = {}

    def read_ahead(self, fields: Iterable[Field], records: Sequence[Values]) -> None:
        """Read the words that these records' fields need, all at once."""
        wanted: dict[str, set[str]] = {}
        for field in fields:
            for record in records:
                for table, id_ in _references(field, record.get(field.name)):
                    if (table, id_) not in self._known:
                        wanted.setdefault(table, set()).add(id_)
        for table, ids in wanted.items():
            found = reference_words(self._connection, table, ids)
            self._known |= {(table, id_): found.get(id_, id_) for id_ in ids}

    def __call__(self, table: str, id_: str) -> str:
        """The word for one record."""
        if (table, id_) not in self._known:
            found = reference_words(self._connection, table, [id_])
            self._known[table, id_] = found.get(id_, id_)
        return self._known[table, id_]


def _references(field: Field, value: Any) -> Iterable[tuple[str, str]]:
    if field.kind is Kind.REFERENCE and value:
        yield field.refers_to, value
    elif field.kind is Kind.ROWS and value:
        for inner in field.rows:
            if inner.kind is Kind.REFERENCE:
                yield from ((inner.refers_to, row[inner.name]) for row in value if row.get(inner.name))
