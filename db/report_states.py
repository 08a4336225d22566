"""Where each record stands on its way to the street: not yet, sealed in a package, or confirmed by a receipt."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from db.spec.field import Values

UNREPORTED, SEALED, REPORTED, CHANGED = "unreported", "sealed", "reported", "changed"
LABELS = {UNREPORTED: "未报送", SEALED: "已封包", REPORTED: "已报送", CHANGED: "报送后有修改"}
_BLOCK = 500


def report_states(connection: sqlite3.Connection, records: Iterable[Values]) -> dict[str, str]:
    """The state of each record, by its id.

    `reported`: a receipt accepted this revision; `sealed`: a package holds it, no receipt yet; `changed`: an earlier
    revision was accepted and this one has not been sent; `unreported`: the street has never had it.
    """
    revs = {record["id"]: int(record["rev"]) for record in records}
    reported = _newest(connection, "reported_record", list(revs))
    sealed = _newest(connection, "sealed_record", list(revs))
    return {each: _state(rev, reported.get(each, 0), sealed.get(each, 0)) for each, rev in revs.items()}


def _state(rev: int, reported: int, sealed: int) -> str:
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
