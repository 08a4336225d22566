"""The codes and names that this committee had before (table `identity_change`): kept for good, the oldest first."""

from __future__ import annotations

import sqlite3
from dataclasses import astuple, dataclass

from db.store import Transaction

_COLUMNS = "changed_on, reason, note, old_code, new_code, old_name, new_name, last_serial, at, who"


@dataclass(frozen=True)
class IdentityChange:
    """One change of code, name or both; `last_serial` is the last package that was sealed under what was before."""

    changed_on: str
    reason: str
    note: str
    old_code: str
    new_code: str
    old_name: str
    new_name: str
    last_serial: int
    at: str
    who: str

    @property
    def is_new_code(self) -> bool:
        """Whether the code changed, not only the name."""
        return self.old_code != self.new_code


def identity_changes(connection: sqlite3.Connection) -> list[IdentityChange]:
    """Every change, oldest first."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM identity_change ORDER BY seq")
    return [IdentityChange(*row) for row in rows]


def former_codes(connection: sqlite3.Connection) -> frozenset[str]:
    """The codes that were ours at some time; the present one too, once it came by a change."""
    rows = connection.execute(
        "SELECT old_code FROM identity_change UNION SELECT new_code FROM identity_change"
    )
    return frozenset(code for (code,) in rows)


def keep_identity_change(transaction: Transaction, change: IdentityChange) -> None:
    """Write a change down, and let the counters of numbers go on under the new code: no number is given twice."""
    transaction.execute(
        f"INSERT INTO identity_change ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?)", astuple(change)
    )
    transaction.execute(
        "UPDATE number_series SET committee_code = ? WHERE committee_code = ?",
        (change.new_code, change.old_code),
    )
