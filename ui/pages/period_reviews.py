"""督导评估: quarterly supervision and half-year assessment, with the figures of their period."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from db.spec import PERIOD_REVIEW
from db.spec.field import Record, Values
from db.spec.period_review import ASSESSED
from db.spec.query import Sort
from ui.pages.ledger_kind import LedgerKind
from ui.pages.page_context import PageContext
from ui.widgets.course_steps import Course


def review_course(record: Values) -> Course:
    """汇总 ─ 评估."""
    return Course(("汇总", "评估"), 2 if record.get("status") == ASSESSED else 1)


def review_panel(context: PageContext, review: Record) -> QWidget | None:
    """The frozen figures of one review, group by group."""
    rows = review.get("figures") or []
    if not rows:
        return None
    panel = QWidget()
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    moment = str(review.get("gathered_at") or "").replace("T", " ")
    column.addWidget(QLabel(f"本期数据（{moment} 汇总，以后不变）", panel))
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    group = ""
    for place, row in enumerate(rows):
        if row["group"] != group:
            group = row["group"]
            head = QLabel(group, panel)
            head.setObjectName("muted")
            grid.addWidget(head, place, 0)
        grid.addWidget(QLabel(row["label"], panel), place, 1)
        grid.addWidget(QLabel(row["value"], panel), place, 2, Qt.AlignmentFlag.AlignRight)
    column.addLayout(grid)
    return panel


PERIOD_REVIEWS = LedgerKind(
    record_type=PERIOD_REVIEW,
    title="督导评估",
    search_hint="搜索编号、名称、带队人、意见",
    columns=(
        ("no", 112),
        ("title", 240),
        ("date", 100),
        ("led_by", 84),
        ("status", 84),
        ("report_state", 72),
    ),
    stretched="title",
    choice_filters=(("类型", "kind"),),
    value_filters=(("年度", "year"),),
    empty_heading="还没有督导评估记录",
    empty_sentence="每季度一次专项督导，每半年一次进度评估。新增时自动汇总本期的隐患、检查、演练和任务数据，以后不再变；再写评估意见，打印签字。",
    print_one_word="打印督导评估记录",
    course=review_course,
    photo_fields=(("签字盖章件", "scan"),),
    panel=review_panel,
    panel_fields=("figures", "gathered_at"),
    sort=(Sort("date", descending=True), Sort("no", descending=True)),
)
