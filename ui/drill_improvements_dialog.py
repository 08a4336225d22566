"""演练改进事项: every open problem of all drills, what is due first on top; settled from here. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from db.errors import LedgerError
from desktop.drills import Improvement, finish_improvement, improvements
from ui.models.filters import Filters
from ui.pages.page_context import PageContext
from ui.theme.tokens import ROW_HEIGHT, tokens_now
from ui.widgets.message_bar import MessageBar
from ui.widgets.rows import GAP, row_of
from ui.widgets.window_size import open_at
from ui.widgets.word_button import word_button

_HEADS = ("整改期限", "问题", "责任人", "演练编号", "演练主题")
_WIDTHS = (184, 320, 100, 116)


class ImprovementsDialog(QDialog):
    """The list and what can be done with the chosen line."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.bar.window())
        self.context, self.office = context, context.office
        self.items: list[Improvement] = []
        self.setWindowTitle(f"演练改进事项 - {self.office.committee['name']}")
        self.bar = MessageBar(self)
        self.totals = QLabel(self)
        self.totals.setObjectName("muted")
        self.table = self._make_table()
        self.done_button = word_button(self, "今天完成", self.finish, "把选中的问题登记为今天改完", "primary")
        self.hazard_button = word_button(self, "转为隐患", self.make_hazard, "登记成隐患，进入隐患台账闭环")
        self.open_button = word_button(
            self, "打开演练记录", self.open_drill, "到应急演练里看这次演练（双击）"
        )
        self.print_button = word_button(self, "打印清单", self.print_list, "打印全部没有改完的问题")
        self._lay_out()
        self.table.itemSelectionChanged.connect(self._show_chosen)
        self.table.itemDoubleClicked.connect(lambda item: self.open_drill())
        self.read()

    def read(self) -> None:
        """Read the open problems again."""
        self.items = improvements(self.office)
        today = self.office.clock.today()
        self.table.setRowCount(len(self.items))
        for row, each in enumerate(self.items):
            self._show_row(row, each, today)
        overdue = sum(_days_late(each, today) > 0 for each in self.items)
        self.totals.setText(
            f"共 {len(self.items)} 项没有改完，其中逾期 {overdue} 项。"
            if self.items
            else "所有演练发现的问题都已改完。"
        )
        self.table.setCurrentCell(0 if self.items else -1, 0)
        self.print_button.setEnabled(bool(self.items))
        self._show_chosen()

    def finish(self) -> None:
        """The chosen problem was put right today."""
        item = self._chosen()
        if item:
            self._do(lambda: self._finish(item))

    def make_hazard(self) -> None:
        """The form of the hazard that the chosen problem becomes."""
        item = self._chosen()
        if item:
            self._do(lambda: self._make_hazard(item))

    def open_drill(self) -> None:
        """Close, and go to the drill of the chosen problem."""
        item = self._chosen()
        if item:
            self.accept()
            self.context.actions.open_list("drill", Filters(), item.drill_id)

    def print_list(self) -> None:
        """The whole list in the preview."""

        def make() -> Any:
            from desktop.drill_documents import drill_improvements

            return drill_improvements(self.office)

        self.context.actions.print_document(make, "演练改进事项", f"截至{self.office.today}")

    def _finish(self, item: Improvement) -> None:
        finish_improvement(self.office, item)
        self.bar.tell(f"已登记完成：{item.text[:30]}")
        self.read()

    def _make_hazard(self, item: Improvement) -> None:
        from ui.forms.issue_hazard_dialog import IssueHazardDialog

        drill = self.office.get("drill", item.drill_id)
        dialog = IssueHazardDialog(self.office, drill, item.place, self)
        if dialog.exec() and dialog.saved:
            self.bar.tell(f"已转为隐患 {dialog.saved['no']}")
        dialog.deleteLater()
        self.read()

    def _do(self, work: Callable[[], None]) -> None:
        try:
            work()
        except LedgerError as error:
            self.bar.tell_fault(error)

    def _chosen(self) -> Improvement | None:
        row = self.table.currentRow()
        return self.items[row] if 0 <= row < len(self.items) else None

    def _show_chosen(self) -> None:
        is_chosen = self._chosen() is not None
        for button in (self.done_button, self.hazard_button, self.open_button):
            button.setEnabled(is_chosen)

    def _show_row(self, row: int, each: Improvement, today: date) -> None:
        days = _days_late(each, today)
        late = f"　逾期{days}天" if days > 0 else "　今天到期" if days == 0 else ""
        due = f"{each.due}{late}" if each.due else "未定期限"
        for column, text in enumerate((due, each.text, each.owner or "—", each.drill_no, each.topic)):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            if column == 0 and days > 0:
                item.setForeground(QColor(tokens_now().danger))
            self.table.setItem(row, column, item)

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, len(_HEADS), self)
        table.setHorizontalHeaderLabels(list(_HEADS))
        for column, width in enumerate(_WIDTHS):
            table.setColumnWidth(column, width)
        header = table.horizontalHeader()
        header.setSectionResizeMode(len(_HEADS) - 1, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(4 * self.fontMetrics().horizontalAdvance("中") + 16)  # its own head
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setAccessibleName("没有改完的问题")
        return table

    def _lay_out(self) -> None:
        below = row_of(self.print_button, GAP)
        close = word_button(self, "关闭", self.reject, "关闭（Esc）")
        for button in (close, self.open_button, self.hazard_button, self.done_button):
            below.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        for widget in (self.bar, self.totals):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        column.addLayout(below)
        open_at(self, 980, 560)


def _days_late(each: Improvement, today: date) -> int:
    return (today - date.fromisoformat(each.due)).days if each.due else -1
