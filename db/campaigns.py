"""How far a round of 风险辨识评估 is: which premises were assessed, cleared, or are missing. Derived, never stored.

Premises count as done by a risk that names the round or was assessed in its span, also in an earlier version, or by the
round's own entry that there is no greater risk (无较大风险).
"""

from __future__ import annotations

import sqlite3

from db.spec.field import Values
from db.value import Value

_OPEN_PREMISES = "retired_at IS NULL AND status IN ('operating', 'suspended')"


class Coverage(Value):
    """One premises in a round: how many of its risks were assessed in it, how many it has in all that are open, and by
    whom and when it was cleared ("" when not)."""

    premises_id: str
    no: str
    name: str
    address: str
    risks: int
    known_risks: int
    cleared_on: str
    cleared_by: str

    @property
    def is_done(self) -> bool:
        """Whether it was assessed or cleared."""
        return bool(self.risks or self.cleared_on)


def coverage(connection: sqlite3.Connection, campaign: Values) -> list[Coverage]:
    """Every premises in operation or suspended, the missing ones first, then by number."""
    cleared = {row["premises"]: row for row in campaign.get("clearances") or []}
    counts, known = _assessed(connection, campaign), _open_risks(connection)
    rows = connection.execute(
        f"SELECT id, no, name, address FROM premises WHERE {_OPEN_PREMISES} ORDER BY no"
    )
    found = []
    for premises_id, no, name, address in rows.fetchall():
        entry = cleared.get(premises_id, {})
        found.append(
            Coverage(
                premises_id, no, name, address, counts.get(premises_id, 0), known.get(premises_id, 0),
                entry.get("found_on") or "", entry.get("found_by") or "",
            )
        )  # fmt: skip
    return sorted(found, key=lambda each: each.is_done)


def _assessed(connection: sqlite3.Connection, campaign: Values) -> dict[str, int]:
    """How many risks of each premises were assessed in the round."""
    first, last = campaign["started_on"], campaign.get("closed_on") or "9999-12-31"
    rows = connection.execute(
        "SELECT premises, count(*) FROM risk WHERE premises IS NOT NULL AND retired_at IS NULL AND (campaign = ?"
        " OR assessed_on BETWEEN ? AND ? OR EXISTS (SELECT 1 FROM json_each(assessments) v"
        " WHERE json_extract(v.value, '$.assessed_on') BETWEEN ? AND ?)) GROUP BY premises",
        (campaign["id"], first, last, first, last),
    )
    return dict(rows.fetchall())


def _open_risks(connection: sqlite3.Connection) -> dict[str, int]:
    """How many open risks each premises has, whenever they were assessed."""
    rows = connection.execute(
        "SELECT premises, count(*) FROM risk WHERE premises IS NOT NULL AND retired_at IS NULL AND status != 'closed'"
        " GROUP BY premises"
    )
    return dict(rows.fetchall())
