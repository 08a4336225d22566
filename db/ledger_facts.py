"""How large a database is and how it is kept: numbers only, nothing that anybody entered."""

from __future__ import annotations

import sqlite3

_PRAGMAS = ("user_version", "page_size", "page_count", "freelist_count", "journal_mode", "encoding")


def table_counts(connection: sqlite3.Connection) -> dict[str, int]:
    """The rows of every table, by its name."""
    names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall()
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
        for (name,) in names
        if not name.startswith("sqlite_")
    }


def file_facts(connection: sqlite3.Connection) -> dict[str, str]:
    """The schema version, sizes in pages and modes of the file."""
    return {name: str(connection.execute(f"PRAGMA {name}").fetchone()[0]) for name in _PRAGMAS}


def writes_by_month(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows the change log has for each month (YYYY-MM), the last twelve."""
    rows = connection.execute(
        "SELECT substr(at, 1, 7), count(*) FROM change GROUP BY 1 ORDER BY 1 DESC LIMIT 12"
    )
    return dict(rows.fetchall())
