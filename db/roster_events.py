"""What happened to the committees' keys at the street: enrolled, suspended, replaced (format §12). The roster's history.

What a person decided about a committee stands here as well, each in a row of its own: that no report is asked of it (the
fingerprint is ""), and what became of a fork (it is the id of the package that was not merged).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import astuple, dataclass

from db.store import Transaction

ENROLLED, RENAMED, SUSPENDED, RESUMED = "enrolled", "renamed", "suspended", "resumed"
ROTATED, LOST, LEAKED, REBUILT = "rotated", "lost", "leaked", "rebuilt"
RECODED = "recoded"  # a new code of the committee, or a new name: says nothing of the key
NOT_ASKED, ASKED_AGAIN = "not_asked", "asked_again"
FORK_SETTLED, FORK_OPENED = "fork_settled", "fork_opened"
# What happened, as a person reads it.
WORDS = {
    ENROLLED: "登记", RENAMED: "改名称", SUSPENDED: "暂停收件", RESUMED: "恢复收件",
    ROTATED: "计划更换密钥", LOST: "密钥遗失，更换", LEAKED: "密钥泄露，作废", REBUILT: "数据丢失，重新建账",
    RECODED: "变更代码", NOT_ASKED: "标记不要求报送", ASKED_AGAIN: "恢复要求报送",
    FORK_SETTLED: "同号的包已核实", FORK_OPENED: "同号的包重新核实",
}  # fmt: skip
_DECISIONS = (NOT_ASKED, ASKED_AGAIN, FORK_SETTLED, FORK_OPENED)
_COLUMNS = "fingerprint, code, at, who, what, last_serial, note"


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
        f"SELECT {_COLUMNS} FROM roster_event WHERE code = ? ORDER BY seq DESC",
        (code,),
    )
    return [RosterEvent(*row) for row in rows]


def newest_events(connection: sqlite3.Connection) -> dict[str, RosterEvent]:
    """The newest event of every key that says whether it counts, by fingerprint; a new name or code says nothing of that."""
    silent = (RENAMED, RECODED, *_DECISIONS)
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM roster_event WHERE what NOT IN ({', '.join('?' * len(silent))}) ORDER BY seq",
        silent,
    )
    return {row[0]: RosterEvent(*row) for row in rows}


def not_asked(connection: sqlite3.Connection) -> dict[str, RosterEvent]:
    """The committees of which no report is asked, by code, with who said so, when and why (`note`)."""
    return {each.code: each for each in _newest(connection, NOT_ASKED, ASKED_AGAIN, lambda event: event.code)}


def settled_forks(connection: sqlite3.Connection) -> dict[str, RosterEvent]:
    """What was decided about forks and not opened again, by the id of the package that was not merged."""
    found = _newest(connection, FORK_SETTLED, FORK_OPENED, lambda event: event.fingerprint)
    return {each.fingerprint: each for each in found}


def _newest(
    connection: sqlite3.Connection, said: str, taken_back: str, about: Callable[[RosterEvent], str]
) -> list[RosterEvent]:
    """The newest decision about each thing, where it was not taken back."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM roster_event WHERE what IN (?, ?) ORDER BY seq", (said, taken_back)
    )
    newest = {about(event): event for event in (RosterEvent(*row) for row in rows)}
    return [each for each in newest.values() if each.what == said]


def put_status(transaction: Transaction, fingerprint: str, status: str) -> None:
    """How far a key is believed from now on (`desktop.exchange.roster.KeyStatus`)."""
    transaction.execute("UPDATE roster SET status = ? WHERE fingerprint = ?", (status, fingerprint))
    transaction.touch("roster", fingerprint)


def put_name(transaction: Transaction, code: str, name: str) -> None:
    """The committee's name from now on, at all its keys."""
    transaction.execute("UPDATE roster SET name = ? WHERE code = ?", (name, code))
    transaction.touch("roster", code)
