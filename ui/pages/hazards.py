"""隐患台账: hazards and their closed loop from registering to closing out."""

from __future__ import annotations

from datetime import date, timedelta

from db.spec import HAZARD
from db.spec.field import Values
from db.spec.hazard import AWAITING_DEPARTMENT, AWAITING_RECHECK, CLOSED, RECTIFYING, REGISTERED, is_major
from ui.models.filters import Filters
from ui.models.marks import hazard_level_mark
from ui.pages.ledger_kind import LedgerKind
from ui.widgets.course_steps import Course

_DONE = {REGISTERED: 1, RECTIFYING: 1, AWAITING_RECHECK: 2, AWAITING_DEPARTMENT: 3}


def hazard_course(record: Values) -> Course:
    """上账 ─ 整改 ─ 复查 ─ 销号; for a major one 部门审核 before the last (青夏街〔2024〕13号 第十三条)."""
    words = (
        ("上账", "整改", "复查", "部门审核", "销号") if is_major(record) else ("上账", "整改", "复查", "销号")
    )
    status = record.get("status") or REGISTERED
    if status == CLOSED:
        return Course(words, len(words))
    done = _DONE[status]
    if status == AWAITING_RECHECK and record.get("recheck_result") == "pass":
        done += 1
    if status == AWAITING_DEPARTMENT and record.get("dept_signoff_date"):
        done += 1
    return Course(words, done)


def due_within(days: int, today: date) -> Filters:
    """Open hazards whose deadline falls on or before the day that many days from today."""
    return Filters(due_by=(today + timedelta(days=days)).isoformat())


HAZARDS = LedgerKind(
    record_type=HAZARD,
    title="隐患台账",
    search_hint="搜索编号、描述、位置、责任人",
    columns=(
        ("no", 112),
        ("level", 100),
        ("description", 240),
        ("deadline", 172),
        ("status", 108),
        ("report_state", 72),
    ),
    stretched="description",
    choice_filters=(("级别", "level"), ("类别", "category")),
    due_filters=(
        ("逾期未办结", Filters(is_overdue=True)),
        ("未办结", Filters(is_open=True)),
        ("已办结", Filters(is_open=False)),
    ),
    empty_heading="还没有隐患记录",
    empty_sentence="发现的隐患记在这里：上账、整改、复查、销号，逐条闭环。点“新增隐患”记下第一条。",
    has_fix_on_spot=True,
    print_list_word="打印隐患台账",
    course=hazard_course,
    level=lambda record: hazard_level_mark(record.get("level")),
    photo_fields=(("整改前", "photo_before"), ("整改后", "photo_after")),
)
