"""风险清单: risk points graded red, orange, yellow or blue, with their measures and reviews."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from db.spec import RISK
from db.spec.field import Record, Values
from db.spec.query import Sort
from ui.models.filters import Filters
from ui.models.marks import risk_level_mark
from ui.pages.ledger_kind import LedgerKind
from ui.pages.page_context import PageContext
from ui.pages.risk_deeds import RISK_DEEDS, RISK_LIST_DEEDS
from ui.widgets.course_steps import Course

_DONE = {"assessed": 1, "controlled": 2, "closed": 3}


def risk_course(record: Values) -> Course:
    """评估 ─ 管控 ─ 关闭; a risk under control stays at its last step until its source is gone."""
    return Course(("评估", "管控", "关闭"), _DONE[record.get("status") or "assessed"])


def _panel(context: PageContext, risk: Record) -> QWidget | None:
    from ui.pages.risk_panel import risk_panel

    return risk_panel(context, risk)


RISKS = LedgerKind(
    record_type=RISK,
    title="风险清单",
    search_hint="搜索编号、风险点、位置、责任人",
    columns=(
        ("no", 112),
        ("level_final", 104),
        ("risk_point", 200),
        ("score", 64),
        ("next_review", 172),
        ("status", 88),
        ("report_state", 72),
    ),
    stretched="risk_point",
    choice_filters=(
        ("等级", "level_final"), ("类别", "category"), ("管控层级", "control_level"), ("评价方法", "method"),
    ),
    due_filters=(
        ("应复评", Filters(attention="review")),
        ("复评逾期", Filters(is_overdue=True)),
        ("措施逾期", Filters(attention="measures")),
        ("在册", Filters(is_open=True)),
        ("已关闭", Filters(is_open=False)),
    ),
    empty_heading="还没有风险记录",
    empty_sentence="辖区里的风险点记在这里：评估等级、落实管控措施、按期复评。点“新增风险”记下第一处。",
    print_list_word="打印风险清单",
    course=risk_course,
    level=lambda record: risk_level_mark(record.get("level_final")),
    photo_fields=(("照片", "photos"),),
    deeds=RISK_DEEDS,
    list_deeds=RISK_LIST_DEEDS,
    panel=_panel,
    shows_also=("hazard",),
    panel_fields=("measures", "assessments", "answers", "review_cause", "review_cause_on", "review_cause_note"),
    sort=(Sort("level_final"), Sort("no", descending=True)),
)  # fmt: skip
