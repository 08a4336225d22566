"""The wall chart: months across, rows down, a bar for each task. One painter; only what is seen is painted. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from desktop.wall_chart import Bar, BarState, ChartRow, year_share
from ui.theme.tokens import Tokens, Tone, tokens_now

ROW, BAR, HEAD, LEAST_MONTH = 30, 22, 32, 56
LABEL_LETTERS = 15
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
TONES = {
    BarState.NOT_STARTED: Tone.NEUTRAL,
    BarState.IN_PROGRESS: Tone.ACTIVE,
    BarState.AWAITING: Tone.WAITING,
    BarState.SUSPENDED: Tone.NEUTRAL,
    BarState.OVERDUE: Tone.DANGER,
    BarState.DONE: Tone.DONE,
    BarState.DONE_LATE: Tone.DONE,
}
PATTERNS = {
    BarState.AWAITING: Qt.BrushStyle.BDiagPattern,
    BarState.SUSPENDED: Qt.BrushStyle.Dense7Pattern,
    BarState.OVERDUE: Qt.BrushStyle.DiagCrossPattern,
    BarState.DONE_LATE: Qt.BrushStyle.FDiagPattern,
}


class WallChart(QAbstractScrollArea):
    """Rows of bars. `opened` carries the task of a bar that was clicked or entered."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[ChartRow] = ()
        self.year, self.today = 0, date.min
        self.current: Bar | None = None
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName("挂图作战")
        self.verticalScrollBar().setSingleStep(ROW)

    def show_rows(self, rows: Sequence[ChartRow], year: int, today: date) -> None:
        """Show another chart; the current task stays current when it is on it."""
        kept = self.current.record["id"] if self.current else ""
        self.rows, self.year, self.today = rows, year, today
        self.current = next((bar for bar in self.bars() if bar.record["id"] == kept), None)
        self._fit()
        self.viewport().update()

    def bars(self) -> list[Bar]:
        """Every bar, row by row."""
        return [bar for row in self.rows for bar in row.bars]

    def bar_at(self, place: QPoint) -> Bar | None:
        """The bar at a place of the viewport, or None."""
        row = (place.y() - HEAD + self.verticalScrollBar().value()) // ROW
        if place.y() < HEAD or place.x() < self._label_width() or not 0 <= row < len(self.rows):
            return None
        found = (bar for bar in self.rows[row].bars if self._place(bar, row).contains(QPointF(place)))
        return next(found, None)

    def place_of(self, record_id: str) -> QPoint | None:
        """The middle of a task's bar in the viewport, brought into view; None when the chart does not have it."""
        for number, row in enumerate(self.rows):
            for bar in row.bars:
                if bar.record["id"] == record_id:
                    self._bring_into_view(number)
                    return self._place(bar, number).center().toPoint()
        return None

    # events

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens = QPainter(self.viewport()), tokens_now()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.viewport().rect(), QColor(tokens.raised))
        scrolled = self.verticalScrollBar().value()
        first = scrolled // ROW
        last = min(len(self.rows), (scrolled + self.viewport().height()) // ROW + 1)
        for number in range(first, last):
            self._paint_label(painter, number, tokens)
        left = self._label_width()
        painter.setClipRect(QRectF(left, 0, self.viewport().width() - left, self.viewport().height()))
        self._paint_months(painter, tokens)
        for number in range(first, last):
            for bar in self.rows[number].bars:
                self._paint_bar(painter, bar, self._place(bar, number), tokens)
        self._paint_today(painter, tokens)
        self._paint_head(painter, tokens)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        bar = self.bar_at(event.position().toPoint())
        if bar is not None and event.button() is Qt.MouseButton.LeftButton:
            self._make_current(bar)
            self.opened.emit(bar.record["id"])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self.bar_at(event.position().toPoint())
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bars = self.bars()
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}.get(
            Qt.Key(event.key())
        )
        if step and bars:
            place = bars.index(self.current) + step if self.current in bars else 0
            self._make_current(bars[max(0, min(place, len(bars) - 1))])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current:
            self.opened.emit(self.current.record["id"])
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            bar = self.bar_at(event.pos())
            QToolTip.showText(event.globalPos(), spoken(bar) if bar else "", self.viewport())
            return True
        return super().viewportEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(self._label_width() + 12 * 80, 480)

    # painting

    def _paint_months(self, painter: QPainter, tokens: Tokens) -> None:
        height = min(self.viewport().height(), HEAD + len(self.rows) * ROW)
        painter.setPen(QColor(tokens.line))
        for month in range(12):
            x = self._x(month / 12)
            painter.drawLine(QPointF(x, 0), QPointF(x, height))

    def _paint_label(self, painter: QPainter, number: int, tokens: Tokens) -> None:
        row, top = self.rows[number], self._top(number)
        if row.label:
            painter.setPen(QColor(tokens.line))
            painter.drawLine(QPointF(0, top), QPointF(self.viewport().width(), top))
            painter.setPen(QColor(tokens.text))
            taken = self.fontMetrics().horizontalAdvance(row.count) + 12
            place = QRectF(12, top, self._label_width() - 16 - taken, ROW)
            self._write(painter, place, row.label)
            painter.setPen(QColor(tokens.muted))
            painter.drawText(place.adjusted(0, 0, taken, 0), _RIGHT, row.count)

    def _paint_bar(self, painter: QPainter, bar: Bar, place: QRectF, tokens: Tokens) -> None:
        ink = tokens.inks[TONES[bar.state]]
        is_dashed = bar.state in (BarState.SUSPENDED, BarState.NOT_STARTED)
        is_hollow = bar.state is BarState.NOT_STARTED
        pen = QPen(QColor(ink.text), 1, Qt.PenStyle.DashLine if is_dashed else Qt.PenStyle.SolidLine)
        painter.setPen(pen)
        painter.setBrush(QColor(tokens.raised if is_hollow else ink.wash))
        painter.drawRoundedRect(place, 3, 3)
        words = QRectF(place.adjusted(6, 0, -4, 0))
        text = f"{bar.state.value}　{bar.record['title']}"
        if pattern := PATTERNS.get(bar.state):
            colour = QColor(ink.text)
            colour.setAlpha(90)
            taken = QFontMetricsF(self.font()).horizontalAdvance(text) + 12
            is_full = (
                taken > place.width() - 12
            )  # words stand on clear ground, the pattern beside or below them
            patterned = place.adjusted(1, BAR - 6, -1, -1) if is_full else place.adjusted(taken, 1, -1, -1)
            painter.fillRect(patterned, QBrush(colour, pattern))
        if bar is self.current:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.drawRoundedRect(place.adjusted(-1, -1, 1, 1), 4, 4)
        painter.setPen(QColor(ink.text))
        self._write(painter, words, text)

    def _paint_today(self, painter: QPainter, tokens: Tokens) -> None:
        if self.today.year == self.year:
            x = self._x(year_share(self.today, self.year))
            painter.setPen(QPen(QColor(tokens.danger), 2))
            painter.drawLine(QPointF(x, HEAD), QPointF(x, self.viewport().height()))

    def _paint_head(self, painter: QPainter, tokens: Tokens) -> None:
        painter.fillRect(QRectF(0, 0, self.viewport().width(), HEAD), QColor(tokens.raised))
        painter.setPen(QColor(tokens.line))
        painter.drawLine(QPointF(0, HEAD), QPointF(self.viewport().width(), HEAD))
        painter.setPen(QColor(tokens.muted))
        width = self._x(1 / 12) - self._x(0)
        for month in range(12):
            place = QRectF(self._x(month / 12), 0, width, HEAD)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, f"{month + 1}月")
        if self.today.year == self.year:
            x = self._x(year_share(self.today, self.year))
            painter.setPen(QColor(tokens.danger))
            painter.drawText(QRectF(x - 24, HEAD - 15, 48, 15), Qt.AlignmentFlag.AlignCenter, "▼")

    def _write(self, painter: QPainter, place: QRectF, text: str) -> None:
        words = QFontMetricsF(self.font()).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    # places

    def _x(self, share: float) -> float:
        width = max(self.viewport().width() - self._label_width() - 8, 12 * LEAST_MONTH)
        return self._label_width() + width * share - self.horizontalScrollBar().value()

    def _label_width(self) -> int:
        return self.fontMetrics().horizontalAdvance("中") * LABEL_LETTERS

    def _top(self, number: int) -> int:
        return HEAD + number * ROW - self.verticalScrollBar().value()

    def _place(self, bar: Bar, number: int) -> QRectF:
        left, right = self._x(bar.begin), self._x(bar.end)
        return QRectF(left + 1, self._top(number) + (ROW - BAR) / 2, max(right - left - 2, 6), BAR)

    def _make_current(self, bar: Bar) -> None:
        self.current = bar
        self._bring_into_view(next(n for n, row in enumerate(self.rows) if bar in row.bars))
        self.setAccessibleDescription(spoken(bar))
        self.viewport().update()

    def _bring_into_view(self, number: int) -> None:
        bar, room = self.verticalScrollBar(), self.viewport().height() - HEAD
        if number * ROW < bar.value():
            bar.setValue(number * ROW)
        elif (number + 1) * ROW > bar.value() + room:
            bar.setValue((number + 1) * ROW - room)

    def _fit(self) -> None:
        room = self.viewport().height() - HEAD
        self.verticalScrollBar().setRange(0, max(0, len(self.rows) * ROW - room))
        self.verticalScrollBar().setPageStep(max(room, ROW))
        over = self._label_width() + 8 + 12 * LEAST_MONTH - self.viewport().width()
        self.horizontalScrollBar().setRange(0, max(0, over))


def spoken(bar: Bar) -> str:
    """A bar in words: number, task, owner, days and state."""
    task = bar.record
    return (
        f"{task['no']} {task['title']}\n{task['owner']}　{task['start']} 至 {task['due']}　{bar.state.value}"
    )
