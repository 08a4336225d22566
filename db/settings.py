"""Settings that belong to the ledger, not to the computer: who fills in, who leads, the committee's epoch."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from db.errors import InvalidRecord, Problem
from db.spec.own_settings import OWN_SETTINGS, own_setting
from db.store import Transaction

_OWN = "own."


def setting(connection: sqlite3.Connection, key: str, default: str = "") -> str:
    """The value kept under a key."""
    row = connection.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
    return row[0] if row else default


def keep_setting(transaction: Transaction, key: str, value: str) -> None:
    """Keep a value under a key."""
    transaction.execute(
        "INSERT INTO setting VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )


def own_number(connection: sqlite3.Connection, key: str) -> int:
    """What the committee set for a key of OWN_SETTINGS; the default that ships while it set nothing."""
    return int(setting(connection, _OWN + key) or own_setting(key).default)


def own_numbers(connection: sqlite3.Connection) -> dict[str, int]:
    """Every own setting by its key."""
    return {each.key: own_number(connection, each.key) for each in OWN_SETTINGS}


def keep_own_numbers(transaction: Transaction, numbers: Mapping[str, int]) -> None:
    """Keep own settings. Raises InvalidRecord for one outside its bounds, KeyError for an unknown key."""
    problems = [
        Problem(
            key, "setting_out_of_range", {"label": own.label, "minimum": own.minimum, "maximum": own.maximum}
        )
        for key, number in numbers.items()
        for own in [own_setting(key)]
        if not own.minimum <= number <= own.maximum
    ]
    if problems:
        raise InvalidRecord(problems)
    for key, number in numbers.items():
        keep_setting(transaction, _OWN + key, str(number))
        transaction.touch("setting", key)  # what counts by it is counted again
