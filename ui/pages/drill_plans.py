"""演练计划: what the year is to bring, each with its scheme, until the drill is held, put off or called off."""

from __future__ import annotations

from db.spec import DRILL_PLAN
from db.spec.drill_plan import CANCELLED, HELD, PLANNED, PREPARED
from db.spec.field import Record, Values
from db.spec.query import Query, Sort
from ui.models.filters import Filters
from ui.pages.ledger_kind import Deed, LedgerKind
from ui.pages.page_context import PageContext
from ui.widgets.course_steps import Course

_DONE = {PLANNED: 1, PREPARED: 2, HELD: 3, CANCELLED: 0}


def plan_course(record: Values) -> Course:
    """计划 ─ 准备 ─ 实施; nothing for one that was called off."""
    status = record.get("status") or PLANNED
    return Course((), 0) if status == CANCELLED else Course(("计划", "准备", "实施"), _DONE[status])


def _is_open(record: Values) -> bool:
    return record.get("status") in DRILL_PLAN.open_statuses


def _hold(context: PageContext, record: Record) -> None:
    from desktop.drills import drill_of_plan

    context.actions.new("drill", drill_of_plan(context.office, record))


def _see_drill(context: PageContext, record: Record) -> None:
    held = context.office.ids("drill", Query(references={"plan": record["id"]}))
    if held:
        context.actions.open_list("drill", Filters(), held[0])


def _print_signin(context: PageContext, record: Record) -> None:
    def make() -> object:
        from desktop.drill_documents import drill_signin

        return drill_signin(context.office, "drill_plan", record["id"])

    context.actions.print_document(make, "演练签到表", str(record["no"]))


def _print_year(context: PageContext, record: Record) -> None:
    year = context.office.clock.today().year

    def make() -> object:
        from desktop.drill_documents import year_plan

        return year_plan(context.office, year)

    context.actions.print_document(make, "年度演练计划", f"{year}年")


DRILL_PLANS = LedgerKind(
    record_type=DRILL_PLAN,
    title="演练计划",
    search_hint="搜索编号、主题、地点、组织单位",
    columns=(
        ("no", 112),
        ("planned_on", 172),
        ("topic", 240),
        ("premises", 140),
        ("status", 84),
        ("report_state", 72),
    ),
    stretched="topic",
    choice_filters=(("科目", "scenario"), ("形式", "form")),
    due_filters=(
        ("逾期未实施", Filters(is_overdue=True)),
        ("未实施", Filters(is_open=True)),
        ("已实施或取消", Filters(is_open=False)),
    ),
    empty_heading="还没有演练计划",
    empty_sentence="年初把全年的演练列在这里：哪一天、哪个场所、什么科目；写好方案，演练完一键转成演练记录。点“新增演练计划”列第一项。",
    print_one_word="打印演练方案",
    course=plan_course,
    deeds=(
        Deed(
            "hold",
            "登记演练记录",
            _hold,
            "演练完了：按这份计划登记，方案、分工和步骤自动带入",
            is_offered=_is_open,
        ),
        Deed("see_drill", "看演练记录", _see_drill, is_offered=lambda record: record.get("status") == HELD),
        Deed("signin", "打印签到表", _print_signin, "空白签到表；有学生、幼儿的只填人数"),
    ),
    list_deeds=(Deed("year", "打印年度计划", _print_year, "打印今年的演练计划表", "print"),),
    sort=(Sort("planned_on"), Sort("no")),
)
