"""What hangs on one premises, counted by SQL for its file (一户一档). Any thread."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from db.lists import records_by_id
from db.spec import (
    ACCIDENT,
    DRILL,
    DRILL_PLAN,
    HAZARD,
    INSPECTION,
    RECORD_TYPES,
    RISK,
    SPECIAL_WORK_CERTIFICATE,
)
from db.spec.field import Record, Values
from db.spec.premises import last_changed_on

LINKED = (
    HAZARD.table, RISK.table, INSPECTION.table, DRILL.table, DRILL_PLAN.table, SPECIAL_WORK_CERTIFICATE.table,
    ACCIDENT.table,
)  # fmt: skip
_STANDING = (SPECIAL_WORK_CERTIFICATE.table,)  # a certificate in use is nothing to be done
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
    rows = connection.execute(
        f"SELECT status, count(*) FROM {table} WHERE premises = ? AND retired_at IS NULL GROUP BY status",
        (premises_id,),
    ).fetchall()
    unfinished = () if table in _STANDING else RECORD_TYPES[table].open_statuses
    return LinkCount(sum(row[1] for row in rows), sum(row[1] for row in rows if row[0] in unfinished))


def newest_links(connection: sqlite3.Connection, table: str, premises_id: str, limit: int) -> list[Record]:
    """The newest records of a type on the premises, newest first."""
    rows = connection.execute(
        f"SELECT id FROM {table} WHERE premises = ? AND retired_at IS NULL ORDER BY id DESC LIMIT ?",
        (premises_id, limit),
    ).fetchall()
    return records_by_id(connection, table, [row[0] for row in rows])


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
