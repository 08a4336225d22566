"""风险矩阵: the LS matrix of the open risks, the same as a table, and the risks graded by other methods. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from db.spec import RISK
from db.spec.code_tables import code_table
from db.spec.risk_grading import grading_method
from desktop.risks import matrix_counts, method_counts
from ui.models.filters import Filters
from ui.models.marks import risk_level_mark
from ui.pages.page_context import PageContext
from ui.risks.matrix_chart import Cell, MatrixChart, matrix_cells
from ui.risks.window_style import table_style
from ui.submission.calm_dialog import CalmDialog
from ui.widgets.rows import GAP, row_of
from ui.widgets.window_size import open_at

_FILTERS = Qt.ItemDataRole.UserRole


class MatrixWindow(CalmDialog):
    """Clicking a cell or a line closes the window and opens its risks in the list."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.setWindowTitle(f"风险矩阵 - {context.office.committee['name']}")
        self.setStyleSheet(table_style())
        open_at(self, 1000, 620)
        method = grading_method("ls")
        assert method is not None
        cells = matrix_cells(method, matrix_counts(context.office))
        self.chart = MatrixChart(cells, self)
        self.chart.opened.connect(lambda cell: self._open(cell_filters(cell)))
        self.cell_table = _table(["可能性 L", "严重性 S", "R", "等级", "风险点"], "矩阵各格的风险点数", self)
        self._fill_cells([each for row in cells for each in row if each.count])
        self.method_table = _table(["评价方法", "等级", "风险点"], "各评价方法的风险点数", self)
        self._fill_methods(method_counts(context.office))
        for table in (self.cell_table, self.method_table):
            table.itemActivated.connect(self._open_line)
        self.leave_button = QPushButton("关闭窗口", self)
        self.leave_button.setAutoDefault(False)
        self.leave_button.clicked.connect(self.reject)
        self._lay_out(f"{method.note}（{method.version}）。只计在管的风险点；点一格，看它的风险点。")

    def _fill_cells(self, cells: list[Cell]) -> None:
        for cell in sorted(cells, key=lambda each: -each.product):
            mark = risk_level_mark(cell.level)
            words = (
                cell.likelihood,
                cell.severity,
                str(cell.product),
                mark.word if mark else "",
                str(cell.count),
            )
            _add_line(self.cell_table, words, cell_filters(cell))

    def _fill_methods(self, counts: dict[str, dict[str, int]]) -> None:
        for method in code_table("risk_method").codes:
            for level in code_table("risk_level").codes:
                count = counts.get(method.code, {}).get(level.code)
                if count:
                    filters = Filters(
                        choices={"method": (method.code,), "level_final": (level.code,)}, is_open=True
                    )
                    words = (method.label, f"{level.extra['color']} {level.label}", str(count))
                    _add_line(self.method_table, words, filters)

    def _open_line(self, item: QTableWidgetItem) -> None:
        self._open(item.data(_FILTERS))

    def _open(self, filters: Filters) -> None:
        self.accept()
        self.context.actions.open_list(RISK.table, filters)

    def _lay_out(self, note: str) -> None:
        words = QLabel(note, self)
        words.setObjectName("muted")
        words.setWordWrap(True)
        tabs = QTabWidget(self)
        tabs.setAccessibleName("风险矩阵")
        tabs.addTab(self.chart, "矩阵图")
        tabs.addTab(self.cell_table, "表格")
        beside = QVBoxLayout()
        beside.addWidget(QLabel("按评价方法和等级（含不用矩阵评价的）", self))
        beside.addWidget(self.method_table, 1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(tabs, 5)
        row.addLayout(beside, 3)
        below = row_of(GAP, self.leave_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addWidget(words)
        column.addLayout(row, 1)
        column.addLayout(below)


def cell_filters(cell: Cell) -> Filters:
    """The list of a cell's risks."""
    choices = {"method": ("ls",), "likelihood": (cell.likelihood,), "severity": (cell.severity,)}
    return Filters(choices=choices, is_open=True)


def _table(heads: list[str], name: str, parent: QWidget) -> QTableWidget:
    table = QTableWidget(0, len(heads), parent)
    table.setHorizontalHeaderLabels(heads)
    table.setAccessibleName(name)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return table


def _add_line(table: QTableWidget, words: tuple[str, ...], filters: Filters) -> None:
    row = table.rowCount()
    table.insertRow(row)
    for column, text in enumerate(words):
        item = QTableWidgetItem(text)
        item.setData(_FILTERS, filters)
        item.setToolTip("双击或按回车，看这些风险点")
        table.setItem(row, column, item)
