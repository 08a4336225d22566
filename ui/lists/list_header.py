"""The head of a list: each column's word, its place in the order (1↑ 2↓) and the funnel that opens its filter. GUI thread."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QHeaderView, QWidget

from ui.theme.tokens import Tokens, tokens_now

PAD = 8
_FUNNEL = 20  # the room of the funnel at the right edge
_EDGE = 4  # where the mouse takes hold of the border between two columns
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ListHeader(QHeaderView):
    """A header that draws itself. The funnel is seen under the mouse, where its column is filtered, and wherever there is
    room for it; a click on it emits `filter_asked` with the section, and sorts nothing.
    """

    filter_asked = Signal(int)
    marks_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._filterable: frozenset[int] = frozenset()
        self._filtered: frozenset[int] = frozenset()
        self._sorted: Mapping[int, str] = {}
        self._hovered = -1
        self._is_on_funnel = False
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)

    def show_filterable(self, sections: Collection[int]) -> None:
        """Which sections have a funnel."""
        self._filterable = frozenset(sections)

    def show_filtered(self, sections: Collection[int]) -> None:
        """Which of them filter now."""
        self._filtered = frozenset(sections)
        self.viewport().update()
        self.marks_changed.emit()

    def show_sorted(self, marks: Mapping[int, str]) -> None:
        """What stands beside the words of the sorted sections: ↑, or 1↑ and 2↓ where several keys hold."""
        self._sorted = dict(marks)
        self.viewport().update()
        self.marks_changed.emit()

    def take_marks(self, other: ListHeader) -> None:
        """Show the funnels and turns of another header."""
        self._filterable, self._filtered, self._sorted = other._filterable, other._filtered, other._sorted
        self.viewport().update()

    def sort_marks(self) -> dict[int, str]:
        """What stands beside the words of the sorted sections."""
        return dict(self._sorted)

    def filtered_sections(self) -> frozenset[int]:
        """The sections whose funnel is coloured."""
        return self._filtered

    def funnel_place(self, section: int) -> QPoint:
        """The middle of a section's funnel, on the viewport."""
        return self._funnel(self._rect(section)).center()

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        tokens, is_hovered = tokens_now(), logical == self._hovered
        painter.save()
        painter.fillRect(rect, QColor(tokens.hovered if is_hovered else tokens.raised))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(tokens.line))
        self._paint_words(painter, rect, logical, tokens)
        painter.restore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        section = self._funnel_at(event.position().toPoint())
        self._is_on_funnel = section >= 0 and event.button() is Qt.MouseButton.LeftButton
        if self._is_on_funnel:
            self.filter_asked.emit(section)
        else:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._is_on_funnel:
            super().mouseReleaseEvent(event)
        self._is_on_funnel = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.logicalIndexAt(event.position().toPoint()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, section: int) -> None:
        if section != self._hovered:
            self._hovered = section
            self.viewport().update()

    def _rect(self, section: int) -> QRect:
        return QRect(self.sectionViewportPosition(section), 0, self.sectionSize(section), self.height())

    def _funnel(self, rect: QRect) -> QRect:
        return QRect(rect.right() - _FUNNEL - _EDGE + 1, rect.top(), _FUNNEL, rect.height())

    def _funnel_at(self, place: QPoint) -> int:
        section = self.logicalIndexAt(place)
        is_there = section in self._filterable and self._funnel(self._rect(section)).contains(place)
        return section if is_there else -1

    def _paint_words(self, painter: QPainter, rect: QRect, logical: int, tokens: Tokens) -> None:
        metrics, mark = QFontMetrics(self.font()), self._sorted.get(logical, "")
        text = str(self.model().headerData(logical, Qt.Orientation.Horizontal) or "")
        is_hovered, is_filtered = logical == self._hovered, logical in self._filtered
        gap = metrics.horizontalAdvance(mark) + PAD // 2 if mark else 0
        free = rect.width() - 2 * PAD - gap - metrics.horizontalAdvance(text)
        has_funnel = logical in self._filterable and (
            is_hovered or is_filtered or free >= _FUNNEL - PAD + _EDGE
        )
        room = rect.width() - PAD - gap - (_FUNNEL + _EDGE if has_funnel else PAD)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(room, 0))
        painter.setFont(self.font())
        painter.setPen(QColor(tokens.text if is_hovered or is_filtered else tokens.muted))
        place = rect.adjusted(PAD, 0, 0, 0)
        painter.drawText(place, _LEFT, shown)
        if mark:
            painter.setPen(QColor(tokens.accent))
            painter.drawText(
                place.adjusted(metrics.horizontalAdvance(shown) + PAD // 2, 0, 0, 0), _LEFT, mark
            )
        if has_funnel:
            _paint_funnel(painter, self._funnel(rect), tokens, is_filtered)


def _paint_funnel(painter: QPainter, place: QRect, tokens: Tokens, is_filtered: bool) -> None:
    middle = QPointF(place.center())
    points = [(-5, -4.5), (5, -4.5), (1.3, 0), (1.3, 4.5), (-1.3, 3.2), (-1.3, 0)]
    colour = QColor(tokens.accent if is_filtered else tokens.muted)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.2))
    painter.setBrush(colour if is_filtered else Qt.BrushStyle.NoBrush)
    painter.drawPolygon(QPolygonF([middle + QPointF(*each) for each in points]))
