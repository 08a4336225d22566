"""The names of the committees that are enrolled at a street. Apart from the register, because every list loads it."""

from __future__ import annotations

import sqlite3

ROSTER = "roster"  # the table that a reference to a committee names


def committee_names(connection: sqlite3.Connection) -> dict[str, str]:
    """The name of every enrolled committee by its code, the newest where a key followed another."""
    return dict(connection.execute("SELECT code, name FROM roster ORDER BY code, enrolled_at").fetchall())
