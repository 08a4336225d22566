"""What happened to the committees' keys at the street: enrolled, suspended, replaced (format §12). The roster's history."""

from __future__ import annotations

import sqlite3
from dataclasses import astuple, dataclass

from db.store import Transaction

ENROLLED, RENAMED, SUSPENDED, RESUMED = "enrolled", "renamed", "suspended", "resumed"
ROTATED, LOST, LEAKED, REBUILT = "rotated", "lost", "leaked", "rebuilt"
RECODED = "recoded"  # a new code of the committee, or a new name: says nothing of the key


@dataclass(frozen=True)
class RosterEvent:
    """Something that was done to a key; `last_serial` is the last package it still counts for, None where nothing ends."""

    fingerprint: str
    code: str
    at: str
    who: str
    what: str
    last_serial: int | None = None
    note: str = ""


def keep_event(transaction: Transaction, event: RosterEvent) -> None:
    """Write an event down."""
    transaction.execute(
        "INSERT INTO roster_event (fingerprint, code, at, who, what, last_serial, note) VALUES (?,?,?,?,?,?,?)",
        astuple(event),
    )
    transaction.touch("roster", event.fingerprint)


def events_of(connection: sqlite3.Connection, code: str) -> list[RosterEvent]:
    """Everything that happened to a committee's keys, the newest first."""
    rows = connection.execute(
        "SELECT fingerprint, code, at, who, what, last_serial, note FROM roster_event WHERE code = ? ORDER BY seq DESC",
        (code,),
    )
    return [RosterEvent(*row) for row in rows]


def newest_events(connection: sqlite3.Connection) -> dict[str, RosterEvent]:
    """The newest event of every key that says whether it counts, by fingerprint; a new name or code says nothing of that."""
    rows = connection.execute(
        "SELECT fingerprint, code, at, who, what, last_serial, note FROM roster_event WHERE what NOT IN (?, ?) ORDER BY seq",
        (RENAMED, RECODED),
    )
    return {row[0]: RosterEvent(*row) for row in rows}


def put_status(transaction: Transaction, fingerprint: str, status: str) -> None:
    """How far a key is believed from now on (`desktop.exchange.roster.KeyStatus`)."""
    transaction.execute("UPDATE roster SET status = ? WHERE fingerprint = ?", (status, fingerprint))
    transaction.touch("roster", fingerprint)


def put_name(transaction: Transaction, code: str, name: str) -> None:
    """The committee's name from now on, at all its keys."""
    transaction.execute("UPDATE roster SET name = ? WHERE code = ?", (name, code))
    transaction.touch("roster", code)
