"""What the detail of a task shows of its own: the records that prove it, each a way to its ledger."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from db.spec.code_tables import label_of
from db.spec.field import Record
from desktop.programme import lost, resolved
from ui.models.filters import Filters
from ui.models.marks import Mark
from ui.pages.page_context import PageContext
from ui.theme.tokens import Tone
from ui.widgets.drawn_marks import MarkLabel


def task_panel(context: PageContext, task: Record) -> QWidget | None:
    """The evidence of one task; None while there is none."""
    rows = resolved(context.office, task.get("evidence") or [])
    if not rows:
        return None
    gone = {(row["table"], row["record"]) for row in lost(context.office, rows)}
    panel = QWidget()
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    column.addWidget(QLabel(f"佐证 {len(rows)} 条", panel))
    for row in rows:
        column.addWidget(_line(context, row, (row["table"], row["record"]) in gone))
    return panel


def _line(context: PageContext, row: Record, is_gone: bool) -> QWidget:
    line = QWidget()
    number, _, words = str(row.get("title") or row["record"]).partition(" ")
    button = QPushButton(f"{label_of(('evidence_ledger',), row['table'])} {number}", line)
    button.setObjectName("link")
    button.setEnabled(not is_gone and has_page(row["table"]))
    button.setToolTip("这条记录已经删除" if is_gone else f"打开 {number}")
    button.clicked.connect(lambda: context.actions.open_list(row["table"], Filters(), row["record"]))
    label = QLabel(words, line)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    layout = QHBoxLayout(line)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    layout.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
    layout.addWidget(label, 1)
    if is_gone:
        mark = Mark("已删除", Tone.DANGER, is_pill=True)
        layout.addWidget(MarkLabel(mark, line), 0, Qt.AlignmentFlag.AlignTop)
    return line


def has_page(table: str) -> bool:
    """Whether the window has a page for the records of a table."""
    from ui.navigation import PAGES

    return any(each.key == table for each in PAGES)
