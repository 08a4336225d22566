"""How many hazards came, went and stayed in a span of days, for the monthly return (part B11).

Counted from the dated fields, so that a hazard entered late counts in the month in which it was found. Every number
comes from one list of events, hence 期初 + 新增 + 重新打开 − 销号 − 合并 − 作废 = 期末 holds for every span of days.
Deleted records (in the recycle bin) do not count.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

# One row for each day on which a hazard came to or left the open ones; `step` is +1 or -1.
HAZARD_EVENTS = """
    SELECT id, level, found_on AS day, 'found' AS kind, 1 AS step FROM hazard WHERE retired_at IS NULL
    UNION ALL
    SELECT id, level, coalesce(closed_on, void_on), status, -1 FROM hazard
        WHERE retired_at IS NULL AND status IN ('closed', 'merged', 'void')
    UNION ALL
    SELECT h.id, h.level, json_extract(c.value, '$.ended_on'), json_extract(c.value, '$.outcome'), -1
        FROM hazard h, json_each(h.closings) c WHERE h.retired_at IS NULL
    UNION ALL
    SELECT h.id, h.level, json_extract(c.value, '$.reopened_on'), 'reopened', 1
        FROM hazard h, json_each(h.closings) c WHERE h.retired_at IS NULL
"""
_COUNTED = f"""
    SELECT coalesce(sum(step) FILTER (WHERE day < :first), 0),
        count(*) FILTER (WHERE kind = 'found' AND day >= :first),
        count(*) FILTER (WHERE kind = 'reopened' AND day >= :first),
        count(*) FILTER (WHERE kind = 'closed' AND day >= :first),
        count(*) FILTER (WHERE kind = 'merged' AND day >= :first),
        count(*) FILTER (WHERE kind = 'void' AND day >= :first),
        coalesce(sum(step), 0)
    FROM ({HAZARD_EVENTS}) WHERE day <= :last
"""  # every record and its closings are read once; a month's return asks for it a few times


@dataclass(frozen=True)
class HazardCounts:
    """Hazards of a span of days: open before it, what happened in it, open at its end."""

    opening: int
    found: int
    reopened: int
    closed: int
    merged: int
    voided: int
    closing: int

    @property
    def balances(self) -> bool:
        """期初 + 新增 + 重新打开 − 销号 − 合并 − 作废 = 期末."""
        came = self.opening + self.found + self.reopened
        return came - self.closed - self.merged - self.voided == self.closing


def hazard_counts(
    connection: sqlite3.Connection, first: str, last: str, levels: tuple[str, ...] = ()
) -> HazardCounts:
    """The counts of the days from `first` to `last` (ISO text, both included), of these levels or of all."""
    statement, bound = _COUNTED, {"first": first, "last": last}
    if levels:
        names = [f"level_{place}" for place, _ in enumerate(levels)]
        statement += f" AND level IN ({', '.join(':' + name for name in names)})"
        bound |= dict(zip(names, levels, strict=True))
    return HazardCounts(*connection.execute(statement, bound).fetchone())


def fixed_on_spot_count(connection: sqlite3.Connection, first: str, last: str) -> int:
    """How many hazards were found, put right and closed on the spot in those days (即查即改)."""
    row = connection.execute(
        "SELECT count(*) FROM hazard WHERE retired_at IS NULL AND immediate_fix = 1 AND status = 'closed'"
        " AND closed_on BETWEEN ? AND ?",
        (first, last),
    ).fetchone()
    return int(row[0])
