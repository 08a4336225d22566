"""The numbers of the work table. Counted by a job; each is the count of a list's filters."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from db.spec import HAZARD, RECORD_TYPES, REPORTED_TABLES
from db.spec.field import Record
from db.spec.hazard import is_major
from db.spec.query import Query, Sort
from db.value import Value
from desktop.jobs import Token
from desktop.office import Office
from ui.models.filters import Filters
from ui.models.periods import Period, Span
from ui.theme.tokens import Tone

DUTIES = "duties"  # the page of the board: no table of records
DUE_SOON_DAYS, REVIEW_SOON_DAYS, DUTY_SOON_DAYS = 7, 30, 30
URGENT_RECORDS = 10


def month_end(today: date) -> str:
    """The last day of that day's month."""
    return today.replace(day=calendar.monthrange(today.year, today.month)[1]).isoformat()


class Card(Value):
    """One number of the work table: its words, and the list that shows what it counts."""

    key: str
    label: str
    table: str
    filters: Filters
    tone: Tone = Tone.NEUTRAL  # when the number is not 0


class DeskCounts(Value):
    """Counts by card key, unreported records by table, the most urgent records with their tables."""

    counts: dict[str, int]
    unreported: dict[str, int]
    urgent: tuple[tuple[str, Record], ...]


def desk_cards(today: date) -> tuple[Card, ...]:
    """The cards of the work table on a day."""
    soon = (today + timedelta(days=DUE_SOON_DAYS)).isoformat()
    review = (today + timedelta(days=REVIEW_SOON_DAYS)).isoformat()
    duty_soon = (today + timedelta(days=DUTY_SOON_DAYS)).isoformat()
    return (
        Card("open", "未销号隐患", "hazard", Filters(is_open=True)),
        Card("overdue", "逾期隐患", "hazard", Filters(is_overdue=True), Tone.DANGER),
        Card("due_soon", f"{DUE_SOON_DAYS}日内到期（含逾期）", "hazard", Filters(due_by=soon), Tone.WAITING),
        Card("recheck", "待复查", "hazard", Filters(statuses=("awaiting_recheck",)), Tone.WAITING),
        Card("department", "待部门审核", "hazard", Filters(statuses=("awaiting_department",)), Tone.WAITING),
        Card("review", f"{REVIEW_SOON_DAYS}日内应复评风险", "risk", Filters(due_by=review), Tone.WAITING),
        Card(
            "red_orange",
            "红橙风险",
            "risk",
            Filters(choices={"level_final": ("red", "orange")}, is_open=True),
            Tone.ORANGE,
        ),
        Card(
            "drills_due",
            f"演练逾期/{DUTY_SOON_DAYS}日内到期",
            DUTIES,
            Filters(due_by=duty_soon),
            Tone.WAITING,
        ),
        Card(
            "self_checks",
            "自查逾期",
            DUTIES,
            Filters(is_overdue=True, choices={"duty": ("self_check",)}),
            Tone.DANGER,
        ),
        Card(
            "certificates",
            f"证书{REVIEW_SOON_DAYS}日内到期（含过期）",
            "special_work_certificate",
            Filters(due_by=review),
            Tone.WAITING,
        ),
        Card("tasks_overdue", "任务逾期", "task", Filters(is_overdue=True), Tone.DANGER),
        Card("tasks_due", "本月到期任务（含逾期）", "task", Filters(due_by=month_end(today)), Tone.WAITING),
        Card("drills", "本年演练", "drill", Filters(period=Period(Span.YEAR))),
    )


def count_desk(office: Office, token: Token) -> DeskCounts:
    """Everything the work table shows. Raises Cancelled."""
    today = office.clock.today()
    counts = {}
    for card in desk_cards(today):
        token.check()
        if card.table != DUTIES:
            counts[card.key] = office.count(card.table, card.filters.query(today, ()))
    counts |= _count_duties(office, token)
    unreported = {}
    for table in REPORTED_TABLES:
        token.check()
        unreported[table] = office.count(table, Query(report_state="unreported"))
    token.check()
    return DeskCounts(counts, unreported, _urgent(office, today))


def _count_duties(office: Office, token: Token) -> dict[str, int]:
    from desktop.duties import drills_due, self_checks_overdue

    drills = drills_due(office, DUTY_SOON_DAYS)
    token.check()
    return {"drills_due": drills, "self_checks": self_checks_overdue(office)}


def _urgent(office: Office, today: date) -> tuple[tuple[str, Record], ...]:
    """Open major hazards first, then what is due first: hazards by deadline, risks by review,
    certificates by review or end."""
    by_deadline, by_review = (Sort("deadline"),), (Sort("next_review"),)
    horizon = (today + timedelta(days=REVIEW_SOON_DAYS)).isoformat()
    majors = Query(choices={"level": ("major", "suspected_major")}, is_open=True, sort=by_deadline)
    found = [("hazard", each) for each in _first(office, "hazard", majors)]
    found += [("hazard", each) for each in _first(office, "hazard", Query(due_by=horizon, sort=by_deadline))]
    found += [("risk", each) for each in _first(office, "risk", Query(due_by=horizon, sort=by_review))]
    by_due = Query(due_by=horizon, sort=(Sort("due_on"),))
    found += [
        ("special_work_certificate", each) for each in _first(office, "special_work_certificate", by_due)
    ]
    known = {record["id"]: (table, record) for table, record in found}
    return tuple(sorted(known.values(), key=lambda each: _urgency(*each))[:URGENT_RECORDS])


def _first(office: Office, table: str, query: Query) -> list[Record]:
    return office.rows(table, office.ids(table, query)[:URGENT_RECORDS])


def _urgency(table: str, record: Record) -> tuple[bool, str]:
    due = record.get(RECORD_TYPES[table].due_field) or "9999"
    return not (table == HAZARD.table and is_major(record)), str(due)
