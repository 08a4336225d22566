"""What hangs on one premises, counted by SQL for its file (一户一档). Any thread."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from db.lists import records_by_id
from db.spec import (
    ACCIDENT,
    DOCUMENT,
    DRILL,
    DRILL_PLAN,
    HAZARD,
    INSPECTION,
    RECORD_TYPES,
    RISK,
    SPECIAL_WORK_CERTIFICATE,
    TRAINING,
)
from db.spec.field import Record, Values
from db.spec.premises import last_changed_on

_TYPES = (HAZARD, RISK, INSPECTION, DRILL, DRILL_PLAN, TRAINING, DOCUMENT, SPECIAL_WORK_CERTIFICATE, ACCIDENT)
LINKED = tuple(each.table for each in _TYPES)
# Types with one record for several premises: the field whose rows name them.
NAMED_IN_ROWS = {DRILL.table: "also_premises", TRAINING.table: "covered"}
# In use for years: open, and yet nothing is to be done with them.
_IN_USE = (DOCUMENT.table, SPECIAL_WORK_CERTIFICATE.table)
EXPIRED, EXPIRING, VALID = "expired", "expiring", "valid"


@dataclass(frozen=True)
class LinkCount:
    """How many records of a type hang on the premises, and in how many something is still to be done."""

    total: int
    unfinished: int


@dataclass(frozen=True)
class Expiry:
    """Something of the premises that runs out: a licence, a lift's inspection, a certificate, a lease."""

    label: str
    no: str
    expires_on: str
    state: str


def count_links(connection: sqlite3.Connection, premises_id: str) -> dict[str, LinkCount]:
    """The counts of every linked type by its table, each by the index of its reference."""
    return {table: _count(connection, table, premises_id) for table in LINKED}


def _count(connection: sqlite3.Connection, table: str, premises_id: str) -> LinkCount:
    condition, values = _hanging(table, premises_id)
    rows = connection.execute(
        f"SELECT status, count(*) FROM {table} WHERE retired_at IS NULL AND {condition} GROUP BY status",
        values,
    ).fetchall()
    unfinished = () if table in _IN_USE else RECORD_TYPES[table].open_statuses
    return LinkCount(sum(row[1] for row in rows), sum(row[1] for row in rows if row[0] in unfinished))


def _hanging(table: str, premises_id: str) -> tuple[str, tuple[str, ...]]:
    """The SQL condition for the records of a type that name the premises, and its values."""
    has_own = "premises" in RECORD_TYPES[table].by_name
    own = f"SELECT id FROM {table} WHERE premises = ?" if has_own else ""
    if table not in NAMED_IN_ROWS:
        return "premises = ?", (premises_id,)
    named = (
        f"SELECT {table}.id FROM {table}, json_each({table}.{NAMED_IN_ROWS[table]}) AS each"
        " WHERE retired_at IS NULL AND json_extract(each.value, '$.premises') = ?"
    )
    ids = " UNION ".join(filter(None, (own, named)))
    return f"id IN ({ids})", (premises_id,) * (2 if has_own else 1)


def linked_ids(connection: sqlite3.Connection, table: str, premises_id: str) -> tuple[str, ...]:
    """The records of a type that name the premises, newest first."""
    condition, values = _hanging(table, premises_id)
    rows = connection.execute(
        f"SELECT id FROM {table} WHERE retired_at IS NULL AND {condition} ORDER BY created_at DESC, no DESC, id DESC",
        values,
    )
    return tuple(row[0] for row in rows.fetchall())


def newest_links(connection: sqlite3.Connection, table: str, premises_id: str, limit: int) -> list[Record]:
    """The newest records of a type on the premises, newest first."""
    return records_by_id(connection, table, linked_ids(connection, table, premises_id)[:limit])


def risks_to_review(connection: sqlite3.Connection, record: Values) -> list[Record]:
    """Open risks assessed before the premises' newest change of use, tenant or building (part D: forced review)."""
    changed_on = last_changed_on(record)
    if not changed_on:
        return []
    marks = ", ".join("?" * len(RISK.open_statuses))
    rows = connection.execute(
        "SELECT id FROM risk WHERE premises = ? AND retired_at IS NULL AND assessed_on < ?"
        f" AND status IN ({marks}) ORDER BY no",
        (record["id"], changed_on, *RISK.open_statuses),
    ).fetchall()
    return records_by_id(connection, RISK.table, [row[0] for row in rows])


def expiries(record: Values, today: date, notice_days: int) -> list[Expiry]:
    """Everything of the premises that runs out, the soonest first; `notice_days` before it does, it is `expiring`."""
    rows = [(each["kind"], each.get("no"), each.get("expires_on")) for each in record.get("licences") or []]
    rows.append(("电梯检验", record.get("lift_reg_no"), record.get("lift_next_inspection_on")))
    rows.append(("安全生产标准化", None, record.get("standardisation_expires_on")))
    rows += [(f"租约（{each['name']}）", None, each.get("ends_on")) for each in record.get("lessees") or []]
    dated = [Expiry(label, no or "", day, _state(day, today, notice_days)) for label, no, day in rows if day]
    return sorted(dated, key=lambda each: each.expires_on)


def _state(day: str, today: date, notice_days: int) -> str:
    if day < today.isoformat():
        return EXPIRED
    return EXPIRING if day <= (today + timedelta(days=notice_days)).isoformat() else VALID


def unlimited_licences(record: Values) -> Sequence[Record]:
    """The licences without an end."""
    return [each for each in record.get("licences") or [] if not each.get("expires_on")]
