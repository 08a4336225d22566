"""挂图作战: the tasks of a year on one chart, by clause or by owner. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop import wall_chart
from desktop.jobs import Token
from desktop.wall_chart import BarState, ChartRow, Rows
from ui.forms.form_style import form_style
from ui.models.change_relay import Changed
from ui.models.filters import Filters
from ui.pages.page_context import PageContext
from ui.pages.page_reading import PageReading
from ui.theme.tokens import PAGE_MARGIN, tokens_now
from ui.widgets.empty_state import EmptyState
from ui.widgets.icon_buttons import IconButton, named_action, tint_actions
from ui.widgets.wall_chart import WallChart
from ui.widgets.wall_chart_bars import paint_box
from ui.widgets.year_stepper import YearStepper

_TABLES = frozenset(("task", "programme"))
Drawn = tuple[int, Rows, list[ChartRow]]  # a year, what its rows are, and the rows


class WallChartPage(QWidget):
    """The chart of one year; `chart_shown` follows each new one."""

    chart_shown = Signal()
    period_changed = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.office = context, context.office
        self.years = YearStepper(self.office.clock.today().year, self)
        self.reading = PageReading(self, context, self._begin, self._take_chart, _TABLES)
        self.chart, self.empty = WallChart(self), EmptyState(self)
        self.print_action = named_action(self, "打印挂图", "print", "Ctrl+P", "打印 A3 横向的挂图")
        self.refresh = named_action(self, "刷新", "refresh", "F5")
        self._lay_out()
        self._connect()

    @property
    def rows(self) -> Rows:
        """What a row is now."""
        return Rows.OWNER if self.by_owner.isChecked() else Rows.CLAUSE

    # what the main window asks for

    def take_change(self, changed: Changed) -> None:
        """Hear of a write."""
        self.reading.note_change(changed)

    def menu_actions(self) -> tuple[list[QAction], list[QAction]]:
        """The actions of the 记录 and of the 查找 menu."""
        return [self.print_action], [self.refresh]

    def period_words(self) -> str:
        """The year shown, for the window's title."""
        return self.years.words()

    def reload(self) -> None:
        """Read the tasks again, away from this thread."""
        self.reading.start()

    def _begin(self) -> Callable[[Token], Drawn]:
        year, rows = self.years.year, self.rows
        return lambda token: (year, rows, wall_chart.chart_of(self.office, year, rows))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        tint_actions(self)
        if self.reading.is_stale:
            self.reload()

    # what the clerk does

    def _print(self) -> None:
        year, rows = self.years.year, self.rows

        def make() -> object:
            from desktop.programme_documents import wall_chart_sheet

            return wall_chart_sheet(self.office, year, rows)

        self.context.actions.print_document(make, "挂图作战", f"{year}年")

    # what follows

    def _take_chart(self, drawn: Drawn) -> bool:
        year, rows, chart = drawn
        is_wanted = (year, rows) == (self.years.year, self.rows)
        if is_wanted:
            self._show_chart(chart, year)
        self.chart_shown.emit()
        return is_wanted

    def _show_chart(self, chart: list[ChartRow], year: int) -> None:
        self.chart.show_rows(chart, year, self.office.clock.today())
        self.stack.setCurrentWidget(self.chart if chart else self.empty)
        if not chart:
            ways = [("去任务页", lambda: self.context.actions.open_list("task", Filters()))]
            words = "在任务页点“按方案生成”，一次生成全年任务清单，这里就有挂图。"
            self.empty.show_words(f"{year}年还没有任务", words, ways)

    # layout

    def _lay_out(self) -> None:
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.chart)
        self.stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, 12, PAGE_MARGIN, 8)
        column.setSpacing(8)
        column.addLayout(self._head_row())
        column.addWidget(Legend(self))
        column.addWidget(self.stack, 1)

    def _head_row(self) -> QHBoxLayout:
        title = QLabel("挂图作战", self)
        title.setObjectName("title")
        self.by_clause, self.by_owner = (QRadioButton(each.value, self) for each in Rows)
        self.by_clause.setChecked(True)
        group = QButtonGroup(self)
        for button in (self.by_clause, self.by_owner):
            button.setStyleSheet(form_style())
            group.addButton(button)
        printing = IconButton("print", "打印挂图", "action", self)
        printing.setToolTip(self.print_action.toolTip())
        printing.clicked.connect(self.print_action.trigger)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(title)
        row.addSpacing(16)
        row.addWidget(self.by_clause)
        row.addWidget(self.by_owner)
        row.addStretch(1)
        row.addWidget(self.years)
        row.addWidget(printing)
        return row

    def _connect(self) -> None:
        self.by_owner.toggled.connect(self.reload)
        self.years.stepped.connect(self.reload)
        self.years.shown.connect(self.period_changed)
        self.chart.opened.connect(lambda task: self.context.actions.open_list("task", Filters(), task))
        self.print_action.triggered.connect(self._print)
        self.refresh.triggered.connect(self.reload)


class Legend(QWidget):
    """What the bars mean: a small one of each with its word."""

    _BOX, _HEIGHT = 28, 24

    def sizeHint(self) -> QSize:
        return QSize(700, self._HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(500, self._HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, x = QPainter(self), 2.0
        for state in BarState:
            box = QRectF(x, 5, self._BOX, 14)
            paint_box(painter, state, box, box.adjusted(1, 1, -1, -1))
            painter.setPen(QColor(tokens_now().muted))
            width = self.fontMetrics().horizontalAdvance(state.value)
            place = QRectF(x + self._BOX + 6, 0, width + 4, self._HEIGHT)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, state.value)
            x += self._BOX + width + 26
