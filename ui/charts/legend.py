"""What the colours and patterns of a chart mean, on one line. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.desk import Chart
from ui.charts.bar_chart import paint_series
from ui.theme.tokens import tokens_now

_BOX, _GAP = 12.0, 16.0


class Legend(QWidget):
    """A box and a word for each series; nothing for a chart with one."""

    def __init__(self, chart: Chart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart = chart
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setVisible(len(chart.series) > 1)

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        width = sum(metrics.horizontalAdvance(each) + _BOX + 6 + _GAP for each in self.chart.series)
        return QSize(round(width), round(metrics.height()) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, metrics, left = QPainter(self), QFontMetricsF(self.font()), 1.0
        for series, word in enumerate(self.chart.series):
            box = QRectF(left, (self.height() - _BOX) / 2, _BOX, _BOX)
            paint_series(painter, box, self.chart.tones[series], series)
            painter.setPen(QColor(tokens_now().muted))
            width = metrics.horizontalAdvance(word)
            rect = QRectF(box.right() + 6, 0, width + 4, self.height())
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, word)
            left = rect.right() + _GAP - 4
