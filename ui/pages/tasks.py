"""任务: the task list of the programmes, each with its evidence and its steps."""

from __future__ import annotations

from datetime import date

from db.spec import TASK
from db.spec.field import Record, Values
from db.spec.query import Sort
from db.spec.task import AWAITING_CONFIRMATION, DONE, IN_PROGRESS, NOT_STARTED, SUSPENDED
from ui.models.desk_cards import month_end
from ui.models.filters import Filters
from ui.pages.ledger_kind import Deed, LedgerKind
from ui.pages.page_context import PageContext
from ui.widgets.course_steps import Course

_DONE = {NOT_STARTED: 0, IN_PROGRESS: 1, SUSPENDED: 1, AWAITING_CONFIRMATION: 2, DONE: 3}


def task_course(record: Values) -> Course:
    """办理 ─ 提交 ─ 确认."""
    return Course(("办理", "提交", "确认"), _DONE[record.get("status") or NOT_STARTED])


def due_this_month(today: date) -> Filters:
    """Open tasks whose day falls into this month or before it."""
    return Filters(due_by=month_end(today))


def _make_tasks(context: PageContext, record: Record) -> None:
    from ui.programme_dialog import MakeTasksDialog

    dialog = MakeTasksDialog(context.office, context.bar.window())
    if dialog.exec():
        context.bar.tell(dialog.result_words)
    dialog.deleteLater()


def _reassign(context: PageContext, record: Record) -> None:
    from ui.reassign_dialog import ReassignDialog

    dialog = ReassignDialog(context.office, context.bar.window())
    if dialog.exec():
        context.bar.tell(dialog.result_words)
    dialog.deleteLater()


def tasks_kind(today: date) -> LedgerKind:
    """The page as it is on a day: one of its filters ends with the month."""
    from ui.pages.task_panel import task_panel

    return LedgerKind(
        record_type=TASK,
        title="任务",
        search_hint="搜索编号、任务、条款、责任人",
        columns=(
            ("no", 112), ("title", 240), ("clause_title", 128), ("owner", 72), ("due", 188), ("status", 76),
        ),
        stretched="title",
        choice_filters=(("逾期完成", "done_late"),),
        value_filters=(("条款", "clause_title"), ("责任人", "owner"), ("年度", "year")),
        due_filters=(
            ("逾期未完成", Filters(is_overdue=True)),
            ("本月到期（含逾期）", due_this_month(today)),
            ("未完成", Filters(is_open=True)),
            ("已完成", Filters(is_open=False)),
        ),
        empty_heading="还没有任务",
        empty_sentence="按街道的行动方案一次生成全年任务清单，再按本单位实际增减。点“按方案生成”，或点“新增任务”。",
        empty_deed="make",
        print_list_word="打印任务清单",
        course=task_course,
        photo_fields=(("附件", "files"),),
        panel=task_panel,
        panel_fields=("evidence", "done_late", "series", "period"),
        list_deeds=(
            Deed("make", "按方案生成", _make_tasks, "按行动方案生成一年的任务清单，已有的不再生成", "tasks"),
            Deed("reassign", "换责任人", _reassign, "未完成的任务批量更换责任人，更换前逐项列出", "edit"),
        ),
        sort=(Sort("due"), Sort("no")),
    )  # fmt: skip
