"""Whether a hazard comes back: the same kind at the same place within the months the committee set."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date

from db.spec.dates import days_in_month
from db.spec.field import Values

_MOST = 20


@dataclass(frozen=True)
class Earlier:
    """A hazard that was there before."""

    id: str
    no: str
    found_on: str
    description: str
    status: str


def earlier_hazards(
    connection: sqlite3.Connection, hazard: Values, months: int, own_id: str | None = None
) -> list[Earlier]:
    """Hazards of the same category at the same premises (or the same written place), newest first.

    Looks back `months` from `found_on`; merged, voided and deleted ones do not count. Uses the index on found_on.
    """
    found_on, category = hazard.get("found_on"), hazard.get("category")
    premises, location = hazard.get("premises"), hazard.get("location")
    if not found_on or not category or not (premises or location):
        return []
    rows = connection.execute(
        "SELECT id, no, found_on, description, status FROM hazard WHERE retired_at IS NULL"
        " AND found_on BETWEEN ? AND ? AND category = ? AND id != ? AND status NOT IN ('merged', 'void')"
        " AND (premises = ? OR (location = ? AND (premises IS NULL OR ? IS NULL)))"
        " ORDER BY found_on DESC, no DESC LIMIT ?",
        (
            months_before(found_on, months),
            found_on,
            category,
            own_id or "",
            premises,
            location,
            premises,
            _MOST,
        ),
    )
    return [Earlier(*row) for row in rows]


def times_repeated(connection: sqlite3.Connection, hazard_id: str) -> int:
    """How many later hazards name this one as what they repeat."""
    row = connection.execute(
        "SELECT count(*) FROM hazard WHERE repeat_of = ? AND retired_at IS NULL", (hazard_id,)
    ).fetchone()
    return int(row[0])


def months_before(day: str, months: int) -> str:
    """The same day that many months earlier, the last of the month where it has no such day; ISO text."""
    given = date.fromisoformat(day)
    year, month = divmod(given.year * 12 + given.month - 1 - months, 12)
    last = days_in_month(year, month + 1)
    return date(year, month + 1, min(given.day, last)).isoformat()
