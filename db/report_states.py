"""Where each record stands on its way to the street: not yet, sealed in a package, or confirmed by a receipt."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from db.spec.field import Values

UNREPORTED, SEALED, REPORTED, CHANGED = "unreported", "sealed", "reported", "changed"
RETURNED = "returned"
LABELS = {
    UNREPORTED: "未报送",
    SEALED: "已封包",
    REPORTED: "已报送",
    CHANGED: "报送后有修改",
    RETURNED: "被退回",
}
_BLOCK = 500


def report_states(connection: sqlite3.Connection, records: Iterable[Values]) -> dict[str, str]:
    """The state of each record, by its id.

    `reported`: a receipt accepted this revision; `sealed`: a package holds it, no receipt yet; `changed`: an earlier
    revision was accepted and this one has not been sent; `unreported`: the street has never had it; `returned`: the street
    sent this revision back and nothing was corrected yet.
    """
    revs = {record["id"]: int(record["rev"]) for record in records}
    reported = _newest(connection, "reported_record", list(revs))
    sealed = _newest(connection, "sealed_record", list(revs))
    returned = _newest(connection, "returned_record", list(revs))
    return {
        each: _state(rev, reported.get(each, 0), sealed.get(each, 0), returned.get(each, 0))
        for each, rev in revs.items()
    }


def return_remarks(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, str]:
    """Why the street sent records back, by id, for those whose correction it has not confirmed yet."""
    rows = connection.execute(
        "SELECT t.record_id, t.remark FROM returned_record t JOIN json_each(?) j ON j.value = t.record_id"
        " WHERE NOT EXISTS (SELECT 1 FROM reported_record r WHERE r.record_id = t.record_id AND r.rev > t.rev)",
        (json.dumps(list(ids)),),
    )
    return dict(rows.fetchall())


def _state(rev: int, reported: int, sealed: int, returned: int) -> str:
    if returned >= rev:
        return RETURNED
    if reported >= rev:
        return REPORTED
    if sealed >= rev:
        return SEALED
    return CHANGED if reported else UNREPORTED


def _newest(connection: sqlite3.Connection, table: str, ids: list[str]) -> dict[str, int]:
    newest: dict[str, int] = {}
    for start in range(0, len(ids), _BLOCK):
        block = ids[start : start + _BLOCK]
        marks = ", ".join("?" * len(block))
        newest |= dict(
            connection.execute(
                f"SELECT record_id, max(rev) FROM {table} WHERE record_id IN ({marks}) GROUP BY record_id",
                block,
            )
        )
    return newest
