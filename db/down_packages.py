"""Packages that go down from a street to its committees: sent by the one, taken in by the other."""

from __future__ import annotations

import sqlite3
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.store import Transaction


@dataclass(frozen=True)
class SentDownRow:
    """A package that the street sent to a committee: everything needed to write its file again."""

    id: str
    code: str
    serial: int
    base_name: str
    header: bytes
    bag_info: bytes
    manifest: bytes
    tagmanifest: bytes
    signature: bytes
    payload: str
    sent_at: str


def newest_sent_down(connection: sqlite3.Connection, code: str) -> SentDownRow | None:
    """The newest package sent down to a committee, or None."""
    row = connection.execute(
        "SELECT * FROM sent_down WHERE code = ? ORDER BY serial DESC LIMIT 1", (code,)
    ).fetchone()
    return SentDownRow(*row) if row else None


def sent_down_rows(connection: sqlite3.Connection) -> list[SentDownRow]:
    """Every package sent down, the newest first."""
    rows = connection.execute("SELECT * FROM sent_down ORDER BY sent_at DESC, code, serial DESC")
    return [SentDownRow(*row) for row in rows]


def payloads_sent_down(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """(code of the committee, payload as JSON) of everything that was sent down, in the order in which it was."""
    return connection.execute("SELECT code, payload FROM sent_down ORDER BY code, serial").fetchall()


def keep_sent_down(transaction: Transaction, row: SentDownRow) -> None:
    """Keep a package that is sent down."""
    transaction.execute("INSERT INTO sent_down VALUES (?,?,?,?,?,?,?,?,?,?,?)", astuple(row))


@dataclass(frozen=True)
class TakenDownRow:
    """A package of the street that was taken in."""

    id: str
    epoch: int
    serial: int
    records: int
    taken_at: str
    taken_by: str


def taken_down(connection: sqlite3.Connection) -> list[TakenDownRow]:
    """The packages of the street that were taken in, newest first."""
    rows = connection.execute("SELECT * FROM taken_down ORDER BY epoch DESC, serial DESC")
    return [TakenDownRow(*row) for row in rows]


def keep_taken_down(transaction: Transaction, row: TakenDownRow) -> bool:
    """Remember a package of the street; False when it was taken in before."""
    found = transaction.execute("SELECT 1 FROM taken_down WHERE id = ?", (row.id,)).fetchone()
    if not found:
        transaction.execute("INSERT INTO taken_down VALUES (?,?,?,?,?,?)", astuple(row))
    return not found
