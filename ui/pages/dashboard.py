"""工作台: what waits, each number a way to its list, the ten most urgent records, and the charts. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.jobs import Token
from ui.models.change_relay import Changed
from ui.models.desk_cards import GROUPS, OWED, Card, desk_cards
from ui.models.desk_counts import DeskCounts, LastReceipt, count_desk
from ui.models.filters import Filters
from ui.pages.page_context import PageContext
from ui.pages.page_reading import PageReading
from ui.pages.urgent_list import UrgentList
from ui.theme.tokens import PAGE_MARGIN
from ui.widgets.count_card import CountCard
from ui.widgets.icon_buttons import IconButton, named_action

if TYPE_CHECKING:
    from ui.backup_line import BackupLine
    from ui.charts.board import ChartBoard

CARD_COLUMNS = 3
_WIDE = 840  # from this width on two groups stand side by side
_HEAD_WORDS = 54  # letters that the head of the page takes with everything in it
_WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
_ANSWERS = {"accepted": "已接收", "partial": "部分接收", "rejected": "退回", "held": "暂存待核"}


class Dashboard(QScrollArea):
    """The work table; counts again when something was written, while it is shown."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("工作台")
        self.context, self.office = context, context.office
        self.reading = PageReading(self, context, self._begin, self._take)
        self.cards: dict[str, CountCard] = {}
        self.groups: list[QFrame] = []
        self.backups: BackupLine | None = None
        self.charts: ChartBoard | None = None
        self.returns: QPushButton | None = None
        self._ids: dict[str, tuple[str, ...]] = {}
        self.new_hazard = named_action(self, "新增隐患", "add", "Ctrl+N")
        self.new_hazard.triggered.connect(lambda: context.actions.new("hazard"))
        self.refresh = named_action(self, "刷新", "refresh", "F5")
        self.refresh.triggered.connect(self.recount)
        self.overdue_list = named_action(self, "逾期清单", "alert", "", "各台账中已经逾期的全部事项")
        self.overdue_list.triggered.connect(self._show_overdue)
        self.urgent = UrgentList(context)
        self.setWidgetResizable(True)
        self.setWidget(self._make_body())

    def take_change(self, changed: Changed) -> None:
        """Hear of a write."""
        self.reading.note_change(changed)

    def menu_actions(self) -> tuple[list[QAction], list[QAction]]:
        """The actions of the 记录 and of the 查找 menu."""
        return [self.new_hazard], [self.overdue_list, self.refresh]

    def recount(self) -> None:
        """Count again, away from this thread; a count that is under way is followed by another."""
        self.reading.start()

    def _begin(self) -> Callable[[Token], DeskCounts]:
        return lambda token: count_desk(self.office, token)

    def _take(self, counts: DeskCounts) -> bool:
        self._ids = dict(counts.ids)
        for key, count in counts.counts.items():
            self.cards[key].show_count(count)
        self.urgent.show_records(counts.urgent)
        self.receipt.setText(_receipt_words(counts.receipt))
        self._show_returns(counts.returns)
        if not self.reading.is_stale:  # otherwise another count follows
            self._show_backups()
            self._show_charts()
        return True

    def _show_returns(self, words: str) -> None:
        """How the month's return stands; made with the first numbers, not for the first paint."""
        if self.returns is None:
            from ui.owed_returns_dialog import countdown_line

            self.returns = countdown_line(self._show_owed)
            self._column.insertWidget(1, self.returns)
            self._place_of_charts += 1
        self.returns.setText(words)

    def _show_backups(self) -> None:
        """How old the last backup is; made once the numbers stand, in the head of the page."""
        if self.backups is None:
            from ui.backup_line import BackupLine

            self.backups = BackupLine(self.context)
            self._head_row.insertWidget(self._head_row.count() - 1, self.backups)
            self._arrange_head()
        self.backups.reload()

    def _show_charts(self) -> None:
        """Read the charts anew; their part of the page is made once the numbers stand, not for the first paint."""
        if self.charts is None:
            from ui.charts.board import ChartBoard

            self.charts = ChartBoard(self.context)
            self._column.insertWidget(self._place_of_charts, self.charts)
        self.charts.reload()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.reading.is_stale:
            QTimer.singleShot(0, self, self.recount)  # the first screen is painted before anything is counted

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange_groups()
        self._arrange_head()

    def _open(self, card: Card) -> None:
        if card.table == OWED:
            self._show_owed()
            return
        ids = self._ids.get(card.key, ())
        filters = Filters(only=(card.label, ids)) if card.is_by_ids else card.filters
        self.context.actions.open_list(card.table, filters)

    # layout

    def _make_body(self) -> QWidget:
        body = QWidget()
        column = self._column = QVBoxLayout(body)
        column.setContentsMargins(PAGE_MARGIN, 8, PAGE_MARGIN, PAGE_MARGIN)
        column.setSpacing(8)
        column.addLayout(self._head())
        cards = desk_cards(self.office.clock.today())
        self.groups = [
            self._group(group, [each for each in cards if each.group == group]) for group in GROUPS
        ]
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        column.addLayout(self._grid)
        self._arrange_groups()
        column.addSpacing(4)
        column.addLayout(self._urgent_head())
        column.addWidget(self.urgent)
        column.addSpacing(4)
        self._place_of_charts = column.count()
        column.addStretch(1)
        return body

    def _head(self) -> QHBoxLayout:
        today = self.office.clock.today()
        day = QLabel(f"{today.year}年{today.month}月{today.day}日　{_WEEKDAYS[today.weekday()]}")
        day.setObjectName("title")
        self.receipt = QLabel()
        self.receipt.setObjectName("muted")
        button = IconButton("add", "新增隐患", "primary")
        button.setToolTip(self.new_hazard.toolTip())
        button.clicked.connect(self.new_hazard.trigger)
        head = self._head_row = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(day)
        head.addWidget(self.receipt, 1)
        head.addWidget(button)
        return head

    def _urgent_head(self) -> QHBoxLayout:
        every = QPushButton("全部逾期事项…")
        every.setObjectName("link")
        every.setToolTip(self.overdue_list.toolTip())
        every.clicked.connect(self.overdue_list.trigger)
        row = QHBoxLayout()
        row.addWidget(QLabel("最要紧的十件事"), 1)
        row.addWidget(every)
        return row

    def _show_overdue(self) -> None:
        from ui.overdue_dialog import show_overdue

        show_overdue(self.office, self.context.actions, self.window())

    def _show_owed(self) -> None:
        from ui.owed_returns_dialog import make_owed_month

        make_owed_month(self.context)

    def _group(self, title: str, cards: list[Card]) -> QFrame:
        frame = QFrame()
        frame.setObjectName("card")
        column = QVBoxLayout(frame)
        column.setContentsMargins(6, 8, 6, 6)
        column.setSpacing(2)
        head = QLabel(title)
        head.setContentsMargins(10, 0, 0, 0)
        column.addWidget(head)
        grid = QGridLayout()
        grid.setSpacing(4)
        columns = CARD_COLUMNS if len(cards) <= 2 * CARD_COLUMNS else CARD_COLUMNS + 1
        for place, described in enumerate(cards):
            card = self.cards[described.key] = CountCard(described.label, described.tone)
            card.clicked.connect(lambda checked=False, described=described: self._open(described))
            grid.addWidget(card, place // columns, place % columns)
        column.addLayout(grid)
        return frame

    def _arrange_head(self) -> None:
        """On a narrow page the second way to the backups gives its room; the menu 台账 has it too."""
        if self.backups is not None:
            is_narrow = self.width() < _HEAD_WORDS * self.fontMetrics().horizontalAdvance("中")
            self.backups.more_button.setVisible(not is_narrow)

    def _arrange_groups(self) -> None:
        columns = 2 if self.width() >= _WIDE else 1
        if self._grid.count() and self._grid.property("columns") == columns:
            return
        self._grid.setProperty("columns", columns)
        for place, group in enumerate(self.groups):
            self._grid.addWidget(group, place // columns, place % columns)


def _receipt_words(receipt: LastReceipt | None) -> str:
    if receipt is None:
        return ""
    return f"最近回执：{receipt.received} 街道{_ANSWERS.get(receipt.status, receipt.status)}"
