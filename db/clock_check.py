"""Whether the computer's clock can be believed: it must not stand before what the ledger has already seen, nor before the
year this program was made.

The newest entries of the change log are asked, not all of them: a clock that once ran ahead is forgotten after that many
writes with the right time, or at once when the clerk says that the time of now is right.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from db.settings import keep_setting, setting
from db.store import Transaction

BUILT_IN = 2026  # the year of the newest release in CHANGELOG.md
_NEWEST = 300
_TRUSTED = "clock_trusted_from"
_SLACK = timedelta(minutes=5)  # what a clock may be put right by without a word


def last_known_time(connection: sqlite3.Connection) -> str:
    """The latest time in the newest entries of the change log, as ISO text; "" when there is none to go by."""
    row = connection.execute(
        "SELECT max(at) FROM (SELECT seq, at FROM change ORDER BY seq DESC LIMIT ?) WHERE seq > ?",
        (_NEWEST, int(setting(connection, _TRUSTED, "0"))),
    ).fetchone()
    return row[0] or ""


def is_behind(connection: sqlite3.Connection, now: str) -> bool:
    """Whether a time lies clearly before the last known one, or before the year of the program."""
    if int(now[:4]) < BUILT_IN:
        return True
    known = last_known_time(connection)
    return bool(known) and datetime.fromisoformat(now) + _SLACK < datetime.fromisoformat(known)


def known_year(connection: sqlite3.Connection, now: str) -> int:
    """The year it must be at least: that of the clock, of the ledger's last entry, or of the program."""
    return max(int(now[:4]), int(last_known_time(connection)[:4] or 0), BUILT_IN)


def trust_clock(transaction: Transaction) -> None:
    """The clerk says that the clock is right now: what was written before with a time that lay ahead is left aside."""
    seq = transaction.execute("SELECT coalesce(max(seq), 0) FROM change").fetchone()[0]
    keep_setting(transaction, _TRUSTED, str(seq))
    keep_setting(transaction, "clock_trusted_by", f"{transaction.who} {transaction.at}")
    transaction.touch("setting", _TRUSTED)
