"""本月看板: the month of every committee, with ways to its return and packages, reminders and exports. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.jobs import Token
from desktop.street.month_board import MonthBoard, MonthLine, Standing, month_of_all, months_of_board
from desktop.street.month_papers import sums_of
from desktop.street.street_ledger import StreetLedger
from ui.models.change_relay import Changed
from ui.models.filters import Filters
from ui.models.marks import Mark
from ui.pages.page_context import PageContext
from ui.pages.page_reading import PageReading
from ui.pages.submission.value_table import ValueColumn, ValueTable
from ui.street.action_buttons import action_button, offer_menu
from ui.street.board_excuses import BoardExcuses
from ui.street.board_papers import BoardPapers
from ui.submission.wording import moment_words, period_words
from ui.theme.restyle import set_mark
from ui.theme.tokens import PAGE_MARGIN, Tone
from ui.widgets.dialogs import run_dialog
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.icon_buttons import named_action, tint_actions
from ui.widgets.labels import plain_label
from ui.widgets.quiet_inputs import QuietComboBox

_TABLES = frozenset(("roster", "received_package", "monthly_return", "setting"))
_TONES = {
    Standing.IN_TIME: Tone.DONE, Standing.LATE: Tone.WAITING, Standing.RETURNED: Tone.DANGER, Standing.MISSING: Tone.DANGER,
    Standing.NOT_ENROLLED: Tone.WAITING, Standing.NOT_ASKED: Tone.NEUTRAL,
}  # fmt: skip


def _mark(line: MonthLine) -> Mark:
    is_early = line.standing is Standing.MISSING and not line.is_overdue
    return Mark(line.standing.value, Tone.WAITING if is_early else _TONES[line.standing], is_pill=True)


COLUMNS = (
    ValueColumn("情况", 92, lambda line: line.standing.value, _mark),
    ValueColumn("村居", 220, lambda line: line.name),
    ValueColumn("月报收到时间", 148, lambda line: moment_words(line.arrived_at) if line.arrived_at else "—"),
    ValueColumn("版次", 56, lambda line: f"第{line.version}版" if line.version > 1 else "", is_number=True),
    ValueColumn("报送包", 130, lambda line: line.serials or "—"),
    ValueColumn("记录", 72, lambda line: str(line.records or ""), is_number=True),
    ValueColumn("说明", 260, lambda line: line.note),
)
_STRETCHED = 6
_SELDOM = (Standing.NOT_ENROLLED, Standing.NOT_ASKED)  # not offered while there are none


class BoardPage(QWidget):
    """The page of the street's window that shows who has reported."""

    period_changed = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.street = context, cast(StreetLedger, context.office)
        self.board: MonthBoard | None = None
        self.standing: Standing | None = None  # only these are shown
        self.months = QuietComboBox(self)
        self.due, self.sums = QLabel(self), plain_label("", "muted")
        self.table = ValueTable(COLUMNS, _STRETCHED, self)
        self.table.setAccessibleName("本月看板")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.empty, self.stack = EmptyState(self), QStackedWidget(self)
        self.filters = {each: self._filter_button(each) for each in (None, *Standing)}
        self.see_return = self._action(
            "看月报", "monthly_return", "", "这个村居这个月的月报", self.show_return
        )
        self.see_packages = self._action(
            "看报送包…", "inbox", "", "这个村居交来的每个包和回执", self.show_packages
        )
        self.excuses = BoardExcuses(self)
        self.papers = BoardPapers(self)
        self.refresh = self._action("刷新", "refresh", "F5", "重新统计", lambda: self.reading.start())
        self.reading = PageReading(self, context, self._begin_reading, self._take, _TABLES)
        self._lay_out()
        self._offer_months()
        self.months.currentIndexChanged.connect(self.reading.start)
        self.months.currentIndexChanged.connect(self.period_changed)
        self.table.selection_told.connect(self._show_selection)
        self.table.opened.connect(lambda row: self._open())
        offer_menu(self.table, (self.see_return, self.see_packages, *self.excuses.all(), self.papers.remind))

    # what the main window asks for

    def take_change(self, changed: Changed) -> None:
        """Hear of a write."""
        self.reading.note_change(changed)

    def menu_actions(self) -> tuple[list[QAction], list[QAction]]:
        """The actions of the 记录 and of the 查找 menu."""
        acts = [self.see_return, self.see_packages, *self.excuses.all(), *self.papers.all()]
        return acts, [self.refresh]

    def period_words(self) -> str:
        """The month shown, for the window's title."""
        return self.months.currentText()

    # what the clerk does

    def show_only(self, standing: Standing | None) -> None:
        """Show only the committees that stand so; all of them for None."""
        self.standing = standing
        self._show()

    def shown(self) -> list[MonthLine]:
        """The committees that are listed."""
        lines = self.board.lines if self.board else ()
        return [each for each in lines if self.standing in (None, each.standing)]

    def selected(self) -> list[MonthLine]:
        """The selected committees."""
        values = self.table.values_model.values
        return [values[row] for row in self.table.selected_rows() if row < len(values)]

    def show_return(self) -> None:
        """Go to the selected committee's return of the month."""
        [line, *_] = self.selected()
        words = f"{line.name} {self.board.words if self.board else ''}"
        self.context.actions.open_list(
            "monthly_return", Filters(only=(words, (line.return_id,))), line.return_id
        )

    def show_packages(self) -> None:
        """Every package of the selected committee, with what can be done with it."""
        from ui.street.packages_dialog import PackagesDialog

        [line, *_] = self.selected()
        run_dialog(PackagesDialog(self.street, self.context, line.code, line.name, self.window()))

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        tint_actions(self)
        if self.reading.is_stale:
            self.reading.start()

    # inside

    def _offer_months(self) -> None:
        self.months.blockSignals(True)
        for each in months_of_board(self.street):
            self.months.addItem(period_words(each), each)
        self.months.blockSignals(False)

    def _begin_reading(self) -> Callable[[Token], MonthBoard]:
        month = str(self.months.currentData())
        return lambda token: month_of_all(self.street, month, with_unenrolled=True)

    def _take(self, board: MonthBoard) -> bool:
        self.board = board
        self._show()
        return board.month == self.months.currentData()

    def _show(self) -> None:
        board = self.board
        if board is None:
            return
        self.table.values_model.show_values(self.shown())
        self.stack.setCurrentWidget(self.table if board.lines else self.empty)
        for standing, button in self.filters.items():
            count = board.count(standing) if standing else len(board.lines)
            button.setText(f"{standing.value if standing else '全部'} {count}")
            button.setVisible(standing not in _SELDOM or bool(count) or standing is self.standing)
            set_mark(button, "filtering", standing is self.standing)
        self.sums.setText(sums_of(board))
        self.due.setText(self._due_words(board))
        self._show_selection()

    def _due_words(self, board: MonthBoard) -> str:
        days = (board.due.hard - board.today).days
        line = f"截止 {board.due.hard.isoformat()} 24时"
        return (
            f"{line}，还有 {days} 天"
            if days > 0
            else f"{line}，就是今天"
            if not days
            else f"{line}，已过 {-days} 天"
        )

    def _show_selection(self) -> None:
        lines = self.selected()
        one = len(lines) == 1
        self.see_return.setEnabled(one and bool(lines[0].return_id))
        self.see_packages.setEnabled(one and lines[0].is_enrolled)
        self.excuses.allow(lines)
        self.papers.allow()

    def _open(self) -> None:
        if self.see_return.isEnabled():
            self.show_return()
        elif self.see_packages.isEnabled():
            self.show_packages()

    def _action(self, text: str, icon: str, keys: str, tip: str, act: Callable[[], object]) -> QAction:
        action = named_action(self, text, icon, keys, tip)
        action.triggered.connect(lambda: act())
        return action

    def _filter_button(self, standing: Standing | None) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("filter")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip(f"只看{standing.value}的村居" if standing else "看全部村居")
        button.clicked.connect(lambda: self.show_only(standing))
        return button

    def _lay_out(self) -> None:
        title = QLabel("本月看板", self)
        title.setObjectName("title")
        self.due.setObjectName("muted")
        self.months.setAccessibleName("哪个月")
        self.months.setMinimumWidth(132)
        head = QHBoxLayout()
        head.setSpacing(8)
        for widget in (title, self.months, self.due):
            head.addWidget(widget)
        papers = FlowLayout(is_at_right=True)
        for action in (self.papers.print_table, self.papers.export, self.papers.remind):
            papers.addWidget(action_button(action, self))
        head.addLayout(papers, 1)
        filters = FlowLayout(gap=4, asks_one_line=True)
        acts, excuses = (FlowLayout(is_at_right=True, asks_one_line=True) for _ in range(2))
        for button in self.filters.values():
            filters.addWidget(button)
        for action in (self.see_return, self.see_packages, self.papers.circular, self.papers.rollup):
            acts.addWidget(action_button(action, self))
        row = QHBoxLayout()
        row.addLayout(filters)
        row.addStretch(1)
        row.addLayout(acts)
        excuses.addWidget(self.papers.with_unenrolled)
        for action in self.excuses.all():
            excuses.addWidget(action_button(action, self))
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.sums, 1)
        foot.addLayout(excuses)
        self.empty.show_words(
            "还没有村居", "本街道的代码在村居名单里没有下属村居，名册里也没有登记；先在“名册”页登记村居。", []
        )
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, 12, PAGE_MARGIN, 8)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(row)
        column.addWidget(self.stack, 1)
        column.addLayout(foot)
