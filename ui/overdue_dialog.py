"""逾期清单: everything past its day in every ledger, the longest overdue first. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from db.spec import RECORD_TYPES
from desktop.desk import Overdue, overdue_records
from desktop.office import Office
from ui.models.filters import Filters
from ui.pages.page_context import PageActions
from ui.widgets.dialogs import run_dialog
from ui.widgets.plain_table import plain_table
from ui.widgets.rows import GAP, row_of
from ui.widgets.window_size import open_at

_HEADS = ("台账", "编号", "事项", "期限", "逾期（天）")
_WIDTHS = {0: 110, 1: 130, 3: 110, 4: 100}
_ROW = 32


class OverdueDialog(QDialog):
    """The list; when it was accepted, `chosen` is the record to go to."""

    def __init__(self, records: Sequence[Overdue], today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.records = records
        self.setWindowTitle("逾期清单")
        open_at(self, 860, 520)
        self.table = plain_table(_HEADS, "逾期清单", self)
        self.table.verticalHeader().setDefaultSectionSize(_ROW)
        self.go_button, self.close_button = QPushButton("打开这一项", self), QPushButton("关闭", self)
        self.go_button.setObjectName("primary")
        self._fill(today)
        self._lay_out()
        self.table.cellActivated.connect(self.accept)
        self.go_button.clicked.connect(self.accept)
        self.close_button.clicked.connect(self.reject)

    @property
    def chosen(self) -> Overdue | None:
        """The record of the current row."""
        row = self.table.currentRow()
        return self.records[row] if row >= 0 else None

    def _fill(self, today: date) -> None:
        self.table.setRowCount(len(self.records))
        for row, each in enumerate(self.records):
            days = (today - date.fromisoformat(each.due)).days
            title = " ".join(each.title.split())
            texts = (RECORD_TYPES[each.table].label, each.no, title, each.due, str(days))
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if column == len(texts) - 1:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, item)
        if self.records:
            self.table.setCurrentCell(0, 0)
        self.go_button.setEnabled(bool(self.records))

    def _lay_out(self) -> None:
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        for place, width in _WIDTHS.items():
            self.table.setColumnWidth(place, width)
        words = f"共 {len(self.records)} 项已经过了期限。" if self.records else "没有逾期的事项。"
        buttons = row_of(GAP, self.close_button, self.go_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.addWidget(QLabel(words, self))
        column.addWidget(self.table, 1)
        column.addLayout(buttons)


def show_overdue(office: Office, actions: PageActions, window: QWidget) -> None:
    """Show the list and go to the record that was chosen."""
    dialog = OverdueDialog(overdue_records(office), office.clock.today(), window)
    chosen = dialog.chosen if run_dialog(dialog) else None
    if chosen:
        actions.open_list(chosen.table, Filters(), chosen.id)
