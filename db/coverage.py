"""Which premises were inspected in a period: counted from the inspections when it is asked for, never stored."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from db.spec import PREMISES


@dataclass(frozen=True)
class Covered:
    """Premises with what was done there: inspections by others, failed items in them, self-checks."""

    id: str
    type: str
    grid: str | None
    inspections: tuple[str, ...]
    failed_items: int
    self_checks: tuple[str, ...]


def covered_premises(connection: sqlite3.Connection, date_from: str, date_to: str) -> list[Covered]:
    """Every premises in operation or suspended, by type, with its inspections between two days (ISO, included).

    Goes through all premises once, and to their inspections by the index on `premises`.
    """
    open_marks = ", ".join("?" * len(PREMISES.open_statuses))
    rows = connection.execute(
        "SELECT p.id, p.type, p.grid, group_concat(CASE WHEN i.kind != 'self_check' THEN i.id END, ' '),"
        " coalesce(sum(CASE WHEN i.kind != 'self_check' THEN i.hazards_found END), 0),"
        " group_concat(CASE WHEN i.kind = 'self_check' THEN i.id END, ' ') FROM premises p"
        " LEFT JOIN inspection i ON i.premises = p.id AND i.retired_at IS NULL AND i.date BETWEEN ? AND ?"
        f" WHERE p.retired_at IS NULL AND p.status IN ({open_marks}) GROUP BY p.id ORDER BY p.type, p.id",
        (date_from, date_to, *PREMISES.open_statuses),
    )
    return [
        Covered(row[0], row[1], row[2], tuple((row[3] or "").split()), row[4], tuple((row[5] or "").split()))
        for row in rows.fetchall()
    ]
