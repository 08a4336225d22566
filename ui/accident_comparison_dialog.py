"""事故对比: the years of the plan beside the year its goal starts from, as a table. GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from db.errors import LedgerError
from desktop.accidents import Comparison, compare, set_baseline
from ui.pages.page_context import PageContext
from ui.widgets.message_bar import MessageBar
from ui.widgets.quiet_inputs import QuietSpinBox
from ui.widgets.rows import GAP, row_of
from ui.widgets.word_button import word_button

_LETTERS = (8, 4, 8, 7, 4, 8, 7, 7)  # how wide each column but the last is, in Chinese letters


class ComparisonDialog(QDialog):
    """The figures of the starting year to be entered once, and the table that follows."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.bar.window())
        self.context, self.office = context, context.office
        self.setWindowTitle(f"事故对比 - {self.office.committee['name']}")
        self.bar = MessageBar(self)
        self.count_box, self.deaths_box = self._box("起"), self._box("人")
        self.source_line = QLineEdit(self)
        self.source_line.setPlaceholderText("数据来源，如：街道安委办2023年度通报")
        self.source_line.setAccessibleName("数据来源")
        self.source_line.setToolTip(self.source_line.placeholderText())
        self.keep_button = word_button(self, "保存基数", self.keep, "保存基数年的起数和死亡人数")
        self.print_button = word_button(self, "打印对比表", self.print_table, "打印这张表")
        self.note = QLabel(self)
        self.note.setObjectName("muted")
        self.note.setWordWrap(True)
        compared = compare(self.office)
        self.table = self._make_table(compared)
        self._lay_out(compared)
        self.show_comparison(compared)

    def show_comparison(self, compared: Comparison) -> None:
        """Show these figures."""
        if compared.base:
            self.count_box.setValue(compared.base.count)
            self.deaths_box.setValue(compared.base.deaths)
            self.source_line.setText(compared.base.source)
        self.note.setText(compared.note)
        self.table.setRowCount(len(compared.rows))
        for row, texts in enumerate(compared.rows):
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text or "—")
                item.setToolTip(text)
                if column < len(texts) - 1:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                self.table.setItem(row, column, item)

    def keep(self) -> None:
        """Keep the figures of the starting year and count again."""
        try:
            set_baseline(
                self.office, self.count_box.value(), self.deaths_box.value(), self.source_line.text()
            )
        except LedgerError as error:
            self.bar.tell_fault(error)
            return
        self.bar.tell("基数已保存")
        self.show_comparison(compare(self.office))

    def print_table(self) -> None:
        """The table, in the preview."""

        def make() -> Any:
            from desktop.training_papers import accident_comparison

            return accident_comparison(self.office)

        self.context.actions.print_document(make, "事故对比", self.office.today)

    def _box(self, unit: str) -> QuietSpinBox:
        box = QuietSpinBox(self)
        box.setRange(0, 9999)
        box.setSuffix(f" {unit}")
        box.setFixedWidth(90)
        box.setButtonSymbols(QuietSpinBox.ButtonSymbols.NoButtons)
        return box

    def _make_table(self, compared: Comparison) -> QTableWidget:
        table = QTableWidget(0, len(compared.heads), self)
        table.setHorizontalHeaderLabels(list(compared.heads))
        letter = self.fontMetrics().horizontalAdvance("中")
        for column, letters in enumerate(_LETTERS):
            table.setColumnWidth(column, letters * letter)
        table.horizontalHeader().setSectionResizeMode(len(_LETTERS), QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setAccessibleName("事故对比")
        return table

    def _lay_out(self, compared: Comparison) -> None:
        year = compared.goal.baseline_year
        entry = QHBoxLayout()
        entry.setSpacing(8)
        for word, widget in ((f"{year}年事故起数", self.count_box), ("死亡人数", self.deaths_box)):
            label = QLabel(word, self)
            label.setBuddy(widget)
            widget.setAccessibleName(word)
            entry.addWidget(label)
            entry.addWidget(widget)
        entry.addWidget(self.source_line, 1)
        entry.addWidget(self.keep_button)
        below = row_of(GAP, self.print_button, word_button(self, "关闭", self.reject, "关闭（Esc）"))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(self.bar)
        column.addLayout(entry)
        column.addWidget(self.table, 1)
        column.addWidget(self.note)
        column.addLayout(below)
        room = self.screen().availableSize()
        self.resize(
            min(74 * self.fontMetrics().horizontalAdvance("中"), room.width() - 48),
            min(420, room.height() - 48),
        )
