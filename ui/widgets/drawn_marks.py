"""Paints marks: a pill with its word, a drawn shape with its word. Nothing depends on a glyph of the font."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.models.marks import Mark, Shape
from ui.theme.tokens import tokens_now

SHAPE_SIZE = 10.0
PILL_HEIGHT = 22.0
_PAD = 8.0


def mark_width(mark: Mark, metrics: QFontMetricsF) -> float:
    """The width that a mark takes, in device-independent pixels."""
    width = metrics.horizontalAdvance(mark.word)
    width += SHAPE_SIZE + 6 if mark.shape is not Shape.NONE else 0
    return width + (2 * _PAD if mark.is_pill else 0)


def paint_mark(painter: QPainter, mark: Mark, place: QRectF, widget: QWidget) -> None:
    """Paint a mark at the left of a place, centred upright, elided when it does not fit."""
    ink = tokens_now().inks[mark.tone]
    metrics = QFontMetricsF(painter.font())
    left, colour = place.left(), QColor(ink.text)
    if mark.is_pill:
        width = min(mark_width(mark, metrics), place.width())
        pill = QRectF(left, place.center().y() - PILL_HEIGHT / 2, width, PILL_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ink.wash))
        painter.drawRoundedRect(pill, PILL_HEIGHT / 2, PILL_HEIGHT / 2)
        place = pill.adjusted(_PAD, 0, -_PAD, 0)
        left = place.left()
    if mark.shape is not Shape.NONE:
        paint_shape(painter, mark.shape, QPointF(left + SHAPE_SIZE / 2, place.center().y()), colour)
        left += SHAPE_SIZE + 6
    painter.setPen(colour)
    words = QRectF(left, place.top(), place.right() - left + 1, place.height())
    text = metrics.elidedText(mark.word, Qt.TextElideMode.ElideRight, words.width())
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


def paint_shape(painter: QPainter, shape: Shape, centre: QPointF, colour: QColor) -> None:
    """Paint ▲, ◆, ■, ● or a ring of SHAPE_SIZE around a point."""
    half = SHAPE_SIZE / 2
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    if shape is Shape.RING:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 1.6))
        painter.drawEllipse(centre, half - 1.4, half - 1.4)
    elif shape is Shape.CIRCLE:
        painter.drawEllipse(centre, half - 0.5, half - 0.5)
    else:
        painter.drawPolygon(QPolygonF([centre + QPointF(x * half, y * half) for x, y in _CORNERS[shape]]))
    painter.restore()


_CORNERS = {
    Shape.TRIANGLE: ((0, -1), (1.1, 0.9), (-1.1, 0.9)),
    Shape.DIAMOND: ((0, -1.15), (1.15, 0), (0, 1.15), (-1.15, 0)),
    Shape.SQUARE: ((-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)),
}


class MarkLabel(QWidget):
    """A mark as a widget of its own; empty while it has none."""

    def __init__(self, mark: Mark | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mark = mark
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_mark(self, mark: Mark | None) -> None:
        """Show another mark, or none."""
        self.mark = mark
        self.setAccessibleName(mark.word if mark else "")
        self.setVisible(mark is not None)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = mark_width(self.mark, QFontMetricsF(self.font())) if self.mark else 0
        return QSize(round(width + 1.5), int(PILL_HEIGHT) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.mark:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_mark(painter, self.mark, QRectF(self.rect()), self)
