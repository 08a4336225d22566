"""The recycle bin as one list: what was deleted of every kind, and bringing several back in one operation."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from db.records import restore
from db.store import Transaction


def deleted_records(connection: sqlite3.Connection, tables: Sequence[str]) -> list[tuple[str, str]]:
    """(table, id) of every deleted record of these types, the last deleted first; by the index on retired_at."""
    each = (
        f"SELECT '{table}' AS kind, id, retired_at FROM {table} WHERE retired_at IS NOT NULL"
        for table in tables
    )
    rows = connection.execute(
        f"SELECT kind, id FROM ({' UNION ALL '.join(each)}) ORDER BY retired_at DESC, id"
    )
    return [(kind, record_id) for kind, record_id in rows]


def restore_all(transaction: Transaction, chosen: Iterable[tuple[str, str]]) -> int:
    """Take records of any kinds out of the recycle bin, all or none; how many were in it."""
    by_table: dict[str, list[str]] = {}
    for table, record_id in chosen:
        by_table.setdefault(table, []).append(record_id)
    return sum(restore(transaction, table, ids) for table, ids in by_table.items())
