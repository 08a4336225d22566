"""督办单: orders received or asked for, from delivery to clearing. A hazard cannot close while one is open."""

from __future__ import annotations

from db.spec import SUPERVISION_ORDER
from db.spec.field import Record, Values
from db.spec.supervision_order import ANSWERED, CLEARED, DELIVERED, ISSUED
from desktop.office import Office
from ui.models.filters import Filters
from ui.models.marks import Mark
from ui.pages.ledger_kind import Deed, LedgerKind
from ui.pages.numbered_texts import numbered_texts
from ui.pages.page_context import PageContext
from ui.theme.tokens import Tone
from ui.widgets.course_steps import Course

_DONE = {ISSUED: 1, DELIVERED: 2, ANSWERED: 3, CLEARED: 4}


def order_course(record: Values) -> Course:
    """下达 ─ 送达 ─ 反馈 ─ 解除; 提请 in place of 下达 for one that the committee asked for."""
    first = "提请" if record.get("is_requested") else "下达"
    return Course((first, "送达", "反馈", "解除"), _DONE[record.get("status") or ISSUED])


def _marks(office: Office, record: Values) -> tuple[Mark, ...]:
    extensions = len(record.get("extensions") or [])
    words = [
        "本单位提请" if record.get("is_requested") else "",
        f"延期 {extensions} 次" if extensions else "",
    ]
    return tuple(Mark(word, Tone.WAITING, is_pill=True) for word in words if word)


def _open_hazard(context: PageContext, order: Record) -> None:
    context.actions.open_list("hazard", Filters(), order["hazard"])


SUPERVISION_ORDERS = LedgerKind(
    record_type=SUPERVISION_ORDER,
    title="督办单",
    search_hint="搜索编号、文号、单位、要求",
    columns=(
        ("no", 112),
        ("action", 96),
        ("requirement", 220),
        ("issuer", 150),
        ("deadline", 172),
        ("status", 84),
        ("report_state", 72),
    ),
    stretched="requirement",
    choice_filters=(("方式", "action"),),
    due_filters=(
        ("逾期未解除", Filters(is_overdue=True)),
        ("未解除", Filters(is_open=True)),
        ("已解除", Filters(is_open=False)),
    ),
    empty_heading="还没有督办单",
    empty_sentence="街道、部门下达的督办，或由本单位提请的督办，记在这里：送达、反馈、延期、解除。在隐患详情里点“新增督办单”最省事。",
    course=order_course,
    further_marks=_marks,
    photo_fields=(("督办单", "scan"), ("反馈材料", "feedback_scan")),
    own_texts=numbered_texts("hazard"),
    deeds=(Deed("hazard", "看这条隐患", _open_hazard),),
)
