"""What of a type needs a look beyond its due day, as one condition of a list: derived from other records, never stored.

A risk is to be assessed again (part D “Risk”, 应复评) when its day has come, when somebody registered a cause, when a
major or suspected major hazard was found at its point or in its premises after the assessment, or when the premises
changed their use or their people since. Days are compared, not hours: what happened on the day of the assessment was
known to those who assessed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from db.spec.field import Record
from db.value import Value

REVIEW, MEASURES, SUPERVISED = "review", "measures", "supervised"
_USE, _PEOPLE = ("type", "people_live_in"), ("main_person", "actual_controller", "usc")

_MAJOR_HAZARD = (
    """h.retired_at IS NULL AND h.level IN ('suspected_major', 'major') AND h.found_on > risk.assessed_on"""
)
_PREMISES_CHANGE = f"""c.table_name = 'premises' AND c.record_id = risk.premises AND c.before IS NOT NULL
 AND substr(c.at, 1, 10) > risk.assessed_on AND ({
    " OR ".join(
        f"json_extract(c.before, '$.{name}') != json_extract(c.after, '$.{name}')"
        for name in (*_USE, *_PEOPLE)
    )
})"""
# What a clerk registered as a change stands in `changes` with its own day; merging two entries changes nothing on the ground.
_PREMISES_CHANGE += " AND c.operation NOT IN ('登记变更', '合并场所', '撤销合并')"
_REGISTERED_CHANGE = "p.id = risk.premises AND json_extract(r.value, '$.on') > risk.assessed_on"
_NEEDS_REVIEW = f"""risk.status IN ('assessed', 'controlled') AND (
 risk.next_review <= ? OR risk.review_cause IS NOT NULL
 OR EXISTS (SELECT 1 FROM hazard h WHERE h.risk = risk.id AND {_MAJOR_HAZARD})
 OR EXISTS (SELECT 1 FROM hazard h WHERE h.premises = risk.premises AND {_MAJOR_HAZARD})
 OR EXISTS (SELECT 1 FROM premises p, json_each(p.changes) r WHERE {_REGISTERED_CHANGE})
 OR EXISTS (SELECT 1 FROM change c WHERE {_PREMISES_CHANGE}))"""
_HAS_OVERDUE_MEASURE = """risk.status IN ('assessed', 'controlled') AND EXISTS (
 SELECT 1 FROM json_each(risk.measures) m WHERE json_extract(m.value, '$.due') < ?
 AND coalesce(json_extract(m.value, '$.state'), iif(json_extract(m.value, '$.done_on') IS NULL, 'planned', 'done'))
 = 'planned')"""
# Of a hazard: somebody supervises its rectification, and the order is not cleared yet (part D, 督办中).
_IS_SUPERVISED = """EXISTS (SELECT 1 FROM supervision_order o WHERE o.hazard = hazard.id AND o.retired_at IS NULL
 AND o.status != 'cleared')"""
_CONDITIONS = {
    ("risk", REVIEW): _NEEDS_REVIEW,
    ("risk", MEASURES): _HAS_OVERDUE_MEASURE,
    ("hazard", SUPERVISED): _IS_SUPERVISED,
}


class ReviewReason(Value):
    """Why a risk is to be assessed again: due, cause, hazard, use, people or change; the day, and the hazard's id, the
    cause or what kind of change was registered."""

    kind: str
    on: str
    what: str = ""


def attention_condition(table: str, key: str, today: str) -> tuple[str, list[Any]]:
    """The condition of a list and what it binds. KeyError for a key that the type does not know."""
    condition = _CONDITIONS[table, key]
    return condition, [today] * condition.count("?")


def review_reasons(connection: sqlite3.Connection, risk: Record, today: str) -> list[ReviewReason]:
    """Every reason why an open risk is to be assessed again, the oldest last; none for a closed one."""
    if risk["status"] not in ("assessed", "controlled"):
        return []
    reasons = []
    if risk.get("review_cause"):
        reasons.append(ReviewReason("cause", risk["review_cause_on"] or "", risk["review_cause"]))
    elif risk.get("next_review") and risk["next_review"] <= today:
        reasons.append(ReviewReason("due", risk["next_review"]))
    derived = [
        *_hazards(connection, risk["id"]),
        *_premises_changes(connection, risk["id"]),
        *_registered_changes(connection, risk["id"]),
    ]
    return reasons + sorted(derived, key=lambda each: each.on, reverse=True)


def _hazards(connection: sqlite3.Connection, risk_id: str) -> Iterator[ReviewReason]:
    rows = connection.execute(
        "SELECT h.found_on, h.id FROM risk JOIN hazard h ON h.risk = risk.id OR h.premises = risk.premises"
        f" WHERE risk.id = ? AND {_MAJOR_HAZARD}",
        (risk_id,),
    )
    return (ReviewReason("hazard", row[0], row[1]) for row in rows)


def _premises_changes(connection: sqlite3.Connection, risk_id: str) -> Iterator[ReviewReason]:
    use = " OR ".join(
        f"json_extract(c.before, '$.{name}') != json_extract(c.after, '$.{name}')" for name in _USE
    )
    rows = connection.execute(
        f"SELECT substr(c.at, 1, 10), ({use}) IS TRUE FROM risk JOIN change c ON c.record_id = risk.premises"
        f" WHERE risk.id = ? AND {_PREMISES_CHANGE}",
        (risk_id,),
    )
    return (ReviewReason("use" if row[1] else "people", row[0]) for row in rows)


def _registered_changes(connection: sqlite3.Connection, risk_id: str) -> Iterator[ReviewReason]:
    rows = connection.execute(
        "SELECT json_extract(r.value, '$.on'), json_extract(r.value, '$.kind') FROM risk, premises p, json_each(p.changes) r"
        f" WHERE risk.id = ? AND {_REGISTERED_CHANGE}",
        (risk_id,),
    )
    return (ReviewReason("change", row[0], row[1]) for row in rows)
