"""The problems that drills brought to light and nobody has settled yet, over all drills. Any thread."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from db.spec.drill import DRILL


@dataclass(frozen=True, slots=True)
class Improvement:
    """One open problem: which drill, its place in the drill's list, who sees to it until when (ISO text)."""

    drill_id: str
    drill_no: str
    topic: str
    held_on: str
    place: int
    text: str
    owner: str | None
    due: str | None


def open_improvements(connection: sqlite3.Connection) -> list[Improvement]:
    """Every open problem of the drills not archived yet, what is due first on top, those without a day last.

    One statement: a drill that is not archived has a handful of problems, so their JSON is read as it is.
    """
    marks = ", ".join("?" * len(DRILL.open_statuses))
    settled = " OR ".join(
        f"json_extract(i.value, '$.{name}') IS NOT NULL" for name in ("done_on", "hazard", "carried_to")
    )
    statement = (
        "SELECT d.id, d.no, d.topic, d.date, i.key, json_extract(i.value, '$.text'), json_extract(i.value, '$.owner'),"
        " json_extract(i.value, '$.due') AS due FROM drill d, json_each(d.issues) i"
        f" WHERE d.retired_at IS NULL AND d.status IN ({marks}) AND NOT ({settled})"
        " ORDER BY due IS NULL, due, d.no, i.key"
    )
    return [Improvement(*row) for row in connection.execute(statement, DRILL.open_statuses).fetchall()]
