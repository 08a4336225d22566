"""New rows that wait to be written in blocks: an import adds 10,000 records, and each statement of its own costs more than
the row it writes. Only inside `Transaction.gathering`; whoever looks at the database meanwhile finds everything written.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

MOST_WAITING = 500  # log entries; beyond them a block brings no more speed and only takes memory
_COUNTER = (
    "INSERT INTO number_series (committee_code, prefix, year, last) VALUES (?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET last = excluded.last"
)
Series = tuple[str, str, int]  # committee, prefix, year of a number


class WaitingRows:
    """What one transaction has still to write, and what it knows of the log and the numbers while it waits."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._rows: dict[str, list[Sequence[Any]]] = {}
        self._count = 0
        self.numbers: dict[Series, int] = {}  # the last number given
        self.chain: tuple[int, str] | None = None  # seq and hash of the newest log entry; None: not read yet

    def first(self, statement: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """The first row of a query of which nothing waits."""
        row: tuple[Any, ...] | None = self._connection.execute(statement, values).fetchone()
        return row

    def add(self, statement: str, row: Sequence[Any]) -> None:
        """Keep a row for its statement. The rows of one statement stay in their order."""
        self._rows.setdefault(statement, []).append(row)
        self._count += 1
        if self._count >= 2 * MOST_WAITING:  # a record and its log entry
            self._write()

    def settle(self) -> None:
        """Write everything and forget what was known: from here on others may write, too, or take back."""
        self._write()
        if self.numbers:
            counters = [(*series, last) for series, last in self.numbers.items()]
            self._connection.executemany(_COUNTER, counters)
            self.numbers.clear()
        self.chain = None

    def _write(self) -> None:
        rows, self._rows, self._count = self._rows, {}, 0
        for statement, block in rows.items():
            self._connection.executemany(statement, block)
