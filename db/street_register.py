"""The street's side of the exchange in SQLite: who is enrolled, and what was received."""

from __future__ import annotations

import sqlite3
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.store import Transaction


@dataclass(frozen=True)
class OfficeRow:
    """The street office itself; keys as OpenSSH public key lines."""

    code: str
    name: str
    epoch: int
    sign_key: str
    decrypt_key: str


@dataclass(frozen=True)
class RosterRow:
    """One enrolled key of a committee."""

    fingerprint: str
    code: str
    name: str
    key_line: str
    epoch: int
    suites: str
    status: str
    sheet_text: str
    enrolled_at: str
    enrolled_by: str


@dataclass(frozen=True)
class ReceivedRow:
    """A package that was merged; `counts` is JSON {kind: {new, same, conflict}}."""

    id: str
    code: str
    epoch: int
    serial: int
    period: str
    file_name: str
    received_at: str
    status: str
    counts: str


def office_row(connection: sqlite3.Connection) -> OfficeRow | None:
    """The street this database belongs to, or None when it is a committee's."""
    row = connection.execute("SELECT code, name, epoch, sign_key, decrypt_key FROM office").fetchone()
    return OfficeRow(*row) if row else None


def keep_office(transaction: Transaction, office: OfficeRow) -> None:
    """Make the database this street's."""
    transaction.execute("INSERT INTO office VALUES (?,?,?,?,?)", astuple(office))


def put_office_keys(transaction: Transaction, sign_key: str, decrypt_key: str) -> None:
    """The street's keys from now on, as OpenSSH public key lines."""
    transaction.execute("UPDATE office SET sign_key = ?, decrypt_key = ?", (sign_key, decrypt_key))


def roster_rows(connection: sqlite3.Connection) -> list[RosterRow]:
    """Every enrolled key, by committee code."""
    return [RosterRow(*row) for row in connection.execute("SELECT * FROM roster ORDER BY code, enrolled_at")]


def add_to_roster(transaction: Transaction, row: RosterRow) -> None:
    """Enrol a key; one that is enrolled already gets the new name."""
    transaction.execute(
        "INSERT INTO roster VALUES (?,?,?,?,?,?,?,?,?,?) ON CONFLICT (fingerprint) DO UPDATE SET name = excluded.name",
        astuple(row),
    )
    transaction.touch("roster", row.fingerprint)


def chain_head(connection: sqlite3.Connection, code: str) -> tuple[int, int, str | None] | None:
    """(epoch, serial, id) of the last merged package of a committee; None before the first."""
    row = connection.execute("SELECT epoch, serial, head FROM chain WHERE code = ?", (code,)).fetchone()
    return (row[0], row[1], row[2]) if row else None


def merged_ids(connection: sqlite3.Connection, code: str, epoch: int) -> dict[int, str]:
    """serial → id of the merged packages of a committee."""
    rows = connection.execute(
        "SELECT serial, id FROM received_package WHERE code = ? AND epoch = ?", (code, epoch)
    )
    return dict(rows.fetchall())


def received_packages(connection: sqlite3.Connection) -> list[ReceivedRow]:
    """Every merged package, by committee and serial."""
    return [
        ReceivedRow(*row)
        for row in connection.execute("SELECT * FROM received_package ORDER BY code, serial")
    ]


def newest_received(connection: sqlite3.Connection) -> dict[str, tuple[int, int, str]]:
    """Of each committee (epoch, serial, when it came) of the last merged package, by code."""
    rows = connection.execute(
        "SELECT c.code, c.epoch, c.serial, p.received_at FROM chain c JOIN received_package p ON p.id = c.head"
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def is_merged(connection: sqlite3.Connection, package_id: str) -> bool:
    """Whether a package was merged."""
    row = connection.execute("SELECT 1 FROM received_package WHERE id = ?", (package_id,)).fetchone()
    return row is not None


ROLLED_BACK = "rolled_back"


def is_rolled_back(connection: sqlite3.Connection, package_id: str) -> bool:
    """Whether a merged package was taken out of the ledgers again."""
    row = connection.execute("SELECT status FROM received_package WHERE id = ?", (package_id,)).fetchone()
    return row is not None and row[0] == ROLLED_BACK


def received_package(connection: sqlite3.Connection, package_id: str) -> ReceivedRow | None:
    """The merged package with that id, or None."""
    row = connection.execute("SELECT * FROM received_package WHERE id = ?", (package_id,)).fetchone()
    return ReceivedRow(*row) if row else None


def mark_rolled_back(transaction: Transaction, package_id: str) -> None:
    """Remember that a package does not hold any more; it keeps its place in the chain, for it did come."""
    transaction.execute("UPDATE received_package SET status = ? WHERE id = ?", (ROLLED_BACK, package_id))
    transaction.touch("received_package", package_id)


def keep_received(transaction: Transaction, row: ReceivedRow) -> None:
    """Remember a merged package and move the committee's chain head to it."""
    transaction.execute("INSERT INTO received_package VALUES (?,?,?,?,?,?,?,?,?)", astuple(row))
    transaction.execute(
        "INSERT INTO chain VALUES (?,?,?,?) ON CONFLICT (code) DO UPDATE SET epoch = excluded.epoch,"
        " serial = excluded.serial, head = excluded.head",
        (row.code, row.epoch, row.serial, row.id),
    )
    transaction.execute("INSERT INTO merge_batch VALUES (?,?)", (row.id, transaction.batch))
    transaction.touch("received_package", row.id)


def batch_of_package(connection: sqlite3.Connection, package: ReceivedRow, operation: str) -> str | None:
    """The operation of the change log by which a package was merged; None when it changed no record.

    Packages merged before the street kept this are found by the name of the operation and its time: a walk over the log.
    """
    row = (
        connection.execute("SELECT batch FROM merge_batch WHERE package_id = ?", (package.id,)).fetchone()
        or connection.execute(
            "SELECT batch FROM change WHERE operation = ? AND at = ? LIMIT 1",
            (operation, package.received_at),
        ).fetchone()
    )
    return row[0] if row else None
