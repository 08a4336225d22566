"""检查: rounds through the premises, what they found, and what became of it."""

from __future__ import annotations

from db.spec import INSPECTION
from db.spec.field import Record, Values
from db.spec.inspection import FAILED, failed_items, unhandled_items
from db.spec.query import Sort
from desktop.office import Office
from ui.models.filters import Filters
from ui.models.marks import Mark, Shape
from ui.pages.ledger_kind import Deed, LedgerKind
from ui.pages.page_context import PageContext
from ui.theme.tokens import Tone
from ui.widgets.course_steps import Course
from ui.widgets.dialogs import run_dialog


def inspection_course(record: Values) -> Course:
    """检查 ─ 转隐患 ─ 归档; the middle one only when something failed."""
    is_settled = record.get("status") == "settled"
    if not failed_items(record):
        return Course(("检查", "归档"), 2 if is_settled else 1)
    handed_on = not unhandled_items(record)
    return Course(("检查", "转隐患", "归档"), 3 if is_settled else 2 if handed_on else 1)


def finding_mark(record: Values) -> Mark | None:
    """How many items failed, and how many of them nobody took up yet."""
    failed, left = len(failed_items(record)), len(unhandled_items(record))
    if not failed:
        return None
    if left and record.get("status") == "open":
        return Mark(f"不合格 {failed} 项，{left} 项待转隐患", Tone.WAITING, Shape.TRIANGLE)
    return Mark(f"不合格 {failed} 项", Tone.NEUTRAL, Shape.RING)


def items_text(office: Office, record: Values) -> str:
    """The failed items line by line with their hazards; how many passed."""
    rows = record.get("items") or []
    failed = [(number, row) for number, row in enumerate(rows, 1) if row.get("result") == FAILED]
    lines = [f"共 {len(rows)} 项，不合格 {len(failed)} 项"] if rows else []
    return "\n".join([*lines, *(_failed_line(office, number, row) for number, row in failed)])


def leadership_text(office: Office, record: Values) -> str:
    """Whether the principal led; only of a self-check does anybody ask it."""
    is_asked = record.get("kind") == "self_check" or record.get("led_by_principal")
    return "" if not is_asked else "是" if record.get("led_by_principal") else "否"


def _is_left_over(record: Values) -> bool:
    return record.get("status") == "open" and bool(unhandled_items(record))


def _failed_line(office: Office, number: int, row: Record) -> str:
    known = office.rows("hazard", [row["hazard"]]) if row.get("hazard") else []
    became = f"→ {known[0]['no']}" if known else "→ 还没有转为隐患"
    facts = "，".join(filter(None, (row["item"], row.get("note"), row.get("location"))))
    return f"第{number}项 {facts} {became}"


def _hand_on(context: PageContext, record: Record) -> None:
    from ui.failed_items_dialog import FailedItemsDialog

    run_dialog(FailedItemsDialog(context, record["id"]))


def _edit_checklists(context: PageContext, record: Record) -> None:
    from ui.checklists_dialog import ChecklistsDialog

    run_dialog(ChecklistsDialog(context.office, context.bar.window()))


def _print_blank(context: PageContext, record: Record) -> None:
    from ui.blank_sheet_dialog import BlankSheetDialog

    run_dialog(BlankSheetDialog(context, record.get("premises")))


def _show_coverage(context: PageContext, record: Record) -> None:
    from ui.coverage_dialog import CoverageDialog

    run_dialog(CoverageDialog(context))


INSPECTIONS = LedgerKind(
    record_type=INSPECTION,
    title="检查",
    search_hint="搜索编号、内容、带队人、检查人员",
    columns=(
        ("no", 112),
        ("date", 96),
        ("premises", 140),
        ("kind", 108),
        ("outcome", 132),
        ("led_by", 72),
        ("subject", 120),
    ),
    stretched="subject",
    choice_filters=(("类型", "kind"), ("结果", "outcome"), ("主要负责人带队", "led_by_principal")),
    due_filters=(("未归档", Filters(is_open=True)), ("已归档", Filters(is_open=False))),
    empty_heading="还没有检查记录",
    empty_sentence="每次检查记一条：选场所，按检查表逐项打勾，不合格的转为隐患。可以先打印空白表，走访回来照着录入。",
    print_one_word="打印检查记录",
    course=inspection_course,
    level=finding_mark,
    photo_fields=(("照片", "photos"), ("签字的记录", "signed_scan")),
    deeds=(
        Deed(
            "hand_on", "转为隐患…", _hand_on, "不合格项逐项或一次全部登记为隐患，两边互相关联",
            is_offered=lambda record: bool(unhandled_items(record)), is_next=_is_left_over,
        ),
        Deed(
            "follow", "看转出的隐患", _hand_on, "不合格项各转成了哪条隐患",
            is_offered=lambda record: bool(failed_items(record)) and not unhandled_items(record),
        ),
    ),
    list_deeds=(
        Deed("coverage", "检查覆盖", _show_coverage, "一段时间里检查了多少场所，按类型和网格"),
        Deed("checklists", "检查表", _edit_checklists, "修改、添加、停用检查表"),
        Deed("blank", "空白表", _print_blank, "打印走访用的空白检查表"),
    ),
    own_texts={"items": items_text, "led_by_principal": leadership_text},
    sort=(Sort("date", descending=True), Sort("no", descending=True)),
)  # fmt: skip
