"""Self-checks of premises led by their principal: what the duty of 青夏街〔2024〕13号 第12条 is measured by."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from db.lists import BLOCK

_FINISHED = "kind = 'self_check' AND led_by_principal = 1 AND retired_at IS NULL"


def last_self_check(
    connection: sqlite3.Connection, premises_ids: Sequence[str], until: str | None = None
) -> dict[str, str]:
    """The day (ISO) of the latest self-check led by the principal, by premises; those without one are left out.

    `until` leaves out what came after that day. Found through the index on `premises`.
    """
    found: dict[str, str] = {}
    for start in range(0, len(premises_ids), BLOCK):
        block = premises_ids[start : start + BLOCK]
        marks = ", ".join("?" * len(block))
        statement = (
            f"SELECT premises, max(date) FROM inspection WHERE premises IN ({marks}) AND {_FINISHED}"
            " AND date <= ? GROUP BY premises"
        )
        found |= dict(connection.execute(statement, [*block, until or "9999-12-31"]).fetchall())
    return found


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
