"""检查覆盖: how many premises were inspected in a period, by type and by grid; each number opens its list. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
)

from desktop.coverage import CoverageLine, coverage
from ui.models.filters import Filters
from ui.models.periods import Period, Span
from ui.pages.page_context import PageContext
from ui.pages.period_dialog import PeriodDialog
from ui.theme.tokens import tokens_now
from ui.widgets.plain_table import plain_table
from ui.widgets.quiet_inputs import QuietComboBox
from ui.widgets.window_size import open_at

_SPANS = (Span.MONTH, Span.QUARTER, Span.YEAR, Span.CUSTOM)
_HEADS = ("场所", "已检查", "未检查", "覆盖率", "检查次数", "不合格项", "企业自查过")
_TARGET = Qt.ItemDataRole.UserRole


class CoverageDialog(QDialog):
    """A table by type and one by grid for the chosen period; Enter or a click on a number goes to its records."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.bar.window())
        self.context, self.office = context, context.office
        self.period = Period(Span.QUARTER)
        self.setWindowTitle(f"检查覆盖 — {self.office.committee['name']}")
        open_at(self, 860, 560)
        self.span_box = QuietComboBox(self)
        self.span_box.setAccessibleName("时间")
        for span in _SPANS:
            self.span_box.addItem(f"{span.value}…" if span is Span.CUSTOM else span.value, span)
        self.span_box.setCurrentIndex(_SPANS.index(Span.QUARTER))
        self.span_box.activated.connect(self._pick_span)
        self.period_label = QLabel(self)
        self.by_type, self.by_grid = self._table("场所类型"), self._table("网格/楼栋")
        self._lay_out()
        self.show_period(self.period)

    def show_period(self, period: Period) -> None:
        """Count anew for a period."""
        self.period = period
        today = self.office.clock.today()
        first, last = period.bounds(today)
        found = coverage(self.office, first or "0001-01-01", last or "9999-12-31")
        self.period_label.setText(
            f"{period.text(today)}　{len(found.total.premises)} 个场所，检查过 {len(found.total.inspected)} 个，"
            f"覆盖 {found.total.share}"
        )
        self._fill(self.by_type, [*found.by_type, found.total])
        self._fill(self.by_grid, [*found.by_grid, found.total])

    def open_cell(self, table: QTableWidget, row: int, column: int) -> None:
        """Go to the records behind a number."""
        item = table.item(row, column)
        target = item.data(_TARGET) if item else None
        if target:
            self.accept()
            list_table, words, ids = target
            self.context.actions.open_list(list_table, Filters(only=(words, tuple(ids))))

    def _pick_span(self) -> None:
        span = self.span_box.currentData()
        if span is not Span.CUSTOM:
            self.show_period(Period(span))
            return
        dialog = PeriodDialog(self.period, self.office.clock.today(), self)
        if dialog.exec():
            self.show_period(dialog.period())
        dialog.deleteLater()

    def _fill(self, table: QTableWidget, lines: Sequence[CoverageLine]) -> None:
        table.setRowCount(len(lines))
        when = self.period.text(self.office.clock.today())
        for row, line in enumerate(lines):
            table.setItem(row, 0, QTableWidgetItem(line.label))
            what = "场所" if line is lines[-1] else f"{line.label}场所"
            inspected, left_out = f"{when}检查过的{what}", f"{when}没有检查的{what}"
            cells: tuple[tuple[str, tuple[str, str, Sequence[str]] | None], ...] = (
                (str(len(line.premises)), ("premises", f"在册的{what}", line.premises)),
                (str(len(line.inspected)), ("premises", inspected, line.inspected)),
                (str(len(line.left_out)), ("premises", left_out, line.left_out)),
                (line.share, None),
                (str(len(line.inspections)), ("inspection", inspected, line.inspections)),
                (str(line.failed_items), ("inspection", inspected, line.inspections)),
                (str(len(line.self_checked)), ("premises", f"{when}自查过的{what}", line.self_checked)),
            )
            for column, (text, target) in enumerate(cells, 1):
                table.setItem(row, column, self._number(text, target))

    def _number(self, text: str, target: tuple[str, str, Sequence[str]] | None) -> QTableWidgetItem:
        item = QTableWidgetItem(text)
        item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if target and target[2] and text != "0":
            item.setData(_TARGET, target)
            item.setForeground(QColor(tokens_now().accent))
            item.setToolTip(f"看{target[1]}")
        return item

    def _table(self, first_head: str) -> QTableWidget:
        table = plain_table((first_head, *_HEADS), f"按{first_head}", self, Qt.AlignmentFlag.AlignRight)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        first = QTableWidgetItem(first_head)
        first.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.setHorizontalHeaderItem(0, first)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setDefaultSectionSize(88)
        table.cellClicked.connect(lambda row, column: self.open_cell(table, row, column))
        table.cellActivated.connect(lambda row, column: self.open_cell(table, row, column))
        return table

    def _lay_out(self) -> None:
        tabs = QTabWidget(self)
        tabs.setAccessibleName("检查覆盖")
        tabs.setDocumentMode(True)
        tabs.addTab(self.by_type, "按类型")
        tabs.addTab(self.by_grid, "按网格")
        note = QLabel("只算在营和停业的场所。企业自查不算检查，单列。点数字看是哪些。", self)
        note.setObjectName("muted")
        close = QPushButton("关闭", self)
        close.clicked.connect(self.reject)
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.span_box)
        head.addWidget(self.period_label, 1)
        foot.addWidget(note, 1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(tabs, 1)
        column.addLayout(foot)
