"""What a step must know that stands in other records: counted when it is asked for, never stored."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from db.campaigns import coverage
from db.lists import ids_among
from db.settings import setting
from db.spec.field import RecordType, Values
from db.spec.query import Query

Facts = dict[str, Any]


def facts_of(connection: sqlite3.Connection, record_type: RecordType, record: Values, now: str = "") -> Facts:
    """The facts that the guards of this type's steps look at, by name; none for most types. `now` is the clock's time."""
    if record_type.table == "monthly_return" and record.get("id"):
        from db.monthly_returns import return_facts

        return return_facts(connection, record, now)
    count = _COUNTERS.get(record_type.table)
    return count(connection, record) if count and record.get("id") else {}


def list_facts(
    connection: sqlite3.Connection, table: str, ids: Sequence[str], today: str
) -> dict[str, Facts]:
    """What lists show of records beside their own fields, by id, where there is any: for hazards `open_orders`, for
    risks `needs_review`."""
    if table == "hazard":
        return {each: {"open_orders": count} for each, count in open_orders(connection, ids).items()}
    if table == "risk":
        due = ids_among(connection, table, Query(attention="review"), today, ids)
        return {each: {"needs_review": True} for each in due}
    return {}


def _hazard_facts(connection: sqlite3.Connection, record: Values) -> Facts:
    """`open_orders`: how many supervision orders on this hazard are not cleared yet; `lead`: the 分管领导 by the
    ledger's settings; `merge_target_status`: the state of the hazard that `merged_into` names."""
    return {
        "open_orders": open_orders(connection, [record["id"]]).get(record["id"], 0),
        "lead": setting(connection, "lead"),
        **_merge_target(connection, record.get("merged_into")),
    }


def _merge_target(connection: sqlite3.Connection, hazard: str | None) -> Facts:
    if not hazard:
        return {}
    row = connection.execute(
        "SELECT status FROM hazard WHERE id = ? AND retired_at IS NULL", (hazard,)
    ).fetchone()
    return {"merge_target_status": row[0] if row else ""}


def open_orders(connection: sqlite3.Connection, hazards: Sequence[str]) -> dict[str, int]:
    """How many supervision orders are not cleared yet, by hazard; hazards without any are left out."""
    counts: dict[str, int] = {}
    for start in range(0, len(hazards), 500):
        block = hazards[start : start + 500]
        marks = ", ".join("?" * len(block))
        statement = (
            f"SELECT hazard, count(*) FROM supervision_order WHERE hazard IN ({marks})"
            " AND retired_at IS NULL AND status != 'cleared' GROUP BY hazard"
        )
        counts |= dict(connection.execute(statement, block).fetchall())
    return counts


def _campaign_facts(connection: sqlite3.Connection, record: Values) -> Facts:
    """`premises_total` and `premises_missing`: how many premises the round has to do with, and nobody assessed."""
    found = coverage(connection, record)
    return {
        "premises_total": len(found),
        "premises_missing": sum(not each.is_done for each in found),
    }


def _task_facts(connection: sqlite3.Connection, record: Values) -> Facts:
    """`evidence_lost`: how many records linked as evidence are gone or in the recycle bin."""
    from db.evidence import lost_evidence

    return {"evidence_lost": len(lost_evidence(connection, record.get("evidence") or []))}


_COUNTERS: dict[str, Callable[[sqlite3.Connection, Values], Facts]] = {
    "hazard": _hazard_facts,
    "assessment_campaign": _campaign_facts,
    "task": _task_facts,
}


GATHERING = ("monthly_return", "period_review")  # what `gathered` looks at


def gathered(connection: sqlite3.Connection, record_type: RecordType, record: Values, at: str) -> Facts:
    """What a new record takes over from other records and keeps as it was then; nothing for most types."""
    if record_type.table == "monthly_return":
        from db.monthly_returns import begin

        return begin(connection, record, at)
    if record_type.table != "period_review":
        return {}
    from db.period_figures import period_figures

    return {
        "figures": period_figures(connection, record["from_on"], record["until_on"], at[:10]),
        "gathered_at": at[:16],
    }
