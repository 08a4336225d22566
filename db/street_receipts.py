"""The receipts that the street signed."""

from __future__ import annotations

import sqlite3
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.store import Transaction


@dataclass(frozen=True)
class IssuedRow:
    """A receipt that was signed: everything needed to write its file again."""

    id: str
    code: str
    serial: int
    package_id: str
    status: str
    base_name: str
    header: bytes
    bag_info: bytes
    manifest: bytes
    tagmanifest: bytes
    signature: bytes
    line: bytes
    issued_at: str


def issued_receipt(
    connection: sqlite3.Connection, package_id: str, status: str | None = None
) -> IssuedRow | None:
    """The newest receipt for a package (with that status, if one is given), or None."""
    condition = "AND status = ?" if status else ""
    values = (package_id, status) if status else (package_id,)
    row = connection.execute(
        f"SELECT * FROM issued_receipt WHERE package_id = ? {condition} ORDER BY serial DESC LIMIT 1", values
    ).fetchone()
    return IssuedRow(*row) if row else None


def receipts_with_returns(connection: sqlite3.Connection, code: str) -> list[IssuedRow]:
    """The newest receipt of each package of a committee, oldest first, of those that send records back."""
    rows = connection.execute(
        "SELECT * FROM issued_receipt i WHERE code = ? AND instr(line, CAST('\"returned\"' AS BLOB)) > 0 AND serial ="
        " (SELECT max(serial) FROM issued_receipt WHERE package_id = i.package_id) ORDER BY serial",
        (code,),
    )
    return [IssuedRow(*row) for row in rows]


def newest_receipt(connection: sqlite3.Connection, code: str) -> IssuedRow | None:
    """The newest receipt for a committee, or None."""
    row = connection.execute(
        "SELECT * FROM issued_receipt WHERE code = ? ORDER BY serial DESC LIMIT 1", (code,)
    ).fetchone()
    return IssuedRow(*row) if row else None


def keep_issued(transaction: Transaction, row: IssuedRow) -> None:
    """Keep a signed receipt."""
    transaction.execute("INSERT INTO issued_receipt VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", astuple(row))
