"""Settings that belong to the ledger, not to the computer: who fills in, who leads, the committee's epoch."""

from __future__ import annotations

import sqlite3

from db.store import Transaction


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
