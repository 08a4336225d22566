"""What a bar of the wall chart looks like: a tone, an outline and a pattern for each state, and its words."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen

from desktop.wall_chart import Bar, BarState
from ui.theme.tokens import Tone, tokens_now

_TONES = {
    BarState.NOT_STARTED: Tone.NEUTRAL,
    BarState.IN_PROGRESS: Tone.ACTIVE,
    BarState.AWAITING: Tone.WAITING,
    BarState.SUSPENDED: Tone.NEUTRAL,
    BarState.OVERDUE: Tone.DANGER,
    BarState.DONE: Tone.DONE,
    BarState.DONE_LATE: Tone.DONE,
}
_PATTERNS = {
    BarState.AWAITING: Qt.BrushStyle.BDiagPattern,
    BarState.SUSPENDED: Qt.BrushStyle.Dense7Pattern,
    BarState.OVERDUE: Qt.BrushStyle.DiagCrossPattern,
    BarState.DONE_LATE: Qt.BrushStyle.FDiagPattern,
}
_DASHED = (BarState.SUSPENDED, BarState.NOT_STARTED)
_STRIP = 5  # the pattern's height below words that fill their bar


def paint_box(painter: QPainter, state: BarState, place: QRectF, patterned: QRectF) -> None:
    """The outline and ground of a state, and its pattern in a part of it."""
    tokens = tokens_now()
    ink = tokens.inks[_TONES[state]]
    style = Qt.PenStyle.DashLine if state in _DASHED else Qt.PenStyle.SolidLine
    painter.setPen(QPen(QColor(ink.text), 1, style))
    painter.setBrush(QColor(tokens.raised if state is BarState.NOT_STARTED else ink.wash))
    painter.drawRoundedRect(place, 3, 3)
    if pattern := _PATTERNS.get(state):
        colour = QColor(ink.text)
        colour.setAlpha(100)
        painter.fillRect(patterned, QBrush(colour, pattern))


def paint_bar(painter: QPainter, bar: Bar, place: QRectF, is_current: bool) -> None:
    """A bar with its words on clear ground: the pattern follows them, or runs below words that fill the bar."""
    tokens, metrics = tokens_now(), QFontMetricsF(painter.font())
    words, text = place.adjusted(5, 0, -3, 0), f"{bar.state.value}　{bar.record['title']}"
    if words.width() < metrics.horizontalAdvance(f"{bar.state.value}　三个字"):
        text = bar.state.value  # a short bar says its state alone
    taken = metrics.horizontalAdvance(text) + 12
    is_full = taken > place.width() - 12
    strip = place.adjusted(1, place.height() - 1 - _STRIP, -1, -1)
    paint_box(painter, bar.state, place, strip if is_full else place.adjusted(taken, 1, -1, -1))
    if is_current:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.accent), 2))
        painter.drawRoundedRect(place.adjusted(-1, -1, 1, 1), 4, 4)
    painter.setPen(QColor(tokens.inks[_TONES[bar.state]].text))
    write_fitted(painter, words, text)


def write_fitted(painter: QPainter, place: QRectF, text: str) -> None:
    """As much of a text as fits into a place, at its left."""
    words = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
