"""The street's receipts, and what they leave reported and unreported."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from db.store import Transaction


@dataclass(frozen=True)
class ReceiptRow:
    """A receipt that was imported; `line` is its one JSON record."""

    id: str
    serial: int
    package_id: str
    status: str
    line: str
    received: str
    imported_at: str
    imported_by: str


def receipts(connection: sqlite3.Connection) -> list[ReceiptRow]:
    """Every imported receipt, newest first."""
    rows = connection.execute(
        "SELECT id, serial, package_id, status, line, received, imported_at, imported_by FROM imported_receipt"
        " ORDER BY serial DESC"
    )
    return [ReceiptRow(*row) for row in rows]


def keep_receipt(
    transaction: Transaction, receipt: ReceiptRow, *, is_confirmed: bool, left_out: Sequence[str]
) -> int:
    """Keep a receipt; when it confirms its package, its records but those left out are reported. Gives their number."""
    values = (receipt.id, receipt.serial, receipt.package_id, receipt.status, receipt.line, receipt.received,
              receipt.imported_at, receipt.imported_by)  # fmt: skip
    transaction.execute("INSERT INTO imported_receipt VALUES (?,?,?,?,?,?,?,?)", values)
    transaction.execute(
        "UPDATE sealed_package SET state = ? WHERE id = ?",
        ("receipted" if is_confirmed else "rejected", receipt.package_id),
    )
    transaction.touch("sealed_package", receipt.package_id)
    return _mark_reported(transaction, receipt.package_id, set(left_out)) if is_confirmed else 0


def _mark_reported(transaction: Transaction, package_id: str, left_out: set[str]) -> int:
    rows = transaction.execute(
        "SELECT record_id, table_name, rev FROM sealed_record WHERE package_id = ?", (package_id,)
    ).fetchall()
    reported = [row for row in rows if row[0] not in left_out]
    transaction.connection.executemany(
        "INSERT INTO reported_record VALUES (?,?,?,?) ON CONFLICT (record_id) DO UPDATE"
        " SET rev = max(rev, excluded.rev), package_id = excluded.package_id",
        [(*row, package_id) for row in reported],
    )
    for record_id, table, _ in reported:
        transaction.touch(table, record_id)
    return len(reported)


def forget_reported(transaction: Transaction, record_id: str) -> None:
    """Let a record count as unreported again, whatever was confirmed."""
    transaction.execute("DELETE FROM reported_record WHERE record_id = ?", (record_id,))


def return_records(
    transaction: Transaction, package_id: str, returned: Iterable[tuple[str, str, int, str]], at: str
) -> None:
    """Keep what the street sent back, (id, table, rev, remark) each: that revision counts as unreported again.

    What was in the package and is not sent back any more has been accepted since.
    """
    transaction.execute("DELETE FROM returned_record WHERE package_id = ?", (package_id,))
    for record_id, table, rev, remark in returned:
        transaction.execute(
            "INSERT OR REPLACE INTO returned_record VALUES (?,?,?,?,?,?)",
            (record_id, table, rev, remark, package_id, at),
        )
        transaction.execute("DELETE FROM reported_record WHERE record_id = ? AND rev <= ?", (record_id, rev))
        transaction.touch(table, record_id)
