"""事故: reported within the hour, followed up, closed with lessons; and compared with the year the goal starts from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from db.spec import ACCIDENT
from db.spec.code_tables import code_table
from db.spec.field import Record, Values
from db.spec.query import Sort
from desktop.office import Office
from ui.models.filters import Filters
from ui.models.marks import Mark
from ui.pages.ledger_kind import Deed, LedgerKind
from ui.pages.page_context import PageContext
from ui.theme.tokens import Tone
from ui.widgets.course_steps import Course
from ui.widgets.dialogs import run_dialog

_DONE = {"registered": 1, "reported": 2, "closed": 3}


def accident_course(record: Values) -> Course:
    """登记 ─ 首报 ─ 办结."""
    return Course(("登记", "首报", "办结"), _DONE[record.get("status") or "registered"])


def accident_mark(record: Values) -> Mark | None:
    """未首报 or 迟报 where it is so, else the level by a word."""
    if record.get("status") == "registered":
        return Mark("还没有首报", Tone.DANGER, is_pill=True)
    if record.get("is_report_late"):
        return Mark("首报超过1小时", Tone.DANGER, is_pill=True)
    level = code_table("accident_level").get(record.get("level") or "")
    return Mark(level.label) if level else None


def supplement_mark(record: Values, today: date) -> Mark | None:
    """How long casualties are still supplemented (国务院令第493号 §13), while the accident is open."""
    until = record.get("supplement_until")
    if not until or record.get("status") == "closed":
        return None
    left = (date.fromisoformat(until) - today).days
    if left >= 0:
        return Mark(f"补报期还有{left}天", Tone.WAITING, is_pill=True)
    return Mark("补报期已过，可办结", Tone.NEUTRAL, is_pill=True)


def _marks(office: Office) -> Mapping[str, Callable[[Values], Mark | None]]:
    return {"supplement_until": lambda record: supplement_mark(record, office.clock.today())}


def _print_record(context: PageContext, record: Record) -> None:
    def make() -> object:
        from desktop.training_papers import accident_record

        return accident_record(context.office, record["id"])

    context.actions.print_document(make, "事故记录", str(record["no"]))


def _show_risks(context: PageContext, record: Record) -> None:
    title = context.office.title("premises", record["premises"])
    context.actions.open_list("risk", Filters(premises=(record["premises"], title)))


def _compare(context: PageContext, record: Record) -> None:
    from ui.accident_comparison_dialog import ComparisonDialog

    run_dialog(ComparisonDialog(context))


ACCIDENTS = LedgerKind(
    record_type=ACCIDENT,
    title="事故",
    search_hint="搜索编号、名称、地点、经过",
    columns=(
        ("no", 112), ("happened_at", 136), ("title", 200), ("category", 100), ("final_dead", 80), ("level", 90), ("status", 80),
        ("report_state", 72),
    ),
    stretched="title",
    choice_filters=(("类别", "category"), ("等级", "level")),
    due_filters=(("未办结", Filters(is_open=True)), ("已办结", Filters(is_open=False))),
    empty_heading="没有事故记录",
    empty_sentence="发生事故时先打电话报告，再记在这里：时间、地点、伤亡、首报给谁，之后续报和办结。点“新增事故”开始登记。",
    print_list_word="打印事故台账",
    course=accident_course,
    level=accident_mark,
    marks=_marks,
    photo_fields=(("照片", "photos"), ("报告和批复", "files")),
    deeds=(
        Deed("print_record", "打印记录", _print_record, "打印这起事故的记录"),
        Deed(
            "risks", "场所的风险", _show_risks, "事故后应当复评：看这家场所的风险点",
            is_offered=lambda record: bool(record.get("premises")),
        ),
    ),
    list_deeds=(Deed("compare", "事故对比", _compare, "与2023年比较起数和死亡人数", "accidents"),),
    sort=(Sort("happened_at", descending=True), Sort("no", descending=True)),
)  # fmt: skip
