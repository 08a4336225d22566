"""What the work table shows, read by a job; each number is the count of the list it leads to."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from db.spec import RECORD_TYPES, REPORTED_TABLES
from db.spec.field import Record
from db.spec.hazard import MAJOR_LEVELS, is_major
from db.spec.query import Query, Sort
from db.value import EMPTY, Value
from desktop.jobs import Token
from desktop.office import Office
from ui.models.desk_cards import (
    DUE_SOON_DAYS,
    DUTIES,
    DUTY_SOON_DAYS,
    OWED,
    REVIEW_SOON_DAYS,
    SUBMISSION,
    Card,
    desk_cards,
)
from ui.models.periods import days_to_deadline

if TYPE_CHECKING:
    from collections.abc import Mapping

URGENT_RECORDS = 10
# What may be urgent, with how many days before its day it is; tips are left to their own page (they are confidential).
_URGENT = {
    "hazard": REVIEW_SOON_DAYS, "risk": REVIEW_SOON_DAYS, "special_work_certificate": REVIEW_SOON_DAYS,
    "supervision_order": DUE_SOON_DAYS, "task": DUE_SOON_DAYS, "drill_plan": DUE_SOON_DAYS,
    "drill": DUE_SOON_DAYS, "training": DUE_SOON_DAYS,
}  # fmt: skip


class LastReceipt(Value):
    """The street's newest answer: its status, and the day it was written."""

    status: str
    received: str


class DeskCounts(Value):
    """Counts by card key, ids of the cards that are counted by ids, the most urgent records with their tables; `returns`
    says how this month's return stands and which months are not sent."""

    counts: Mapping[str, int]
    ids: Mapping[str, tuple[str, ...]] = EMPTY
    urgent: tuple[tuple[str, Record], ...] = ()
    receipt: LastReceipt | None = None
    returns: str = ""


def count_desk(office: Office, token: Token) -> DeskCounts:
    """Everything the work table shows. Raises Cancelled."""
    today = office.clock.today()
    counts = {}
    for card in desk_cards(today):
        token.check()
        if card.table not in (DUTIES, SUBMISSION, OWED) and not card.is_by_ids:
            counts[card.key] = office.count(card.table, card.filters.query(today, ()))
    counts |= _count_duties(office, token)
    ids = {"papers": _papers(office, today)}
    counts["papers"] = len(ids["papers"])
    counts |= _count_returns(office, token, today)
    owed, returns = _owed(office)
    token.check()
    return DeskCounts(counts | {"unsent": owed}, ids, _urgent(office, today), _last_receipt(office), returns)


def _count_duties(office: Office, token: Token) -> dict[str, int]:
    from desktop.duties import drills_due, self_checks_overdue

    drills = drills_due(office, DUTY_SOON_DAYS)
    token.check()
    return {"drills_due": drills, "self_checks": self_checks_overdue(office)}


def _papers(office: Office, today: date) -> tuple[str, ...]:
    from desktop.desk import premises_with_papers_until

    last = today + timedelta(days=office.own_number("licence_days"))
    return tuple(premises_with_papers_until(office, last))


def _count_returns(office: Office, token: Token, today: date) -> dict[str, int]:
    from desktop.desk import returned_records

    unreported = 0
    for table in REPORTED_TABLES:
        token.check()
        unreported += office.count(table, Query(report_state="unreported"))
    return {
        "unreported": unreported,
        "days": days_to_deadline(today, office.own_number("return_hard_day")),
        "returned": len(returned_records(office)),
    }


def _owed(office: Office) -> tuple[int, str]:
    from desktop.owed_returns import countdown_sentence, owed_months

    owed = owed_months(office)
    return len(owed), countdown_sentence(office, owed)


def _last_receipt(office: Office) -> LastReceipt | None:
    from desktop.desk import newest_receipt

    found = newest_receipt(office)
    return LastReceipt(found.status, found.received[:10]) if found else None


def _urgent(office: Office, today: date) -> tuple[tuple[str, Record], ...]:
    """Open major hazards first, then what is due first, of every ledger with a day."""
    majors = Query(choices={"level": MAJOR_LEVELS}, is_open=True, sort=(Sort("deadline"),))
    found = [("hazard", each) for each in _first(office, "hazard", majors)]
    for table, days in _URGENT.items():
        horizon = (today + timedelta(days=days)).isoformat()
        query = Query(due_by=horizon, sort=(Sort(RECORD_TYPES[table].due_field),))
        found += [(table, each) for each in _first(office, table, query)]
    known = {record["id"]: (table, record) for table, record in found}
    return tuple(sorted(known.values(), key=lambda each: _urgency(*each))[:URGENT_RECORDS])


def _first(office: Office, table: str, query: Query) -> list[Record]:
    return office.rows(table, office.ids(table, query, URGENT_RECORDS))


def _urgency(table: str, record: Record) -> tuple[bool, str]:
    due = record.get(RECORD_TYPES[table].due_field) or "9999"
    return not (table == "hazard" and is_major(record)), str(due)


__all__ = ["Card", "DeskCounts", "LastReceipt", "count_desk", "desk_cards"]
