"""隐患台账: hazards and their closed loop from registering to closing out."""

from __future__ import annotations

from db.spec import HAZARD, SUPERVISION_ORDER
from db.spec.field import Record, Values
from db.spec.hazard import (
    AWAITING_DEPARTMENT,
    AWAITING_RECHECK,
    CLOSED,
    ESCALATED,
    MERGED,
    NOTIFIED,
    RECTIFYING,
    REGISTERED,
    VOID,
    is_major,
)
from db.spec.query import Query
from desktop.form_values import new_values
from ui.models.filters import Filters
from ui.models.hazard_marks import hazard_marks, is_supervision_due
from ui.models.marks import hazard_level_mark
from ui.pages.ledger_kind import Deed, LedgerKind
from ui.pages.notices import notice_deeds
from ui.pages.numbered_texts import numbered_texts
from ui.pages.page_context import PageContext
from ui.widgets.course_steps import Course
from ui.widgets.dialogs import run_dialog

_DONE = {
    REGISTERED: 0, NOTIFIED: 1, ESCALATED: 1, RECTIFYING: 1, AWAITING_RECHECK: 2, AWAITING_DEPARTMENT: 3,
}  # fmt: skip


def hazard_course(record: Values) -> Course:
    """上账 ─ 告知 ─ 整改 ─ 复查 ─ 销号; for a major one 上报, and 部门审核 before the last (青夏街〔2024〕13号 第十三条).

    告知 and 上报 stand there while they are to be done or were done; a hazard may be put right without them.
    """
    status = record.get("status") or REGISTERED
    if status in (MERGED, VOID):
        return Course(("上账", HAZARD.status(status).label), 2)
    is_told = bool(record.get("notified_on") or record.get("escalated_on"))
    telling = ("上报" if record.get("escalated_on") or is_major(record) else "告知",)
    beginning = ("上账", *(telling if is_told or status == REGISTERED else ()))
    review = (
        ("部门审核" if len(beginning) == 1 else "审核",) if is_major(record) else ()
    )  # six words are short of room
    words = (*beginning, "整改", "复查", *review, "销号")
    if status == CLOSED:
        return Course(words, len(words))
    done = 1 if status == REGISTERED and not is_told else len(beginning) - 1 + max(1, _DONE[status])
    if status == AWAITING_RECHECK and record.get("recheck_result") == "pass":
        done += 1
    if status == AWAITING_DEPARTMENT and record.get("dept_signoff_date"):
        done += 1
    return Course(words, done)


def _is_open(record: Values) -> bool:
    return record.get("status") in HAZARD.open_statuses


def _new_order(context: PageContext, record: Record) -> None:
    """A supervision order on this hazard, prefilled with who answers for it and until when."""
    office = context.office
    premises = office.get("premises", record["premises"]) if record.get("premises") else {}
    values = {
        **new_values(office, SUPERVISION_ORDER.table),
        "hazard": record["id"],
        "to_unit": record.get("rect_unit") or premises.get("name"),
        "to_person": record.get("actual_controller")
        or premises.get("main_person")
        or record.get("rect_person"),
        "is_requested": True if is_supervision_due(office, record) else None,
        "deadline": record.get("deadline") if (record.get("deadline") or "") >= office.today else None,
        "requirement": f"{record.get('no') or ''} {record['description']}",
    }
    context.actions.new(SUPERVISION_ORDER.table, values)


def _show_orders(context: PageContext, record: Record) -> None:
    query = Query(references={"hazard": record["id"]})
    ids = tuple(context.office.ids(SUPERVISION_ORDER.table, query))
    context.actions.open_list(SUPERVISION_ORDER.table, Filters(only=(f"隐患 {record.get('no') or ''}", ids)))


def _show_inspection(context: PageContext, record: Record) -> None:
    context.actions.open_list("inspection", Filters(), record["inspection"])


def _show_criteria(context: PageContext, record: Record) -> None:
    from ui.criteria.window import CriteriaWindow

    run_dialog(CriteriaWindow(context.bar.window()))


HAZARDS = LedgerKind(
    record_type=HAZARD,
    title="隐患台账",
    search_hint="搜索编号、描述、位置、责任人",
    columns=(
        ("no", 112),
        ("level", 92),
        ("description", 220),
        ("deadline", 172),
        ("status", 96),
        ("flags", 76),
        ("report_state", 72),
    ),
    stretched="description",
    choice_filters=(("级别", "level"), ("类别", "category")),
    due_filters=(
        ("逾期未办结", Filters(is_overdue=True)),
        ("未办结", Filters(is_open=True)),
        ("已办结", Filters(is_open=False)),
        ("督办中", Filters(attention="supervised")),
        ("重复发生", Filters(filled=("repeat_of",))),
        ("延过期", Filters(filled=("extensions",))),
    ),
    empty_heading="还没有隐患记录",
    empty_sentence="发现的隐患记在这里：上账、告知、整改、复查、销号，逐条闭环。点“新增隐患”记下第一条。",
    has_fix_on_spot=True,
    print_list_word="打印隐患台账",
    course=hazard_course,
    level=lambda record: hazard_level_mark(record.get("level")),
    further_marks=hazard_marks,
    photo_fields=(("整改前", "photo_before"), ("整改后", "photo_after")),
    own_texts=numbered_texts("repeat_of", "merged_into"),
    derived_from=(SUPERVISION_ORDER.table,),
    compares_photos=True,
    deeds=(
        Deed("order", "新增督办单", _new_order, "收到的督办单，或由本单位提请督办", is_offered=_is_open),
        Deed(
            "orders", "看督办单", _show_orders, "这条隐患还没有解除的督办单",
            is_offered=lambda record: bool(record.get("open_orders")),
        ),
        Deed(
            "inspection", "看来源检查", _show_inspection, "这条隐患是哪次检查发现的",
            is_offered=lambda record: bool(record.get("inspection")),
        ),
        *notice_deeds(),
    ),
    list_deeds=(Deed("criteria", "判定标准", _show_criteria, "查重大隐患判定标准和法规依据的要点"),),
)  # fmt: skip
