"""What a step must know that stands in other records: counted when it is asked for, never stored."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from db.campaigns import coverage
from db.spec.field import RecordType, Values

Facts = dict[str, Any]


def facts_of(connection: sqlite3.Connection, record_type: RecordType, record: Values) -> Facts:
    """The facts that the guards of this type's steps look at, by name; none for most types."""
    count = _COUNTERS.get(record_type.table)
    return count(connection, record) if count and record.get("id") else {}


def _hazard_facts(connection: sqlite3.Connection, record: Values) -> Facts:
    """`open_orders`: how many supervision orders on this hazard are not cleared yet."""
    (count,) = connection.execute(
        "SELECT count(*) FROM supervision_order WHERE hazard = ? AND retired_at IS NULL AND status != 'cleared'",
        (record["id"],),
    ).fetchone()
    return {"open_orders": count}


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


def gathered(connection: sqlite3.Connection, record_type: RecordType, record: Values, at: str) -> Facts:
    """What a new record takes over from other records and keeps as it was then; nothing for most types."""
    if record_type.table != "period_review":
        return {}
    from db.period_figures import period_figures

    return {
        "figures": period_figures(connection, record["from_on"], record["until_on"], at[:10]),
        "gathered_at": at[:16],
    }
