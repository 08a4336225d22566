"""One chart of bars, upright or lying, side by side or stacked; every bar opens its records. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
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
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.desk import Chart
from ui.charts.placing import ROW, PlacedPart, placed_parts
from ui.theme.tokens import Tone, tokens_now

UPRIGHT_HEIGHT = 172
_PATTERNS = (
    None,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.DiagCrossPattern,
)  # colour is never the only sign
_CENTRE, _LEFT = Qt.AlignmentFlag.AlignCenter, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_KEYS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class BarChart(QWidget):
    """`opened` carries category and series of a bar that was clicked or entered."""

    opened = Signal(int, int)

    def __init__(self, chart: Chart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart, self.current = chart, -1  # which of the parts with records the keyboard stands on
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_chart(chart)

    def show_chart(self, chart: Chart) -> None:
        """Show other figures of the same chart."""
        self.chart, self.current = chart, -1
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription("；".join(self._words(each) for each in self.parts()))
        self.updateGeometry()
        self.update()

    def parts(self) -> list[PlacedPart]:
        """The bars that stand for records, where they are now."""
        return [
            each
            for each in placed_parts(self.chart, self._room())
            if self.chart.parts[each.category][each.series].count
        ]

    def sizeHint(self) -> QSize:
        lines = max(1, len(self.chart.categories))
        return QSize(420, UPRIGHT_HEIGHT if self.chart.is_upright else round(ROW * lines) + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    # events

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), tokens_now()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room, parts = self._room(), self.parts()
        self._paint_labels(painter, room)
        painter.setPen(QColor(tokens.line))
        ends = (
            (room.bottomLeft(), room.bottomRight())
            if self.chart.is_upright
            else (room.topLeft(), room.bottomLeft())
        )
        painter.drawLine(*ends)
        for place, part in enumerate(parts):
            self._paint_part(painter, part, is_current=place == self.current and self.hasFocus())
        if not self.chart.is_upright:
            self._paint_totals(painter, room)
        if self.hasFocus():  # also before an arrow key chose a bar
            painter.setPen(QColor(tokens.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        is_over = self._at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        part = self._at(event.position())
        if part is not None and event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit(part.category, part.series)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        parts, key = self.parts(), Qt.Key(event.key())
        if parts and key in _KEYS:
            self.current = min(max(0, self.current + _KEYS[key]), len(parts) - 1)
            self.setAccessibleDescription(self._words(parts[self.current]))
            self.update()
        elif parts and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.current >= 0:
            self.opened.emit(parts[self.current].category, parts[self.current].series)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            part = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._words(part) + "，点击查看" if part else "", self)
            return True
        return super().event(event)

    # what follows

    def _at(self, point: QPointF) -> PlacedPart | None:
        """The bar at a place; beside an upright bar or above a short one still counts."""
        grown = (
            (each, each.rect.adjusted(-1, -8, 1, 0 if self.chart.is_upright else 8)) for each in self.parts()
        )
        return next((each for each, rect in grown if rect.contains(point)), None)

    def _words(self, part: PlacedPart) -> str:
        count = self.chart.parts[part.category][part.series].count
        name = f" {self.chart.series[part.series]}" if len(self.chart.series) > 1 else ""
        return f"{self.chart.categories[part.category]}{name} {count}"

    def _room(self) -> QRectF:
        """Where bars may stand: beside or above the labels, with room for the numbers."""
        metrics = QFontMetricsF(self.font())
        if self.chart.is_upright:
            return QRectF(
                4, metrics.height() + 4, self.width() - 8, self.height() - 2 * metrics.height() - 10
            )
        widest = max((metrics.horizontalAdvance(each) for each in self.chart.categories), default=0.0)
        label = min(widest, self.width() * 0.36) + 10
        number = metrics.horizontalAdvance("88888")
        return QRectF(label, 2, max(20.0, self.width() - label - number), ROW * len(self.chart.categories))

    def _paint_labels(self, painter: QPainter, room: QRectF) -> None:
        painter.setPen(QColor(tokens_now().muted))
        metrics, count = QFontMetricsF(self.font()), max(1, len(self.chart.categories))
        for place, label in enumerate(self.chart.categories):
            if self.chart.is_upright:
                step = room.width() / count
                rect = QRectF(room.left() + step * place, room.bottom() + 3, step, metrics.height())
                painter.drawText(rect, _CENTRE, label)
                continue
            rect = QRectF(0, room.top() + ROW * place, room.left() - 8, ROW)
            painter.drawText(
                rect, _LEFT, metrics.elidedText(label, Qt.TextElideMode.ElideRight, rect.width())
            )

    def _paint_part(self, painter: QPainter, part: PlacedPart, is_current: bool) -> None:
        tokens = tokens_now()
        paint_series(painter, part.rect, self.chart.tones[part.series], part.series)
        if is_current:
            painter.setPen(QPen(QColor(tokens.text), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(part.rect.adjusted(-1, -1, 1, 1))
        if self.chart.is_upright:
            count = str(self.chart.parts[part.category][part.series].count)
            height = QFontMetricsF(self.font()).height()
            painter.setPen(QColor(tokens.text))
            rect = QRectF(part.rect.center().x() - 20, part.rect.top() - height - 1, 40, height)
            painter.drawText(rect, _CENTRE, count)

    def _paint_totals(self, painter: QPainter, room: QRectF) -> None:
        """The sum at the end of each line; 0 where there is no bar."""
        ends = {each.category: each.rect.right() for each in self.parts()}
        for place, row in enumerate(self.chart.parts):
            total = sum(part.count for part in row)
            painter.setPen(QColor(tokens_now().text if total else tokens_now().muted))
            left = ends.get(place, room.left()) + 6
            painter.drawText(QRectF(left, room.top() + ROW * place, 80, ROW), _LEFT, str(total))


def paint_series(painter: QPainter, rect: QRectF, tone: str, series: int) -> None:
    """The ground of a series: its colour, and from the second on its own pattern."""
    ink = tokens_now().inks[Tone(tone)]
    colour = QColor(ink.text)
    painter.setPen(QPen(colour, 1))
    painter.setBrush(colour if series == 0 else QColor(ink.wash))
    painter.drawRect(rect)
    if pattern := _PATTERNS[series % len(_PATTERNS)]:
        painter.fillRect(rect, QBrush(colour, pattern))
