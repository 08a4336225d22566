"""What tests share that run commands inside this process, in a folder with a ledger."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from desktop.paths import DATABASE_NAME

Commanded = Callable[..., tuple[int, str, str]]
DB = ("--db", f"台账/{DATABASE_NAME}")


def numbers_in(folder: Path, table: str = "hazard") -> list[str]:
    connection = sqlite3.connect(folder / "台账" / DATABASE_NAME)
    found = [row[0] for row in connection.execute(f"SELECT no FROM {table} ORDER BY no")]
    connection.close()
    return found
