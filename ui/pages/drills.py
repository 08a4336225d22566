"""应急演练: drills from being held to being evaluated and filed."""

from __future__ import annotations

from db.spec import DRILL
from db.spec.drill import ARCHIVED, EVALUATED, HELD, IMPROVING, open_issues
from db.spec.field import Record, Values
from db.spec.query import Sort
from ui.models.filters import Filters
from ui.pages.ledger_kind import Deed, LedgerKind
from ui.pages.page_context import PageContext
from ui.widgets.course_steps import Course
from ui.widgets.dialogs import run_dialog

_DONE = {HELD: 1, EVALUATED: 2, IMPROVING: 2, ARCHIVED: 4}


def drill_course(record: Values) -> Course:
    """实施 ─ 评估 ─ 改进 ─ 归档; improvement is done once no problem is left open."""
    status = record.get("status") or HELD
    is_improved = status in (EVALUATED, IMPROVING) and not open_issues(record)
    return Course(("实施", "评估", "改进", "归档"), 3 if is_improved else _DONE[status])


def _make_hazard(context: PageContext, record: Record) -> None:
    from ui.forms.issue_hazard_dialog import IssueHazardDialog, choose_issue

    window = context.bar.window()

    def open_form(place: int) -> None:
        context.actions.show_dialog("hazard", IssueHazardDialog(context.office, record, place, window))

    choose_issue(open_issues(record), window, open_form)


def _show_improvements(context: PageContext, record: Record) -> None:
    from ui.drill_improvements_dialog import ImprovementsDialog

    run_dialog(ImprovementsDialog(context))


def _print_evaluation(context: PageContext, record: Record) -> None:
    def make() -> object:
        from desktop.drill_documents import drill_evaluation

        return drill_evaluation(context.office, record["id"])

    context.actions.print_document(make, "演练评估表", str(record["no"]))


def _print_signin(context: PageContext, record: Record) -> None:
    def make() -> object:
        from desktop.drill_documents import drill_signin

        return drill_signin(context.office, "drill", record["id"])

    context.actions.print_document(make, "演练签到表", str(record["no"]))


DRILLS = LedgerKind(
    record_type=DRILL,
    title="应急演练",
    search_hint="搜索编号、主题、地点、组织单位",
    columns=(
        ("no", 112),
        ("date", 100),
        ("topic", 240),
        ("participants", 88),
        ("improve_by", 172),
        ("status", 84),
        ("report_state", 72),
    ),
    stretched="topic",
    choice_filters=(("科目", "scenario"), ("形式", "form")),
    due_filters=(
        ("改进逾期", Filters(is_overdue=True)),
        ("未归档", Filters(is_open=True)),
        ("已归档", Filters(is_open=False)),
    ),
    empty_heading="还没有演练记录",
    empty_sentence="每次演练记一条：方案、过程、参演人数、评估和照片，办完归档。点“新增演练”记下第一次。",
    print_one_word="打印演练记录",
    course=drill_course,
    photo_fields=(("照片", "photos"), ("签到表", "signin")),
    deeds=(
        Deed(
            "hazard",
            "转为隐患",
            _make_hazard,
            "把没有改完的问题登记成隐患，进入隐患台账闭环",
            is_offered=lambda record: bool(open_issues(record)),
        ),
        Deed("evaluation", "打印评估表", _print_evaluation),
        Deed("signin", "打印签到表", _print_signin, "空白签到表；有学生、幼儿的只填人数"),
    ),
    list_deeds=(
        Deed("improvements", "改进事项", _show_improvements, "所有演练里没有改完的问题，按期限排列"),
    ),
    sort=(Sort("date", descending=True), Sort("no", descending=True)),
)
