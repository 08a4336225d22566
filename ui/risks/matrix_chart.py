"""The LS matrix as a chart: likelihood upwards, severity to the right, the count of risks in each cell. GUI thread."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
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

from db.spec.code_tables import code_table
from db.spec.risk_grading import Method
from db.value import Value
from ui.models.marks import risk_level_mark
from ui.theme.tokens import tokens_now
from ui.widgets.drawn_marks import paint_shape

_LEFT, _BOTTOM, _TOP = 56.0, 52.0, 8.0


class Cell(Value):
    """One cell: its two values, their product, its level and how many risks stand in it."""

    likelihood: str
    severity: str
    product: int
    level: str
    count: int

    @property
    def words(self) -> str:
        """The cell in a sentence, for tool tips and screen readers."""
        found = code_table("risk_level").get(self.level)
        level = f"{found.label}（{found.extra['color']}）" if found else self.level
        return f"可能性 {self.likelihood} × 严重性 {self.severity} = {self.product}，{level}，{self.count} 个风险点"


def matrix_cells(method: Method, counts: Mapping[tuple[str, str], int]) -> list[list[Cell]]:
    """The cells by row, the greatest likelihood first; each row by rising severity."""
    likelihoods, severities = (
        sorted((value.value for value in each.values), key=Decimal) for each in method.factors
    )
    return [
        [_cell(method, likelihood, severity, counts) for severity in severities]
        for likelihood in reversed(likelihoods)
    ]


def _cell(method: Method, likelihood: str, severity: str, counts: Mapping[tuple[str, str], int]) -> Cell:
    score = method.score({"likelihood": likelihood, "severity": severity})
    assert score is not None
    return Cell(likelihood, severity, int(score), method.level(score), counts.get((likelihood, severity), 0))


class MatrixChart(QWidget):
    """Paints the matrix; a click, or Enter on the cell that the arrow keys reached, opens its risks."""

    opened = Signal(object)

    def __init__(self, rows: list[list[Cell]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = rows
        self.place = (0, 0)  # row and column of the cell that the keyboard is at
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(420, 300)
        self.setAccessibleName("风险矩阵")
        self.setAccessibleDescription(
            "；".join(each.words for row in rows for each in row if each.count) or "没有风险点"
        )

    def sizeHint(self) -> QSize:
        return QSize(560, 440)

    def cell_at(self, point: QPointF) -> Cell | None:
        """The cell under a point, or None."""
        for row, cells in enumerate(self.rows):
            for column, cell in enumerate(cells):
                if self.rect_of(row, column).contains(point):
                    return cell
        return None

    def rect_of(self, row: int, column: int) -> QRectF:
        """Where a cell is painted."""
        width = (self.width() - _LEFT - 4) / len(self.rows[0])
        height = (self.height() - _BOTTOM - _TOP) / len(self.rows)
        return QRectF(_LEFT + column * width, _TOP + row * height, width, height).adjusted(2, 2, -2, -2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if cell and cell.count and event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit(cell)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if cell and cell.count else Qt.CursorShape.ArrowCursor
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, column = self.place
        step = {
            Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1),
        }.get(Qt.Key(event.key()))  # fmt: skip
        if step:
            last_row, last_column = len(self.rows) - 1, len(self.rows[0]) - 1
            self.place = (min(max(row + step[0], 0), last_row), min(max(column + step[1], 0), last_column))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.rows[row][column].count:
            self.opened.emit(self.rows[row][column])
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cell = self.cell_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), cell.words if cell else "", self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row, cells in enumerate(self.rows):
            for column, cell in enumerate(cells):
                self._paint_cell(painter, cell, self.rect_of(row, column), (row, column) == self.place)
        self._paint_axes(painter)

    def _paint_cell(self, painter: QPainter, cell: Cell, place: QRectF, is_current: bool) -> None:
        mark, tokens = risk_level_mark(cell.level), tokens_now()
        assert mark is not None
        ink = tokens.inks[mark.tone]
        is_marked = is_current and self.hasFocus()
        painter.setPen(QPen(QColor(tokens.accent if is_marked else ink.text), 3 if is_marked else 1))
        painter.setBrush(QColor(ink.wash))
        painter.drawRoundedRect(place, 4, 4)
        paint_shape(painter, mark.shape, place.topLeft() + QPointF(14, 16), QColor(ink.text))
        painter.setPen(QColor(ink.text))
        self._write(painter, place.adjusted(24, 5, -6, 0), f"{mark.word}", Qt.AlignmentFlag.AlignLeft, 1.0)
        self._write(
            painter,
            place.adjusted(0, 0, -6, -3),
            str(cell.product),
            Qt.AlignmentFlag.AlignRight,
            1.0,
            is_low=True,
        )
        if cell.count:
            painter.setPen(QColor(tokens.text))
            self._write(
                painter,
                place.adjusted(0, 20, 0, 0),
                str(cell.count),
                Qt.AlignmentFlag.AlignHCenter,
                1.7,
                is_middle=True,
            )

    def _write(
        self, painter: QPainter, place: QRectF, text: str, align: Qt.AlignmentFlag, scale: float,
        is_low: bool = False, is_middle: bool = False,
    ) -> None:  # fmt: skip
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * scale)
        painter.setFont(font)
        flag = Qt.AlignmentFlag
        upright = flag.AlignBottom if is_low else flag.AlignVCenter if is_middle else flag.AlignTop
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, align | upright, shown)

    def _paint_axes(self, painter: QPainter) -> None:
        painter.setPen(QColor(tokens_now().text))
        for row, cells in enumerate(self.rows):
            place = self.rect_of(row, 0)
            self._write(
                painter,
                QRectF(24, place.top(), 26, place.height()),
                cells[0].likelihood,
                Qt.AlignmentFlag.AlignRight,
                1.0,
                is_middle=True,
            )
        for column, cell in enumerate(self.rows[0]):
            place = self.rect_of(0, column)
            self._write(
                painter,
                QRectF(place.left(), self.height() - _BOTTOM + 4, place.width(), 20),
                cell.severity,
                Qt.AlignmentFlag.AlignHCenter,
                1.0,
            )
        self._write(
            painter,
            QRectF(_LEFT, self.height() - 24, self.width() - _LEFT, 22),
            "严重性 S →",
            Qt.AlignmentFlag.AlignHCenter,
            1.0,
        )
        painter.save()
        painter.translate(4, (self.height() - _BOTTOM + _TOP) / 2 + 60)
        painter.rotate(-90)
        self._write(painter, QRectF(0, 0, 120, 22), "可能性 L →", Qt.AlignmentFlag.AlignHCenter, 1.0)
        painter.restore()
