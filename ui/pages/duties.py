"""到期一览: premises by months, with what is done, due, overdue and planned of a duty. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from desktop.duties import DUTIES, DUTY_WORDS, Board, BoardRow, duty_board
from desktop.jobs import Token
from ui.models.change_relay import Changed
from ui.models.duty_matrix import DUE, FIRST_MONTH, DutyMatrix
from ui.models.filters import Filters
from ui.pages.duty_acts import DutyActs, deed_of
from ui.pages.duty_filters import DutyFilters
from ui.pages.duty_panel import DutyPanel
from ui.pages.page_context import PageContext
from ui.pages.page_reading import PageReading
from ui.theme.tokens import PAGE_MARGIN
from ui.widgets.duty_table import DutyTable
from ui.widgets.empty_state import EmptyState
from ui.widgets.icon_buttons import IconButton, named_action
from ui.widgets.rows import GAP, row_of
from ui.widgets.search_box import SearchBox
from ui.widgets.year_stepper import YearStepper

_TABLES = frozenset(("premises", "drill", "drill_plan", "inspection"))


class DutiesPage(QWidget):
    """The board. `counted` tells the status bar (all, filtered, selected); `board_shown` follows each new board."""

    counted = Signal(int, int, int)
    board_shown = Signal()
    period_changed = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.office = context, context.office
        self.years = YearStepper(self.office.clock.today().year, self)
        self.counts = (0, 0, 0)
        self.board: Board | None = None
        self._wanted = ""
        self.reading = PageReading(self, context, self._begin, self._take_board, _TABLES)
        self.model = DutyMatrix(self)
        self.table = DutyTable(self)
        self.table.setModel(self.model)
        self.table.set_widths()
        self.table.setAccessibleName("到期一览")
        self.panel, self.empty, self.acts = DutyPanel(self), EmptyState(self), DutyActs(context)
        self.print_action = named_action(self, "打印到期一览", "print", "Ctrl+P")
        self.refresh = named_action(self, "刷新", "refresh", "F5")
        self.find_action = named_action(self, "搜索", "search", "Ctrl+F")
        self._lay_out()
        self._connect()

    @property
    def duty(self) -> str:
        """The duty shown now."""
        return DUTIES[self.tabs.currentIndex()]

    # what the main window asks for

    def period_words(self) -> str:
        """The year shown, for the window's title."""
        return self.years.words()

    def show_filters(self, filters: Filters, record_id: str = "") -> None:
        """Show a duty (`choices["duty"]`) in the present year with these filters, at those premises."""
        duty = next(iter(filters.choices.get("duty", ())), self.duty)
        self.tabs.setCurrentIndex(DUTIES.index(duty))
        self.years.show_year(self.office.clock.today().year)
        self._wanted = record_id
        self._filter(filters.without("choice:duty"))
        self.reload()

    def take_change(self, changed: Changed) -> None:
        """Hear of a write."""
        self.reading.note_change(changed)

    def menu_actions(self) -> tuple[list[QAction], list[QAction]]:
        """The actions of the 记录 and of the 查找 menu."""
        return [self.print_action], [self.find_action, self.refresh]

    def reload(self) -> None:
        """Work the board out again, away from this thread."""
        self.reading.start()

    def _begin(self) -> Callable[[Token], Board]:
        duty, year = self.duty, self.years.year
        return lambda token: duty_board(self.office, duty, year)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.reading.is_stale:
            QTimer.singleShot(0, self, self.reload)

    def is_settled(self) -> bool:
        """Whether what is shown is what the ledger says now."""
        return self.reading.is_settled()

    def current_row(self) -> BoardRow | None:
        """The premises whose cell is current."""
        index = self.table.currentIndex()
        return self.model.rows[index.row()] if index.isValid() else None

    # layout

    def _lay_out(self) -> None:
        self.tabs = QTabBar(self)
        for duty in DUTIES:
            self.tabs.addTab(DUTY_WORDS[duty])
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.filter_bar = DutyFilters(self.office.clock.today, self)
        below_tabs = QHBoxLayout()
        below_tabs.addWidget(self.tabs)
        below_tabs.addWidget(self.filter_bar, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, 12, PAGE_MARGIN, 8)
        column.setSpacing(8)
        column.addLayout(self._head_row())
        column.addLayout(below_tabs)
        column.addWidget(self.stack, 1)
        column.addWidget(self.panel)

    def _head_row(self) -> QHBoxLayout:
        title = QLabel("到期一览", self)
        title.setObjectName("title")
        self.search_box = SearchBox("搜索场所名称、编号", self)
        self.search_box.remember(self.context.settings, "duties")
        self.search_box.setMinimumWidth(200)
        self.search_box.setMaximumWidth(300)
        printing = IconButton("print", "打印", "action", self)
        printing.setToolTip(self.print_action.toolTip())
        printing.clicked.connect(self.print_action.trigger)
        row = row_of(title, GAP)
        for widget in (self.years, self.search_box, printing):
            row.addWidget(widget)
        return row

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._change_duty)
        self.years.stepped.connect(self.reload)
        self.years.shown.connect(self.period_changed)
        self.search_box.searched.connect(self._search)
        self.search_box.left_for_list.connect(self.table.setFocus)
        self.filter_bar.filtered.connect(self._filter)
        self.table.opened.connect(self._open_cell)
        self.table.chosen.connect(self._show_chosen)
        self.panel.asked.connect(self._do)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._show_menu)
        self.refresh.triggered.connect(self.reload)
        self.find_action.triggered.connect(
            lambda: self.search_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        )
        self.print_action.triggered.connect(self._print)

    # what the clerk does

    def _change_duty(self) -> None:
        self.board = None
        self.reload()

    def _filter(self, filters: Filters) -> None:
        self.filter_bar.show_filters(filters)
        self.search_box.show_text(filters.search)
        if self.board is not None:
            self._show_board(self.board)

    def _search(self, text: str) -> None:
        self._filter(self.filter_bar.filters.with_changes(search=text))

    def _open_cell(self, row: int, column: int) -> None:
        is_month = FIRST_MONTH <= column < DUE
        cell = self.model.rows[row].cells[column - FIRST_MONTH] if is_month else None
        self._do(deed_of(cell, self.duty))

    def _show_menu(self, place: QPoint) -> None:
        """A right click offers what the panel offers."""
        index = self.table.indexAt(place)
        if not index.isValid():
            return
        self.table.setCurrentIndex(index)
        menu = QMenu(self)
        menu.setObjectName("cell_menu")
        menu.aboutToHide.connect(menu.deleteLater)
        for key, button in self.panel.buttons.items():
            if not button.isHidden():
                menu.addAction(button.text()).triggered.connect(
                    # After the menu is gone: a form runs an event loop of its own.
                    lambda checked=False, key=key: QTimer.singleShot(0, self, lambda: self._do(key))
                )
        menu.popup(self.table.viewport().mapToGlobal(place))

    def _do(self, deed: str) -> None:
        self.acts.do(deed, self.duty, self.current_row())

    def _print(self) -> None:
        self.acts.print_board(
            self.duty, self.years.year, [each.standing.premises_id for each in self.model.rows]
        )

    # what follows

    def _take_board(self, board: Board) -> bool:
        is_wanted = (board.duty, board.year) == (self.duty, self.years.year)
        if is_wanted:
            self._show_board(board)
        self.board_shown.emit()
        return is_wanted

    def _show_board(self, board: Board) -> None:
        chosen, column = self.current_row(), self.table.currentIndex().column()
        wanted = self._wanted or (chosen.standing.premises_id if chosen else "")
        self.board, self._wanted = board, ""
        self.table.this_month = FIRST_MONTH + board.today.month - 1 if board.year == board.today.year else -1
        self.model.show_board(board, self.filter_bar.filters)
        row = self.model.row_of(wanted) if wanted else None
        if row is not None:
            self.table.setCurrentIndex(self.model.index(row, max(column, 0)))
        self._show_place(board)
        self._show_chosen()

    def _show_place(self, board: Board) -> None:
        is_empty = not self.model.rowCount()
        self.stack.setCurrentWidget(self.empty if is_empty else self.table)
        self.panel.setVisible(not is_empty)
        if is_empty and board.rows:
            clear = ("清除全部筛选", lambda: self._filter(Filters()))
            self.empty.show_words("没有符合条件的场所", "换个搜索词，或去掉上面的某个筛选条件。", [clear])
        elif is_empty:
            new = ("新增场所", lambda: self.context.actions.new("premises"))
            self.empty.show_words("还没有场所", "登记场所以后，这里显示每家的演练和自查什么时候到期。", [new])

    def _show_chosen(self) -> None:
        row = self.current_row()
        if self.board is not None:
            self.panel.show_row(row, self.duty, self.board.today)
            self.counts = (len(self.board.rows), self.model.rowCount(), 1 if row else 0)
            self.counted.emit(*self.counts)
