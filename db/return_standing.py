"""The months of returns in a ledger: the days each counts, by when it is due, how it stands, and when it reached the street."""

from __future__ import annotations

import sqlite3
from datetime import date

from db.settings import own_number
from db.spec.field import Values
from db.spec.return_months import FIRST_MONTH, DueDays, due_days, month_bounds, shifted_month, year_start


def bounds_of_month(connection: sqlite3.Connection, month: str) -> tuple[str, str, str]:
    """First and last day of a month's return, and the day its year begins.

    By the cut-off day of 本单位设定; a return that is there already keeps its days, and the next month goes on where it
    ended, so that a changed setting leaves no gap and counts nothing twice.
    """
    cutoff = own_number(connection, "return_cutoff_day")
    first, last = month_bounds(month, cutoff)
    before = _kept_bounds(connection, shifted_month(month, -1))
    if before:
        first = date.fromordinal(date.fromisoformat(before[1]).toordinal() + 1).isoformat()
    january = _kept_bounds(connection, f"{month[:4]}-01")
    if month.endswith("-01"):
        return first, last, first
    return first, last, january[0] if january else year_start(month, cutoff)


def _kept_bounds(connection: sqlite3.Connection, month: str) -> tuple[str, str] | None:
    row = connection.execute(
        "SELECT from_on, until_on FROM monthly_return WHERE month = ? AND retired_at IS NULL"
        " AND from_on IS NOT NULL ORDER BY version DESC LIMIT 1",
        (month,),
    ).fetchone()
    return (row[0], row[1]) if row else None


def first_owed_month(connection: sqlite3.Connection) -> str:
    """The first month the committee has to report: 本单位设定, never before the plan was issued."""
    year, month = (own_number(connection, key) for key in ("return_first_year", "return_first_month"))
    return max(FIRST_MONTH, f"{year}-{month:02d}")


def due_days_of(connection: sqlite3.Connection, month: str) -> DueDays:
    """By when a month's return should and must be out, by 本单位设定."""
    days = (
        own_number(connection, key) for key in ("return_cutoff_day", "return_target_day", "return_hard_day")
    )
    return due_days(month, *days)


def standing_of_months(connection: sqlite3.Connection) -> dict[str, tuple[str, str, int]]:
    """Of each month with a return the id, status and version of its newest one; a signed one whose package the street
    confirmed counts as sent.
    """
    rows = connection.execute(
        "SELECT m.month, m.id, CASE WHEN m.status = 'signed' AND r.rev >= m.rev THEN 'sent' ELSE m.status END, m.version"
        " FROM monthly_return m LEFT JOIN reported_record r ON r.record_id = m.id"
        " WHERE m.retired_at IS NULL ORDER BY m.month, m.version"
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def arrival_of(connection: sqlite3.Connection, record: Values) -> str:
    """The day (ISO) a return reached the street: by the street's receipt where there is one, whatever this computer's clock
    said, else as it was entered by hand; "" while it has not.
    """
    received = connection.execute(
        "SELECT min(i.received) FROM imported_receipt i JOIN sealed_record s ON s.package_id = i.package_id"
        " WHERE s.record_id = ? AND i.status IN ('accepted', 'partial')",
        (record["id"],),
    ).fetchone()[0]
    return str(received or record.get("sent_on") or record.get("answer_on") or "")[:10]
