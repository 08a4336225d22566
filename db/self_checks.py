"""Self-checks of premises led by their principal: what the duty of 青夏街〔2024〕13号 第12条 is measured by."""

from __future__ import annotations

import sqlite3

_FINISHED = "kind = 'self_check' AND led_by_principal = 1 AND retired_at IS NULL"


def self_check_days(
    connection: sqlite3.Connection, premises_id: str, date_from: str, date_to: str
) -> list[str]:
    """The days (ISO) between two days on which the principal of a premises led a self-check, oldest first."""
    rows = connection.execute(
        f"SELECT date FROM inspection WHERE premises = ? AND {_FINISHED} AND date BETWEEN ? AND ? ORDER BY date",
        (premises_id, date_from, date_to),
    )
    return [row[0] for row in rows.fetchall()]


def all_self_checks(connection: sqlite3.Connection, until: str) -> list[tuple[str, str]]:
    """(premises, day) of every self-check led by a principal up to a day: one statement for a board of all premises."""
    statement = f"SELECT premises, date FROM inspection WHERE {_FINISHED} AND date <= ?"
    return connection.execute(statement, (until,)).fetchall()
