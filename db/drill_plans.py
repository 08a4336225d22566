"""What a drill or a drill plan follows from in other records: children from the premises, 已实施 from the drills held."""

from __future__ import annotations

import sqlite3

from db.row_codec import columns_of, from_row
from db.spec.drill import DRILL
from db.spec.drill_plan import CANCELLED, DRILL_PLAN, HELD, PLANNED, PREPARED
from db.spec.field import Record, Values

WITH_CHILDREN = (DRILL.table, DRILL_PLAN.table)  # what `note_children` looks at
CHILDRENS_TYPES = ("small_school", "school")  # of premises: who is drilled there may be under 14


def note_children(connection: sqlite3.Connection, table: str, record: Record) -> None:
    """Set `with_children` of a drill or a plan from the type of its premises (PIPL §28; part H 22)."""
    if table not in WITH_CHILDREN:
        return
    others = [row.get("premises") for row in record.get("also_premises") or []]
    ids = [each for each in (record.get("premises"), *others) if each]
    if not ids:
        record["with_children"] = False
        return
    marks = ", ".join("?" * len(ids))
    statement = f"SELECT type FROM premises WHERE id IN ({marks})"
    types = {row[0] for row in connection.execute(statement, ids).fetchall()}
    record["with_children"] = bool(types & set(CHILDRENS_TYPES))


def status_by_drills(connection: sqlite3.Connection, plan: Values) -> str:
    """What a plan's status is now: 已实施 while a drill that is not deleted refers to it."""
    statement = "SELECT 1 FROM drill WHERE plan = ? AND retired_at IS NULL LIMIT 1"
    if connection.execute(statement, (plan["id"],)).fetchone():
        return HELD
    if plan["status"] != HELD:
        return str(plan["status"])
    if plan.get("cancel_reason"):
        return CANCELLED
    return PREPARED if plan.get("prepared_on") else PLANNED


def plans_to_settle(connection: sqlite3.Connection, *drills: Values | None) -> list[tuple[Record, str]]:
    """The plans these drills name (before and after a write) whose status must change, each with its new status."""
    names = ", ".join(f'"{name}"' for name in columns_of(DRILL_PLAN))
    settled = []
    for plan_id in dict.fromkeys(drill["plan"] for drill in drills if drill and drill.get("plan")):
        row = connection.execute(f"SELECT {names} FROM drill_plan WHERE id = ?", (plan_id,)).fetchone()
        plan = from_row(DRILL_PLAN, row) if row else None
        if plan and (status := status_by_drills(connection, plan)) != plan["status"]:
            settled.append((plan, status))
    return settled
