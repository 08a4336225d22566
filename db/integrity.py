"""Whether a database is whole: SQLite's own check, the chained log, the records against it, and the attachments."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from db.attachments import AttachmentFolder, all_attachments
from db.change_log import ERASED, verify_chain
from db.row_codec import UNLOGGED, columns_of, from_row
from db.spec import RECORD_TYPES
from db.spec.field import RecordType


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be: a message id, and what it concerns."""

    message_id: str
    what: str


def find_damage(connection: sqlite3.Connection, attachments: AttachmentFolder) -> Iterator[Finding]:
    """Everything that is damaged or was altered outside the program; nothing when the database is whole."""
    torn = _torn_pages(connection)
    if torn:
        yield from torn
        return  # what lies on torn pages cannot be read, let alone compared
    if broken := verify_chain(connection):
        yield Finding(f"check_log_{broken.reason}", str(broken.seq))
    for record_type in RECORD_TYPES.values():
        yield from _records_against_log(connection, record_type)
    yield from _attachments_against_rows(connection, attachments, lambda: None)


def find_tampering(
    connection: sqlite3.Connection, attachments: AttachmentFolder, check: Callable[[], None]
) -> Iterator[Finding]:
    """What shows quickest that somebody was at the files: the chained log and the attachments; `check` may stop it."""
    if broken := verify_chain(connection, check):
        yield Finding(f"check_log_{broken.reason}", str(broken.seq))
    yield from _attachments_against_rows(connection, attachments, check)


def _attachments_against_rows(
    connection: sqlite3.Connection, attachments: AttachmentFolder, check: Callable[[], None]
) -> Iterator[Finding]:
    for each in all_attachments(connection):
        check()
        try:
            if not attachments.is_unaltered(each):
                yield Finding("check_attachment_altered", each.name)
        except OSError:
            yield Finding("check_attachment_missing", each.name)


def _torn_pages(connection: sqlite3.Connection) -> list[Finding]:
    try:
        answers = [str(answer) for (answer,) in connection.execute("PRAGMA quick_check")]
    except sqlite3.DatabaseError as error:
        answers = [str(error)]
    return [Finding("check_database_damaged", each) for each in answers if each != "ok"]


def _records_against_log(connection: sqlite3.Connection, record_type: RecordType) -> Iterator[Finding]:
    """Records whose present values are not what their log adds up to (a table edited by hand)."""
    table = record_type.table
    logged: dict[str, tuple[int, dict[str, Any]]] = {}
    for record_id, rev, after in connection.execute(
        "SELECT record_id, rev, after FROM change WHERE table_name = ? ORDER BY seq", (table,)
    ):
        values = logged.get(record_id, (0, {}))[1]
        logged[record_id] = (rev, values | _logged_values(after))
    names = ", ".join(f'"{name}"' for name in columns_of(record_type))
    for row in connection.execute(f"SELECT {names} FROM {table}"):
        record = from_row(record_type, row)
        rev, values = logged.pop(record["id"], (0, {}))
        if record["rev"] != rev or any(
            record.get(name) != values.get(name) for name in (record.keys() - UNLOGGED) | values.keys()
        ):
            yield Finding("check_record_altered", record.get("no") or record["id"])
    for record_id in logged:
        yield Finding("check_record_removed", record_id)


def _logged_values(after: str) -> dict[str, Any]:
    """The values of a log row; none when it was broken by hand, which its hash has told already."""
    try:
        values = json.loads(after)
    except ValueError:
        return {}
    return (
        {name: value for name, value in values.items() if name != ERASED} if isinstance(values, dict) else {}
    )
