"""The numbers of the work table: their words, their groups, and the lists that show what they count."""

from __future__ import annotations

from datetime import date, timedelta

from db.spec.dates import days_in_month
from db.value import Value
from ui.models.filters import Filters
from ui.models.periods import Period, Span
from ui.theme.tokens import Tone

DUTIES, SUBMISSION = "duties", "submission"  # pages that are no table of records
OWED = "owed_returns"  # the list of months that are not sent, a dialog
DUE_SOON_DAYS, REVIEW_SOON_DAYS, DUTY_SOON_DAYS = 7, 30, 30
HAZARDS, CHECKS, DRILLS, RETURNS = "隐患", "风险与检查", "演练与培训", "报送与任务"
GROUPS = (HAZARDS, CHECKS, DRILLS, RETURNS)


def month_end(today: date) -> str:
    """The last day of that day's month."""
    return today.replace(day=days_in_month(today.year, today.month)).isoformat()


class Card(Value):
    """One number of the work table: its words, and the list that shows what it counts.

    `is_by_ids`: counted by the desk itself; the list is opened at exactly the records it found.
    """

    key: str
    label: str
    table: str
    filters: Filters
    tone: Tone = Tone.NEUTRAL  # when the number is not 0
    group: str = HAZARDS
    is_by_ids: bool = False


def desk_cards(today: date) -> tuple[Card, ...]:
    """The cards of the work table on a day, group by group."""
    return (*_hazards(today), *_checks(today), *_drills(today), *_returns(today))


def _after(today: date, days: int) -> str:
    return (today + timedelta(days=days)).isoformat()


def _hazards(today: date) -> tuple[Card, ...]:
    soon = _after(today, DUE_SOON_DAYS)
    return (
        Card("open", "未销号隐患", "hazard", Filters(is_open=True)),
        Card("overdue", "逾期隐患", "hazard", Filters(is_overdue=True), Tone.DANGER),
        Card("due_soon", f"{DUE_SOON_DAYS}日内到期（含逾期）", "hazard", Filters(due_by=soon), Tone.WAITING),
        Card("recheck", "待复查", "hazard", Filters(statuses=("awaiting_recheck",)), Tone.WAITING),
        Card("department", "待部门审核", "hazard", Filters(statuses=("awaiting_department",)), Tone.WAITING),
        Card("orders", "未解除督办", "supervision_order", Filters(is_open=True), Tone.WAITING),
    )


def _checks(today: date) -> tuple[Card, ...]:
    review, levels = _after(today, REVIEW_SOON_DAYS), {"level_final": ("red", "orange")}
    overdue_checks = Filters(is_overdue=True, choices={"duty": ("self_check",)})
    return (
        Card(
            "review",
            f"{REVIEW_SOON_DAYS}日内应复评风险",
            "risk",
            Filters(due_by=review),
            Tone.WAITING,
            CHECKS,
        ),
        Card("red_orange", "红橙风险", "risk", Filters(choices=levels, is_open=True), Tone.ORANGE, CHECKS),
        Card("measures", "管控措施逾期", "risk", Filters(attention="measures"), Tone.DANGER, CHECKS),
        Card("self_checks", "自查逾期", DUTIES, overdue_checks, Tone.DANGER, CHECKS),
        Card("papers", "场所证照将到期", "premises", Filters(), Tone.WAITING, CHECKS, is_by_ids=True),
        Card("inspections", "本月检查", "inspection", Filters(period=Period(Span.MONTH)), group=CHECKS),
    )


def _drills(today: date) -> tuple[Card, ...]:
    due = _after(today, DUTY_SOON_DAYS)
    words = f"演练逾期/{DUTY_SOON_DAYS}日内到期"
    return (
        Card("drills_due", words, DUTIES, Filters(due_by=due), Tone.WAITING, DRILLS),
        Card(
            "plans", f"{DUTY_SOON_DAYS}日内演练计划", "drill_plan", Filters(due_by=due), Tone.WAITING, DRILLS
        ),
        Card("improvements", "演练改进逾期", "drill", Filters(is_overdue=True), Tone.DANGER, DRILLS),
        Card(
            "certificates",
            f"证书{REVIEW_SOON_DAYS}日内到期",
            "special_work_certificate",
            Filters(due_by=_after(today, REVIEW_SOON_DAYS)),
            Tone.WAITING,
            DRILLS,
        ),
        Card("trainings", "待举办培训", "training", Filters(is_open=True), Tone.NEUTRAL, DRILLS),
        Card("drills", "本年演练", "drill", Filters(period=Period(Span.YEAR)), group=DRILLS),
    )


def _returns(today: date) -> tuple[Card, ...]:
    month = month_end(today)
    return (
        Card("unsent", "未报送月报（月）", OWED, Filters(), Tone.WAITING, RETURNS),
        Card("days", "距月报截止（天）", OWED, Filters(), Tone.NEUTRAL, RETURNS),
        Card("returned_returns", "街道退回的月报", "monthly_return", Filters(statuses=("returned",)), Tone.DANGER, RETURNS),
        Card("unreported", "未报送记录", SUBMISSION, Filters(), Tone.NEUTRAL, RETURNS),
        Card("returned", "街道退回的记录", SUBMISSION, Filters(), Tone.DANGER, RETURNS),
        Card("tasks_overdue", "任务逾期", "task", Filters(is_overdue=True), Tone.DANGER, RETURNS),
        Card("tasks_due", "本月任务（含逾期）", "task", Filters(due_by=month), Tone.WAITING, RETURNS),
        Card("tips_due", f"举报{DUE_SOON_DAYS}日内到期", "tip", Filters(due_by=_after(today, DUE_SOON_DAYS)), Tone.WAITING, RETURNS),
    )  # fmt: skip
