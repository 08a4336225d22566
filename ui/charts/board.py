"""The charts of the work table: read after the first paint, two side by side, printed together. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.desk import Chart, charts_of
from desktop.jobs import Token
from ui.charts.chart_card import ChartCard, Opened
from ui.models.filters import Filters
from ui.pages.page_context import PageContext
from ui.pages.page_reading import PageReading
from ui.widgets.icon_buttons import IconButton

_WIDE = 760


class ChartBoard(QWidget):
    """Nothing until `reload` was called once; `charts_shown` follows each new reading."""

    charts_shown = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.office = context, context.office
        self.cards: dict[str, ChartCard] = {}
        self.reading = PageReading(self, context, self._begin, self.show_charts)
        self.printing = IconButton("print", "打印图表", "action", self)
        self.printing.setToolTip("打印图表和数字（A4）")
        self.printing.clicked.connect(self._print)
        head = QHBoxLayout()
        head.addWidget(QLabel("图表（点击图形打开对应的记录）", self), 1)
        head.addWidget(self.printing)
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(self._grid)
        self.hide()

    def reload(self) -> None:
        """Read the figures again, away from this thread."""
        self.reading.start()

    def show_charts(self, charts: Sequence[Chart]) -> bool:
        """Show these charts, which are always wanted; the cards are made the first time."""
        for chart in charts:
            if chart.key in self.cards:
                self.cards[chart.key].show_chart(chart)
                continue
            card = self.cards[chart.key] = ChartCard(chart, self)
            card.opened.connect(self._open)
        self._arrange()
        self.show()
        self.charts_shown.emit()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _begin(self) -> Callable[[Token], Sequence[Chart]]:
        return lambda token: charts_of(self.office)

    def _open(self, opened: Opened) -> None:
        self.context.actions.open_list(opened.table, Filters(only=(opened.words, opened.ids)))

    def _arrange(self) -> None:
        columns = 2 if self.width() >= _WIDE else 1
        last = len(self.cards) - 1
        for place, card in enumerate(self.cards.values()):
            span = columns if place == last and place % columns == 0 else 1  # the odd one out takes the line
            self._grid.addWidget(card, place // columns, place % columns, 1, span)

    def _print(self) -> None:
        office, day = self.office, self.office.clock.today()

        def make() -> object:
            from desktop.desk_documents import chart_sheet

            return chart_sheet(office)

        self.context.actions.print_document(make, "工作台图表", day.isoformat())
