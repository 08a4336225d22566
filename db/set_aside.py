"""At the street: what came in a package and does not stand in the ledgers. No side of a record is ever lost (part G 2).

A side is set aside because it was sent back, because it contradicts what the street has, or because its package was
taken out again. Any thread.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import astuple, dataclass, fields
from typing import Any, Final

from db.spec.field import Record
from db.store import Transaction
from db.ulid import new_ulid

RETURNED: Final = "returned"  # sent back with a remark
DIFFERS: Final = "differs"  # the same revision with another content
OLDER: Final = "older"  # a revision that is not newer than ours: the committee went back to a backup
NUMBER: Final = "number"  # another record bears its number
TAKEN_OUT: Final = "taken_out"  # its package was taken out of the ledgers again
DISPLACED: Final = "displaced"  # its package was taken out, yet a later one changed the record too
CONTRADICTIONS: Final = (DIFFERS, OLDER, NUMBER, DISPLACED)

# How a contradiction was settled; gone: its package was taken out.
OURS, THEIRS, MIXED, GONE = "ours", "theirs", "mixed", "gone"


@dataclass(frozen=True)
class SideRow:
    """One side of a record; `content` is the whole record as stored (None: not to be there), `replaced` what its choice replaced.

    A tombstone's content is what it changes: rev, time and reason.
    """

    id: str
    package_id: str
    table: str
    record_id: str
    no: str | None
    rev: int
    reason: str
    remark: str | None
    content: Record | None
    sha256: str | None
    at: str
    choice: str | None = None
    settled_at: str | None = None
    settled_by: str | None = None
    replaced: Record | None = None


_COLUMNS = ", ".join(each.name for each in fields(SideRow)).replace("table,", "table_name,")


def set_aside(
    tx: Transaction,
    package_id: str,
    table: str,
    record: Record,
    reason: str,
    *,
    content: Record | None,
    sha256: str | None = None,
    remark: str | None = None,
) -> str:
    """Keep a side of a record (`record` names its id, no and rev); its own id.

    A side that is kept already for the same reason, unsettled or decided upon, is not kept twice.
    """
    known = tx.execute(
        "SELECT id FROM set_aside WHERE record_id = ? AND reason = ? AND sha256 = ? AND package_id = ?",
        (record["id"], reason, sha256, package_id),
    ).fetchone() or _known_contradiction(tx, record["id"], reason, sha256)
    if known:
        return str(known[0])
    row = SideRow(
        new_ulid(), package_id, table, record["id"], record.get("no"), int(record["rev"]), reason, remark,
        content, sha256, tx.at,
    )  # fmt: skip
    values = [_as_text(each) for each in astuple(row)]
    tx.execute(f"INSERT INTO set_aside VALUES ({', '.join('?' * len(values))})", values)
    tx.touch("set_aside", row.id)
    return row.id


def _known_contradiction(tx: Transaction, record_id: str, reason: str, sha256: str | None) -> Any:
    """The same contradiction that came in an earlier package, because no receipt confirmed it."""
    if reason not in CONTRADICTIONS or sha256 is None:
        return None
    return tx.execute(
        "SELECT id FROM set_aside WHERE record_id = ? AND reason = ? AND sha256 = ?"
        " AND (choice IS NULL OR choice != ?)",
        (record_id, reason, sha256, GONE),
    ).fetchone()


def sides(
    connection: sqlite3.Connection,
    *,
    package_id: str = "",
    record_id: str = "",
    code: str = "",
    is_open: bool = False,
) -> list[SideRow]:
    """The sides of a package, of a record, of a committee or of all, oldest first; `is_open`: contradictions to settle."""
    conditions, values = ["1"], []
    for condition, value in (
        ("package_id = ?", package_id),
        ("record_id = ?", record_id),
        ("package_id IN (SELECT id FROM received_package WHERE code = ?)", code),
    ):
        if value:
            conditions.append(condition)
            values.append(value)
    if is_open:
        conditions.append(f"settled_at IS NULL AND reason IN ({', '.join('?' * len(CONTRADICTIONS))})")
        values += CONTRADICTIONS
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM set_aside WHERE {' AND '.join(conditions)} ORDER BY id", values
    )
    return [_row(row) for row in rows]


def side(connection: sqlite3.Connection, side_id: str) -> SideRow | None:
    """The side of that id, or None."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM set_aside WHERE id = ?", (side_id,)).fetchone()
    return _row(row) if row else None


def settle(tx: Transaction, side_id: str, choice: str, replaced: Record | None = None) -> None:
    """Remember how a contradiction was settled, and what the choice replaced in the ledger."""
    tx.execute(
        "UPDATE set_aside SET choice = ?, settled_at = ?, settled_by = ?, replaced = ? WHERE id = ?",
        (choice, tx.at, tx.who, _as_text(replaced), side_id),
    )
    tx.touch("set_aside", side_id)


def is_taken_over(connection: sqlite3.Connection, record_id: str, sha256: str) -> bool:
    """Whether a person has put that content of a record into the ledger when settling a contradiction."""
    row = connection.execute(
        "SELECT choice, sha256 FROM set_aside WHERE record_id = ? AND settled_at IS NOT NULL AND choice != ?"
        " ORDER BY settled_at DESC, id DESC LIMIT 1",
        (record_id, GONE),
    ).fetchone()
    return bool(row) and row[0] in (THEIRS, MIXED) and row[1] == sha256


def is_decided_since(connection: sqlite3.Connection, record_id: str, package_id: str, at: str) -> bool:
    """Whether a contradiction that another package brought was decided for that package's side since."""
    row = connection.execute(
        "SELECT 1 FROM set_aside WHERE record_id = ? AND package_id != ? AND choice IN (?, ?) AND settled_at >= ?",
        (record_id, package_id, THEIRS, MIXED, at),
    ).fetchone()
    return row is not None


def last_return(connection: sqlite3.Connection, record_id: str) -> SideRow | None:
    """The newest side of a record that was sent back or taken out again, or None."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM set_aside WHERE record_id = ? AND reason IN (?, ?) ORDER BY id DESC LIMIT 1",
        (record_id, RETURNED, TAKEN_OUT),
    ).fetchone()
    return _row(row) if row else None


def _as_text(value: Any) -> Any:
    from db.row_codec import canonical_json

    return canonical_json(value) if isinstance(value, dict) else value


def _row(row: tuple[Any, ...]) -> SideRow:
    named = dict(zip((each.name for each in fields(SideRow)), row, strict=True))
    for name in ("content", "replaced"):
        named[name] = json.loads(named[name]) if named[name] else None
    return SideRow(**named)


@dataclass(frozen=True)
class ForkRow:
    """A package that bears the serial of another one that was merged; `kept_as` is its file beside the database."""

    id: str
    code: str
    epoch: int
    serial: int
    period: str
    file_name: str
    kept_as: str
    counts: str
    came_at: str


def keep_fork(tx: Transaction, row: ForkRow) -> None:
    """Remember a fork once."""
    tx.execute("INSERT OR IGNORE INTO forked_package VALUES (?,?,?,?,?,?,?,?,?)", astuple(row))
    tx.touch("forked_package", row.id)


def forks(connection: sqlite3.Connection) -> list[ForkRow]:
    """Every fork, by committee and serial."""
    rows = connection.execute("SELECT * FROM forked_package ORDER BY code, epoch, serial, came_at")
    return [ForkRow(*row) for row in rows]
