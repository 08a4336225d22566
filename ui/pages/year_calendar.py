"""年历: what is due in which month of a year, and how much of it is done. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QColor, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.desk import Entry, State, calendar_of
from desktop.jobs import Token
from ui.models.change_relay import Changed
from ui.models.filters import Filters
from ui.models.marks import Mark
from ui.pages.page_context import PageContext
from ui.pages.page_reading import PageReading
from ui.theme.tokens import PAGE_MARGIN, Tone, tokens_now
from ui.widgets.drawn_marks import mark_width, paint_mark
from ui.widgets.icon_buttons import named_action
from ui.widgets.rows import GAP, row_of
from ui.widgets.year_stepper import YearStepper

_COLUMNS = (
    (900, 3),
    (560, 2),
    (0, 1),
)  # from which width on how many months stand side by side; three are a quarter
_NOTE = "事项和依据按青夏街〔2024〕13号等整理；完成情况由台账统计。27日前报送，建议26日办完。点一项打开对应的记录。"
_TONES = {
    State.DONE: Tone.DONE,
    State.NOT_ASKED: Tone.DONE,
    State.NOW: Tone.WAITING,
    State.AHEAD: Tone.NEUTRAL,
    State.SHORT: Tone.DANGER,
    State.NO_RECORD: Tone.NEUTRAL,
}


class YearCalendar(QWidget):
    """The calendar of one year; `year_shown` follows each new reading."""

    year_shown = Signal()
    period_changed = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.office = context, context.office
        self.years = YearStepper(self.office.clock.today().year, self)
        self.rows: list[EntryRow] = []
        # The page goes to the present month once, again while its rows still find their heights, and then stays where
        # the clerk left it.
        self.rows_were_shown = False
        self._went_to: tuple[MonthCard, int] | None = None
        self.reading = PageReading(self, context, self._begin, self._take)
        self.refresh = named_action(self, "刷新", "refresh", "F5")
        self.refresh.triggered.connect(self.reload)
        self.months = [MonthCard(month, self) for month in range(1, 13)]
        self._lay_out()
        self.years.stepped.connect(self.reload)
        self.years.shown.connect(self.period_changed)

    def take_change(self, changed: Changed) -> None:
        """Hear of a write."""
        self.reading.note_change(changed)

    def menu_actions(self) -> tuple[list[QAction], list[QAction]]:
        """The actions of the 记录 and of the 查找 menu."""
        return [], [self.refresh]

    def period_words(self) -> str:
        """The year shown, for the window's title."""
        return self.years.words()

    def reload(self) -> None:
        """Read the year again, away from this thread."""
        self.reading.start()

    def _begin(self) -> Callable[[Token], tuple[int, list[Entry]]]:
        year = self.years.year
        return lambda token: (year, calendar_of(self.office, year))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.reading.is_stale:
            QTimer.singleShot(0, self, self.reload)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _take(self, found: tuple[int, list[Entry]]) -> bool:
        is_wanted = found[0] == self.years.year
        if is_wanted:
            self._show_entries(found[1])
        self.year_shown.emit()
        return is_wanted

    def _show_entries(self, entries: Sequence[Entry]) -> None:
        today = self.office.clock.today()
        self.rows = []
        for card in self.months:
            card.show_entries([each for each in entries if each.due.month == card.month])
            is_now = (self.years.year, card.month) == (today.year, today.month)
            card.show_now(is_now)
            if is_now and not self.rows_were_shown:
                QTimer.singleShot(0, card, lambda card=card: self._go_to(card))
            self.rows += card.rows
        self.rows_were_shown = True
        for row in self.rows:
            row.clicked.connect(lambda checked=False, entry=row.entry: self._open(entry))

    def _go_to(self, card: MonthCard) -> None:
        body = self.area.widget()
        body.resize(body.width(), body.sizeHint().height())  # the area has not measured the new rows yet
        self.area.ensureWidgetVisible(card, 0, 12)
        self._went_to = (card, self.area.verticalScrollBar().value())

    def _go_again(self) -> None:
        if self._went_to and self._went_to[1] == self.area.verticalScrollBar().value():
            card, self._went_to = self._went_to[0], None
            QTimer.singleShot(0, card, lambda: self._go_to(card))

    def _open(self, entry: Entry) -> None:
        """The records behind an entry; where there are none, the page on which it is done."""
        words = f"{entry.label}：{'未办' if entry.found.total else '已办'}"
        filters = Filters(only=(words, entry.found.ids)) if entry.found.ids else Filters()
        self.context.actions.open_list(entry.table, filters)

    def _lay_out(self) -> None:
        grid = self._grid = QGridLayout()
        grid.setSpacing(10)
        self._arrange()
        body, scroll = QWidget(), QScrollArea(self)
        scroll.setAccessibleName("年历")
        self.area = scroll
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, PAGE_MARGIN)
        column.addLayout(grid)
        column.addStretch(1)
        scroll.setWidgetResizable(True)
        scroll.verticalScrollBar().rangeChanged.connect(self._go_again)
        scroll.setWidget(body)
        note = QLabel(_NOTE, self)
        note.setObjectName("muted")
        note.setWordWrap(True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(PAGE_MARGIN, 8, PAGE_MARGIN, 0)
        whole.setSpacing(8)
        whole.addLayout(self._head())
        whole.addWidget(note)
        whole.addWidget(scroll, 1)

    def _arrange(self) -> None:
        columns = next(count for width, count in _COLUMNS if self.width() >= width)
        for place, card in enumerate(self.months):
            self._grid.addWidget(card, place // columns, place % columns)
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _head(self) -> QHBoxLayout:
        title = QLabel("年历", self)
        title.setObjectName("title")
        return row_of(title, GAP, self.years)


class MonthCard(QFrame):
    """One month with its entries."""

    def __init__(self, month: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.month = month
        self.rows: list[EntryRow] = []
        self.title = QLabel(f"{month}月", self)
        self.title.setContentsMargins(8, 0, 0, 0)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(4, 6, 4, 4)
        self._column.setSpacing(0)
        self._column.addWidget(self.title)
        self._column.addStretch(1)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these entries in place of those before; rows are kept where they can be."""
        while len(self.rows) > len(entries):
            self.rows.pop().deleteLater()
        for row, entry in zip(self.rows, entries, strict=False):
            row.clicked.disconnect()
            row.show_entry(entry)
        for entry in entries[len(self.rows) :]:
            row = EntryRow(entry, self)
            self._column.insertWidget(self._column.count() - 1, row)
            self.rows.append(row)

    def show_now(self, is_now: bool) -> None:
        """Say that this is the present month."""
        self.title.setText(f"{self.month}月（本月）" if is_now else f"{self.month}月")


class EntryRow(QPushButton):
    """Day, words and state of one entry on a line."""

    def __init__(self, entry: Entry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bare")
        self.setFlat(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # as wide as its month
        self.show_entry(entry)

    def show_entry(self, entry: Entry) -> None:
        """Show another entry."""
        self.entry, self.mark = entry, Mark(state_words(entry), _TONES[entry.state], is_pill=True)
        tip = (
            f"{entry.label}\n依据：{entry.source}\n期间：{entry.first.isoformat()} 至 {entry.due.isoformat()}"
        )
        self.setToolTip(tip)
        self.setAccessibleName(f"{day_words(entry.due)} {entry.label} {self.mark.word}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, max(28, round(QFontMetricsF(self.font()).height()) + 10))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, painter, metrics = tokens_now(), QPainter(self), QFontMetricsF(self.font())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.hasFocus():
            painter.fillRect(self.rect(), QColor(tokens.hovered))
        pill, day = mark_width(self.mark, metrics), metrics.horizontalAdvance("12-31") + 10
        words = QRectF(8 + day, 0, self.width() - day - pill - 24, self.height())
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setPen(QColor(tokens.muted))
        painter.drawText(QRectF(8, 0, day, self.height()), left, f"{self.entry.due:%m-%d}")
        is_quiet = self.entry.state in (State.DONE, State.NOT_ASKED, State.AHEAD)
        painter.setPen(QColor(tokens.muted if is_quiet else tokens.text))
        text = metrics.elidedText(self.entry.label, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, left, text)
        paint_mark(painter, self.mark, QRectF(self.width() - pill - 8, 0, pill, self.height()), self)


def state_words(entry: Entry) -> str:
    """The state with how much of how much is done: 本期待办 3/8, 已办 2."""
    found = entry.found
    if found.total:
        return f"{entry.state.value} {found.done}/{found.total}"
    return (
        f"{entry.state.value} {found.done}" if entry.state is State.DONE and found.ids else entry.state.value
    )


def day_words(day: date) -> str:
    """11月27日."""
    return f"{day.month}月{day.day}日"
