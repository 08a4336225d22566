"""The choices and criteria that a ledger has beside those that ship: where each came from, and which one is meant by a line
of the street.
"""

from __future__ import annotations

import sqlite3

from db.row_codec import columns_of, from_row
from db.spec import CRITERION, OWN_CODE
from db.spec.field import Record, RecordType, Values

TYPES = (OWN_CODE, CRITERION)
TABLES = frozenset(each.table for each in TYPES)
# What makes two records of a type one entry: the street renames and stops it under these.
KEYS: dict[str, tuple[str, ...]] = {
    OWN_CODE.table: ("list", "code"), CRITERION.table: ("title", "doc_no", "clause"),
}  # fmt: skip


def added_rows(connection: sqlite3.Connection, record_type: RecordType) -> list[Record]:
    """Every choice or criterion that was added and not deleted, in the order in which it is offered."""
    names = ", ".join(f'"{name}"' for name in columns_of(record_type))
    order = "position IS NULL, position, id" if record_type is OWN_CODE else "id"
    rows = connection.execute(
        f"SELECT {names} FROM {record_type.table} WHERE retired_at IS NULL ORDER BY {order}"
    )
    return [from_row(record_type, row) for row in rows]


def first_operations(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """By which operation each record of a table was registered: it says whether the street sent it."""
    rows = connection.execute(
        "SELECT record_id, operation FROM change WHERE table_name = ? AND before IS NULL", (table,)
    )
    return dict(rows.fetchall())


def row_meant(connection: sqlite3.Connection, record_type: RecordType, values: Values) -> Record | None:
    """The record that is the same entry as these values (in their stored form), or None."""
    key = [values.get(name) for name in KEYS[record_type.table]]
    found = added_rows(connection, record_type)
    return next((each for each in found if [each[name] for name in KEYS[record_type.table]] == key), None)


def free_code(connection: sqlite3.Connection, list_name: str, word: str) -> str | None:
    """The code for a new choice of a list: that of its word, with a number behind it where one that was renamed or deleted
    since has that; None for no word.
    """
    record: Record = {"list": list_name, "word": word}
    OWN_CODE.derive(record)
    first, number = record.get("code"), 1
    taken = {row[0] for row in connection.execute("SELECT code FROM own_code WHERE list = ?", (list_name,))}
    code = first
    while code in taken:
        number += 1
        code = f"{first}_{number}"
    return code


def tables_of_batch(connection: sqlite3.Connection, batch: str) -> frozenset[str]:
    """The tables into which an operation of the change log wrote."""
    rows = connection.execute("SELECT DISTINCT table_name FROM change WHERE batch = ?", (batch,))
    return frozenset(row[0] for row in rows)
