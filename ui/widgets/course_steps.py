"""The course of a record as steps on a line: done, present, still to come."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from db.value import Value
from ui.theme.tokens import tokens_now

_DOT = 5.0


class Course(Value):
    """The words of the steps, and how many of them are done; the next one is where the record stands."""

    words: tuple[str, ...]
    done: int


class CourseSteps(QWidget):
    """Dots joined by a line, each with its word below; done ones are filled."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.course = Course((), 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_course(self, course: Course) -> None:
        """Show another course."""
        self.course = course
        self.setVisible(bool(course.words))
        self.setAccessibleName(_spoken(course.words, course.done))
        self.setToolTip(self.accessibleName())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, 24 + self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.course.words:
            return
        tokens, painter = tokens_now(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step = self.width() / len(self.course.words)
        centres = [QPointF(step * (place + 0.5), 11) for place in range(len(self.course.words))]
        for place, (left, right) in enumerate(zip(centres, centres[1:], strict=False)):
            is_done = place + 1 < self.course.done or place + 1 == self.course.done
            painter.setPen(QPen(QColor(tokens.accent if is_done else tokens.line), 2))
            painter.drawLine(left + QPointF(_DOT + 3, 0), right - QPointF(_DOT + 3, 0))
        for place, centre in enumerate(centres):
            self._paint_step(painter, place, centre, step)

    def _paint_step(self, painter: QPainter, place: int, centre: QPointF, width: float) -> None:
        tokens = tokens_now()
        is_done, is_present = place < self.course.done, place == self.course.done
        painter.setPen(QPen(QColor(tokens.accent if is_done or is_present else tokens.muted), 2))
        painter.setBrush(QColor(tokens.accent) if is_done else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, _DOT, _DOT)
        if is_present:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent))
            painter.drawEllipse(centre, 2.2, 2.2)
        painter.setPen(QColor(tokens.text if is_present or is_done else tokens.muted))
        words = QRectF(centre.x() - width / 2, 22, width, self.fontMetrics().height() + 2)
        text = QFontMetricsF(self.font()).elidedText(
            self.course.words[place], Qt.TextElideMode.ElideRight, width
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, text)


def _spoken(words: Sequence[str], done: int) -> str:
    if done >= len(words):
        return "全部完成：" + "、".join(words)
    finished = "、".join(words[:done]) or "无"
    return f"已完成：{finished}；现在：{words[done]}"
