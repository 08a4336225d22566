"""The wall chart: months across, rows down, a bar for each task. One painter; only what is seen is painted. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from desktop.wall_chart import Bar, ChartRow, year_share
from ui.theme.tokens import Tokens, tokens_now
from ui.widgets.wall_chart_bars import paint_bar, write_fitted

ROW, BAR, HEAD, LEAST_MONTH = 30, 22, 32, 56
LABEL_LETTERS = 15
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class WallChart(QAbstractScrollArea):
    """Rows of bars. `opened` carries the task of a bar that was clicked or entered."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[ChartRow] = ()
        self.year, self.today = 0, date.min
        self.current: Bar | None = None
        self._pictures: dict[int, QPixmap] = {}
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
        found = (
            bar for bar in self.rows[row].bars if self._place(bar, self._top(row)).contains(QPointF(place))
        )
        return next(found, None)

    def place_of(self, record_id: str) -> QPoint | None:
        """The middle of a task's bar in the viewport, brought into view; None when the chart does not have it."""
        for number, row in enumerate(self.rows):
            for bar in row.bars:
                if bar.record["id"] == record_id:
                    self._bring_into_view(number)
                    return self._place(bar, self._top(number)).center().toPoint()
        return None

    # events

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens = QPainter(self.viewport()), tokens_now()
        painter.fillRect(self.viewport().rect(), QColor(tokens.raised))
        scrolled = self.verticalScrollBar().value()
        last = min(len(self.rows), (scrolled + self.viewport().height()) // ROW + 1)
        for number in range(scrolled // ROW, last):
            painter.drawPixmap(0, self._top(number), self._picture(number))
        self._paint_head(painter, tokens)
        self._paint_today(painter, tokens)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        if dx:
            self._pictures.clear()
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange) and hasattr(self, "_pictures"):
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

    def _picture(self, number: int) -> QPixmap:
        """A row, painted once and kept until something on it changes: scrolling only puts pictures down."""
        if number not in self._pictures:
            ratio = self.devicePixelRatioF()
            picture = QPixmap(round(self.viewport().width() * ratio), round(ROW * ratio))
            picture.setDevicePixelRatio(ratio)
            painter = QPainter(picture)
            painter.setFont(self.font())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_row(painter, self.rows[number], tokens_now())
            painter.end()
            self._pictures[number] = picture
        return self._pictures[number]

    def _paint_row(self, painter: QPainter, row: ChartRow, tokens: Tokens) -> None:
        width, left = self.viewport().width(), self._label_width()
        painter.fillRect(QRectF(0, 0, width, ROW), QColor(tokens.raised))
        painter.setPen(QColor(tokens.line))
        if row.label:
            painter.drawLine(QPointF(0, 0), QPointF(width, 0))
            taken = self.fontMetrics().horizontalAdvance(row.count) + 12
            place = QRectF(12, 0, left - 16 - taken, ROW)
            painter.setPen(QColor(tokens.text))
            write_fitted(painter, place, row.label)
            painter.setPen(QColor(tokens.muted))
            painter.drawText(place.adjusted(0, 0, taken, 0), _RIGHT, row.count)
        painter.setClipRect(QRectF(left, 0, width - left, ROW))
        painter.setPen(QColor(tokens.line))
        for month in range(12):
            painter.drawLine(QPointF(self._x(month / 12), 0), QPointF(self._x(month / 12), ROW))
        for bar in row.bars:
            paint_bar(painter, bar, self._place(bar, 0), bar is self.current)

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
        left = self._label_width()
        painter.setClipRect(QRectF(left, 0, self.viewport().width() - left, self.viewport().height()))
        width = self._x(1 / 12) - self._x(0)
        for month in range(12):
            place = QRectF(self._x(month / 12), 0, width, HEAD)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, f"{month + 1}月")
        if self.today.year == self.year:
            x = self._x(year_share(self.today, self.year))
            painter.setPen(QColor(tokens.danger))
            painter.drawText(QRectF(x - 24, HEAD - 15, 48, 15), Qt.AlignmentFlag.AlignCenter, "▼")

    # places

    def _x(self, share: float) -> float:
        width = max(self.viewport().width() - self._label_width() - 8, 12 * LEAST_MONTH)
        return self._label_width() + width * share - self.horizontalScrollBar().value()

    def _label_width(self) -> int:
        return self.fontMetrics().horizontalAdvance("中") * LABEL_LETTERS

    def _top(self, number: int) -> int:
        return HEAD + number * ROW - self.verticalScrollBar().value()

    def _place(self, bar: Bar, top: int) -> QRectF:
        left, right = self._x(bar.begin), self._x(bar.end)
        return QRectF(left + 1, top + (ROW - BAR) / 2, max(right - left - 2, 6), BAR)

    def _make_current(self, bar: Bar) -> None:
        self.current = bar
        self._pictures.clear()
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
        self._pictures.clear()
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
