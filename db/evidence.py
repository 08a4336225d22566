"""Records linked as evidence of a task: rows of ledger and record, found again when somebody looks."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from db import lists
from db.spec import RECORD_TYPES
from db.spec.code_tables import code_table
from db.spec.field import Record, Values
from db.spec.kinds import show
from db.typed_values import find_reference


def evidence_ledgers() -> list[tuple[str, str]]:
    """(table, word) of every ledger whose records may be evidence, as far as this program has it."""
    return [
        (each.code, each.label) for each in code_table("evidence_ledger").codes if each.code in RECORD_TYPES
    ]


def evidence_row(table: str, record: Values) -> Record:
    """The row that links a record: its ledger, its id, and the words it had when it was linked."""
    record_type = RECORD_TYPES[table]
    title = record_type.field(record_type.title_field)
    words = " ".join(show(title, record.get(title.name)).split())
    day = record.get(record_type.date_field) if record_type.date_field else None
    return {
        "table": table, "record": record["id"],
        "title": " ".join(each for each in (record.get("no"), day, words) if each)[:400],
    }  # fmt: skip


def resolved_evidence(connection: sqlite3.Connection, rows: Iterable[Values]) -> list[Record]:
    """The rows with their records by id: a number in the place of an id is looked up, and words are put in.

    A row whose record cannot be found stays as it is.
    """
    return [_resolved(connection, dict(row)) for row in rows]


def _resolved(connection: sqlite3.Connection, row: Record) -> Record:
    table, text = row.get("table"), row.get("record")
    record_id = find_reference(connection, table, text) if table in RECORD_TYPES and text else None
    if record_id is None or table is None:
        return row
    (record,) = lists.records_by_id(connection, table, [record_id])
    return evidence_row(table, record) if text != record_id or not row.get("title") else row


def lost_evidence(connection: sqlite3.Connection, rows: Sequence[Values]) -> list[Values]:
    """The rows whose record is not there any more, or lies in the recycle bin."""
    return [row for row in rows if not _stands(connection, row["table"], row["record"])]


def _stands(connection: sqlite3.Connection, table: str, record: Any) -> bool:
    record_id = find_reference(connection, table, str(record)) if table in RECORD_TYPES else None
    found = lists.records_by_id(connection, table, [record_id]) if record_id else []
    return bool(found) and found[0]["retired_at"] is None
