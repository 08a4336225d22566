"""Which revisions of records the street merged, from which package, and whose they are."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.store import Transaction


def record_of_number(connection: sqlite3.Connection, table: str, code: str, no: str) -> str | None:
    """The id of the record that bears a number of a committee, or None."""
    row = connection.execute(
        f"SELECT id FROM {table} WHERE committee_code = ? AND no = ?", (code, no)
    ).fetchone()
    return row[0] if row else None


def revision_before(connection: sqlite3.Connection, record_id: str, rev: int, package_id: str) -> int:
    """The highest revision of a record below one, of those that other packages brought; 0 when there is none."""
    row = connection.execute(
        "SELECT max(rev) FROM merged_revision WHERE record_id = ? AND rev < ? AND package_id != ?",
        (record_id, rev, package_id),
    ).fetchone()
    return row[0] or 0


def older_revision(connection: sqlite3.Connection, record_id: str, package_id: str) -> int:
    """The highest revision of a record that other packages brought; 0 when none did."""
    row = connection.execute(
        "SELECT max(rev) FROM merged_revision WHERE record_id = ? AND package_id != ?",
        (record_id, package_id),
    ).fetchone()
    return row[0] or 0


def keep_revision(transaction: Transaction, record_id: str, rev: int, sha256: str, package_id: str) -> None:
    """Remember the content of a merged revision."""
    transaction.execute("INSERT INTO merged_revision VALUES (?,?,?,?)", (record_id, rev, sha256, package_id))


def newest_revision(connection: sqlite3.Connection, record_id: str) -> tuple[int, str | None]:
    """The highest merged revision of a record and the hash of its content; (0, None) when none was merged."""
    row = connection.execute(
        "SELECT rev, sha256 FROM merged_revision WHERE record_id = ? ORDER BY rev DESC LIMIT 1", (record_id,)
    ).fetchone()
    return (row[0], row[1]) if row else (0, None)


def owner_of(connection: sqlite3.Connection, record_id: object) -> str | None:
    """The code of who sent a record first, be it that it was sent back or taken out again; None when nobody did."""
    row = connection.execute(
        "SELECT p.code FROM received_package p WHERE p.id IN ("
        "SELECT package_id FROM merged_revision WHERE record_id = ?1"
        " UNION ALL SELECT package_id FROM set_aside WHERE record_id = ?1) LIMIT 1",
        (record_id,),
    ).fetchone()
    return row[0] if row else None


def is_of_type(
    connection: sqlite3.Connection, record_id: object, table: str, tables: Collection[str]
) -> bool:
    """Whether no other of these tables has the record, nor has it been set aside as one of another type."""
    if connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", (record_id,)).fetchone():
        return True  # an id stands in one table only
    others = " UNION ALL ".join(
        f"SELECT 1 FROM {each} WHERE id = ?1" for each in sorted(tables) if each != table
    )
    aside = "SELECT 1 FROM set_aside WHERE record_id = ?1 AND table_name != ?2"
    found = connection.execute(f"{others} UNION ALL {aside} LIMIT 1", (record_id, table)).fetchone()
    return found is None


def brought_revisions(connection: sqlite3.Connection, package_id: str) -> list[tuple[str, int]]:
    """(id, revision) of every record that a merged package brought and that holds."""
    return connection.execute(
        "SELECT record_id, rev FROM merged_revision WHERE package_id = ? ORDER BY record_id, rev",
        (package_id,),
    ).fetchall()


def forget_revisions(transaction: Transaction, package_id: str) -> None:
    """Let the revisions of a package that is taken out count as not merged, so that they can come again."""
    transaction.execute("DELETE FROM merged_revision WHERE package_id = ?", (package_id,))


def brought_records(
    connection: sqlite3.Connection, table: str, package_id: str
) -> list[tuple[str, str, int]]:
    """(id, number, revision) of each record of a type that a merged package brought."""
    return connection.execute(
        f"SELECT t.id, t.no, m.rev FROM {table} t JOIN merged_revision m ON m.record_id = t.id"
        " WHERE m.package_id = ?",
        (package_id,),
    ).fetchall()
