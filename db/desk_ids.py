"""Records that wait on the work table for a reason no list can ask for by its fields: papers of premises that run out,
and records that the street did not take."""

from __future__ import annotations

import json
import sqlite3

from db.spec import PREMISES

_ENDS = """
    SELECT json_extract(l.value, '$.expires_on') AS day FROM json_each(premises.licences) l
    UNION ALL SELECT json_extract(t.value, '$.ends_on') FROM json_each(premises.lessees) t
    UNION ALL SELECT premises.lift_next_inspection_on UNION ALL SELECT premises.standardisation_expires_on
"""


def premises_with_papers_until(connection: sqlite3.Connection, last: str) -> list[str]:
    """Ids of premises in use of which a licence, lease, lift inspection or standardisation ends by that day (ISO), or
    has ended. Reads every premises once.
    """
    marks = ", ".join("?" * len(PREMISES.open_statuses))
    rows = connection.execute(
        f"SELECT id FROM premises WHERE retired_at IS NULL AND status IN ({marks})"
        f" AND (SELECT min(day) FROM ({_ENDS})) <= ? ORDER BY id",
        (*PREMISES.open_statuses, last),
    )
    return [row[0] for row in rows]


def returned_records(connection: sqlite3.Connection) -> list[str]:
    """Ids of records that the street sent back and that no receipt has confirmed since: those of packages it did not
    take, and those a receipt named as conflicts.
    """
    refused = connection.execute(
        "SELECT s.record_id FROM sealed_package p JOIN sealed_record s ON s.package_id = p.id WHERE p.state = 'rejected'"
    ).fetchall()
    lines = connection.execute("SELECT line FROM imported_receipt WHERE status = 'partial'").fetchall()
    named = {row[0] for row in refused}.union(*(json.loads(row[0]).get("conflicts") or () for row in lines))
    if not named:
        return []
    # A record confirmed by any later package counts as taken; `reported_record` keeps its newest confirmed revision.
    rows = connection.execute(
        "SELECT s.record_id, max(s.rev) FROM sealed_record s JOIN json_each(?) j ON j.value = s.record_id"
        " LEFT JOIN reported_record r ON r.record_id = s.record_id GROUP BY s.record_id"
        " HAVING coalesce(max(r.rev), 0) < max(s.rev)",
        (json.dumps(sorted(named)),),
    )
    return sorted(row[0] for row in rows)
