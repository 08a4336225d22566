"""Records that wait on the work table and that no list can ask for by its fields: papers of premises that run out,
records that the street did not take, and what is overdue in every ledger at once."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from db.spec import PREMISES, RECORD_TYPES

REMINDING = (
    "hazard", "supervision_order", "risk", "task", "drill_plan", "drill", "training", "special_work_certificate",
)  # fmt: skip

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
    take, those a receipt named as conflicts, and those it sent back with a remark.
    """
    refused = connection.execute(
        "SELECT s.record_id FROM sealed_package p JOIN sealed_record s ON s.package_id = p.id WHERE p.state = 'rejected'"
    ).fetchall()
    lines = connection.execute("SELECT line FROM imported_receipt WHERE status = 'partial'").fetchall()
    sent_back = connection.execute("SELECT record_id FROM returned_record").fetchall()
    named = {row[0] for row in (*refused, *sent_back)}.union(
        *(json.loads(row[0]).get("conflicts") or () for row in lines)
    )
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


@dataclass(frozen=True)
class Overdue:
    """An open record past its day: its table, id, number, title and the day (ISO)."""

    table: str
    id: str
    no: str
    title: str
    due: str


def overdue_records(connection: sqlite3.Connection, today: str) -> list[Overdue]:
    """Every open record past its day in the ledgers that remind, the longest overdue first. Tips are left out: what
    they are about is for their own page.
    """
    found = []
    for table in REMINDING:
        kind = RECORD_TYPES[table]
        marks = ", ".join("?" * len(kind.open_statuses))
        rows = connection.execute(
            f'SELECT id, no, "{kind.title_field}", "{kind.due_field}" FROM {table} WHERE retired_at IS NULL'
            f' AND status IN ({marks}) AND "{kind.due_field}" < ?',
            (*kind.open_statuses, today),
        )
        found += [Overdue(table, row[0], row[1] or "", row[2] or "", row[3]) for row in rows]
    return sorted(found, key=lambda each: (each.due, each.no))
