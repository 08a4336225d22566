"""What an import must know of the ledger before it adds to it: which rows are there already, and who is known."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from db.row_codec import to_column
from db.spec import PERSON, RECORD_TYPES
from db.spec.field import Field, Record, RecordType
from db.spec.text import search_form
from db.store import Transaction

Key = tuple[str, ...]


def key_of(record_type: RecordType, record: Record, names: Sequence[str]) -> Key:
    """By what two rows are taken for the same thing; () when one of them says nothing."""
    parts = tuple(_part(record_type.field(name), record.get(name)) for name in names)
    return parts if all(parts) else ()


def _part(field: Field, value: Any) -> str:
    return search_form(str(to_column(field, value))) if value is not None else ""


def rows_by_key(connection: sqlite3.Connection, table: str, names: Sequence[str]) -> dict[Key, list[str]]:
    """The ids of the ledger's records by their keys; those in the recycle bin do not count."""
    columns = ", ".join(f'"{name}"' for name in names)
    found: dict[Key, list[str]] = {}
    for record_id, *values in connection.execute(
        f"SELECT id, {columns} FROM {table} WHERE retired_at IS NULL"
    ):
        key = tuple(search_form(str(value)) if value is not None else "" for value in values)
        if all(key):
            found.setdefault(key, []).append(record_id)
    return found


def ids_by_number(connection: sqlite3.Connection, table: str, numbers: Iterable[str]) -> dict[str, str]:
    """The ids of records that are in use, by their numbers; numbers that nobody has are left out."""
    found: dict[str, str] = {}
    wanted = list(dict.fromkeys(numbers))
    for start in range(0, len(wanted), 500):
        block = wanted[start : start + 500]
        marks = ", ".join("?" * len(block))
        statement = f"SELECT no, id FROM {table} WHERE no IN ({marks}) AND retired_at IS NULL"
        found |= dict(connection.execute(statement, block).fetchall())
    return found


def known_people(connection: sqlite3.Connection) -> set[str]:
    """The names of the committee's people, and of those who already stand in its records for it, folded."""
    names = {row[0] for row in connection.execute("SELECT name FROM person WHERE retired_at IS NULL")}
    for record_type in RECORD_TYPES.values():
        if record_type is not PERSON:
            for field in record_type.fields:
                if field.kind == "person" and not field.personal:
                    statement = f'SELECT DISTINCT "{field.name}" FROM {record_type.table} WHERE "{field.name}" IS NOT NULL'
                    names |= {row[0] for row in connection.execute(statement)}
    return {search_form(name) for name in names}


@contextmanager
def taken_back(transaction: Transaction) -> Iterator[None]:
    """What is written inside is taken back at its end, while the transaction goes on: numbers are given anew too."""
    transaction.execute("SAVEPOINT taken_back")
    try:
        yield
    finally:
        transaction.execute("ROLLBACK TO taken_back")
        transaction.execute("RELEASE taken_back")
