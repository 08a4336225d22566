"""A number with its words, to be clicked; painted in one go, because the work table has two dozen of them. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.theme.tokens import Tone, tokens_now

UNCOUNTED = -1
_LARGE, _LEAST = 1.6, 0.8  # of the usual type: the number, and a long label


class CountCard(QPushButton):
    """The number takes its tone when it is not 0; a 0 steps back."""

    def __init__(self, label: str, tone: Tone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bare")
        self.setFlat(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.label, self.tone, self.count = label, tone, UNCOUNTED
        self.setToolTip(f"{label}：点击查看")
        self.setAccessibleName(label)

    def show_count(self, count: int) -> None:
        """Show another number."""
        self.count = count
        self.setAccessibleName(f"{self.label} {count}")
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        return QSize(170, round(metrics.height() * (1 + _LARGE)) + 14)

    def minimumSizeHint(self) -> QSize:
        return QSize(96, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, painter = tokens_now(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.hasFocus():
            painter.setPen(QColor(tokens.accent) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.hovered))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        large = QFont(self.font())
        large.setPointSizeF(self.font().pointSizeF() * _LARGE)
        inner = QRectF(self.rect()).adjusted(10, 5, -6, -6)
        painter.setPen(QColor(self._colour()))
        painter.setFont(large)
        number = "…" if self.count == UNCOUNTED else str(self.count)
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, number)
        painter.setPen(QColor(tokens.muted))
        small = self._label_font(inner.width())
        painter.setFont(small)
        label = QFontMetricsF(small).elidedText(self.label, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, label)

    def _label_font(self, room: float) -> QFont:
        """The usual type, a little smaller where the label would not fit."""
        font = QFont(self.font())
        needed = QFontMetricsF(font).horizontalAdvance(self.label)
        font.setPointSizeF(font.pointSizeF() * min(1.0, max(_LEAST, room / max(needed, 1))))
        return font

    def _colour(self) -> str:
        tokens = tokens_now()
        if self.count <= 0:
            return tokens.muted
        return tokens.text if self.tone is Tone.NEUTRAL else tokens.inks[self.tone].text
