"""Whether the computer's clock can be believed: it must not stand before what the ledger has already seen.

The newest entries of the change log are asked, not all of them: a clock that once ran ahead is forgotten after that many
writes with the right time.
"""

from __future__ import annotations

import sqlite3

_NEWEST = 300


def last_known_time(connection: sqlite3.Connection) -> str:
    """The latest time in the newest entries of the change log, as ISO text; "" in an empty ledger."""
    row = connection.execute(
        "SELECT max(at) FROM (SELECT at FROM change ORDER BY seq DESC LIMIT ?)", (_NEWEST,)
    ).fetchone()
    return row[0] or ""


def is_behind(connection: sqlite3.Connection, now: str) -> bool:
    """Whether a time lies before the last known one. All times are written in one zone, so text compares as time."""
    return now < last_known_time(connection)
