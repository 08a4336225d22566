"""A chart in its frame: title, legend, and the same figures as a table. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from db.value import Value
from desktop.desk import Chart
from ui.charts.bar_chart import BarChart
from ui.charts.legend import Legend
from ui.widgets.plain_table import plain_table

_ROW = 28
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Opened(Value):
    """What a bar or a cell leads to: the list, the words of its chip, and its records."""

    table: str
    words: str
    ids: tuple[str, ...]


class ChartCard(QFrame):
    """`opened` carries an Opened when a bar is clicked, or a cell of the table double-clicked or entered."""

    opened = Signal(object)

    def __init__(self, chart: Chart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.bars, self.legend = BarChart(chart, self), Legend(chart, self)
        self.table: QTableWidget = plain_table((chart.title, *chart.series), f"{chart.title}数字", self)
        self.switch = QPushButton("看数字", self)
        self.switch.setObjectName("link")
        self.nothing = QLabel("没有数据。", self)
        self.nothing.setObjectName("muted")
        self._lay_out()
        self._dress_table()
        self.show_chart(chart)
        self._show_figures(False)
        self.bars.opened.connect(self._open)
        self.table.cellActivated.connect(lambda row, column: self._open(row, column - 1))
        self.switch.clicked.connect(lambda: self._show_figures(not self.is_showing_figures()))

    def is_showing_figures(self) -> bool:
        """Whether the table stands in the place of the bars."""
        return self.switch.text() == "看图"

    def show_chart(self, chart: Chart) -> None:
        """Show other figures of the same chart."""
        self.chart = chart
        self.title.setText(chart.title)
        self.note.setText(chart.note)
        self.bars.show_chart(chart)
        self._fill_table()
        self._show_figures(self.is_showing_figures())

    def _show_figures(self, is_table: bool) -> None:
        is_empty = self.chart.is_empty
        self.switch.setText("看图" if is_table else "看数字")
        self.nothing.setVisible(is_empty and not is_table)
        self.table.setVisible(is_table)
        self.bars.setVisible(not is_table and not is_empty)

    def _open(self, category: int, series: int) -> None:
        if series < 0 or not self.chart.parts[category][series].count:
            return
        ids = self.chart.parts[category][series].ids
        self.opened.emit(Opened(self.chart.table, self.chart.words(category, series), ids))

    def _fill_table(self) -> None:
        chart = self.chart
        self.table.setRowCount(len(chart.categories))
        for row, (label, parts) in enumerate(zip(chart.categories, chart.parts, strict=True)):
            self.table.setItem(row, 0, QTableWidgetItem(label))
            for column, part in enumerate(parts, 1):
                item = QTableWidgetItem(str(part.count))
                item.setTextAlignment(_RIGHT)
                self.table.setItem(row, column, item)
        self.table.setFixedHeight(_ROW * (len(chart.categories) + 1) + 10)

    def _dress_table(self) -> None:
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectItems)
        self.table.verticalHeader().setDefaultSectionSize(_ROW)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.setToolTip("双击数字或按回车，打开对应的记录")
        for column in range(1, self.table.columnCount()):
            if head := self.table.horizontalHeaderItem(column):
                head.setTextAlignment(_RIGHT)

    def _lay_out(self) -> None:
        self.title, self.note = QLabel(self), QLabel(self)
        self.note.setObjectName("muted")
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.title)
        head.addWidget(self.note, 1)
        head.addWidget(self.switch)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 10, 10)
        column.setSpacing(4)
        column.addLayout(head)
        for widget in (self.legend, self.bars, self.table, self.nothing):
            column.addWidget(widget)
        column.addStretch(1)
