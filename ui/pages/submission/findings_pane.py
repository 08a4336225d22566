"""What is missing in the records that would go; a double click or Enter goes to the record. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from db.spec import RECORD_TYPES
from desktop.messages import message
from ui.models.marks import Mark
from ui.pages.submission.snapshot import Snapshot
from ui.pages.submission.value_table import ValueColumn, ValueTable
from ui.theme.tokens import Tone
from ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from desktop.exchange.preflight import Finding

_SENTENCE_COLUMN, _LIST_HEIGHT = 2, 160


class FindingsPane(QFrame):
    """The list of findings, blocking ones first; its place is taken by a sentence when there is none."""

    record_asked = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.title = QLabel("报送前请看一看", self)
        self.count = QLabel("", self)
        self.count.setObjectName("muted")
        self.table = ValueTable(_COLUMNS, _SENTENCE_COLUMN, self)
        self.model = self.table.values_model
        self.table.setAccessibleName("报送前请看一看")
        self.table.setStyleSheet("QTableView { border: none; }")
        self.table.horizontalHeader().hide()
        self.table.opened.connect(self._open)
        self.empty = EmptyState(self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.stack.setMinimumHeight(_LIST_HEIGHT)
        self._lay_out()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the findings of a preview, or that there is nothing to say."""
        findings = snapshot.preview.findings
        self.model.show_values(findings)
        self.stack.setCurrentWidget(self.table if findings else self.empty)
        self.count.setText(_count_words(findings))
        if snapshot.preview.total:
            self.empty.show_words("没有缺漏", "要报送的记录都齐全，可以生成报送包。", [])
        else:
            self.empty.show_words("没有需要报送的记录", "上次报送以后没有新的变化。", [])

    def _open(self, row: int) -> None:
        finding = self.model.values[row]
        if finding.record_id:
            self.record_asked.emit(finding.table, finding.record_id)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 8)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.stack, 1)


def _count_words(findings: Sequence[Finding]) -> str:
    blocking = sum(each.is_blocking for each in findings)
    if not findings:
        return ""
    return f"{len(findings)} 处" + (f"，其中 {blocking} 处必须处理" if blocking else "　双击打开记录")


def _number(finding: Finding) -> str:
    if finding.record_id and not finding.table:
        return "序号"
    return finding.no or (RECORD_TYPES[finding.table].label if finding.table else "附件")


def _weight(finding: Finding) -> Mark:
    return (
        Mark("必须处理", Tone.DANGER, is_pill=True)
        if finding.is_blocking
        else Mark("建议", Tone.NEUTRAL, is_pill=True)
    )


_COLUMNS = (
    ValueColumn("轻重", 92, lambda finding: _weight(finding).word, _weight),
    ValueColumn("编号", 132, _number),
    ValueColumn("缺什么", 320, lambda finding: message(finding.message_id, finding.params)),
)
