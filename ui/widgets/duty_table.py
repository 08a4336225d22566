"""The table of the duty board: one painter for all cells, word and wash for each state. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.duties import Cell
from ui.models.duty_matrix import CELL_ROLE, DUE, FIRST_MONTH, TONES, WIDTHS
from ui.models.marks import Mark
from ui.models.record_table_model import MARK_ROLE
from ui.theme.tokens import ROW_HEIGHT, tokens_now
from ui.widgets.drawn_marks import paint_mark

_PAD = 6
_USUAL_LETTER = 14  # width of 中 in device-independent pixels at 10.5 pt
_WASHED = (Cell.DONE, Cell.DUE, Cell.PLANNED, Cell.OVERDUE)
Index = QModelIndex | QPersistentModelIndex


class DutyTable(QTableView):
    """A table in which one cell is current. `opened` carries a cell that was double-clicked or entered."""

    opened = Signal(int, int)
    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.this_month = -1  # its column, when the present year is shown
        self.setItemDelegate(_CellPainter(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(48)
        self.horizontalHeader().setStyleSheet("QHeaderView::section { padding: 0 6px; }")
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row(), index.column()))

    def set_widths(self) -> None:
        """Give the columns their widths for the present letters; the last takes what is left."""
        scale = self.fontMetrics().horizontalAdvance("中") / _USUAL_LETTER
        for column, width in enumerate(WIDTHS):
            is_month = FIRST_MONTH <= column < DUE
            self.setColumnWidth(column, width if is_month else round(width * scale))
        self.horizontalHeader().setStretchLastSection(True)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.set_widths()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row(), self.currentIndex().column())
        else:
            super().keyPressEvent(event)


class _CellPainter(QStyledItemDelegate):
    """Paints a hairline, the current row, and the state of a month as a wash with its word."""

    def __init__(self, table: DutyTable) -> None:
        super().__init__(table)
        self._table = table

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(WIDTHS[index.column()], ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens, rect = tokens_now(), QRectF(option.rect)  # type: ignore[attr-defined]
        current = self._table.currentIndex()
        if index.row() == current.row():
            painter.fillRect(rect, QColor(tokens.selected))
        elif index.column() == self._table.this_month:
            painter.fillRect(rect, QColor(tokens.hovered))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), QColor(tokens.line))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cell = index.data(CELL_ROLE)
        if cell is None:
            self._paint_words(painter, rect.adjusted(_PAD, 0, -4, -1), index)
        else:
            self._paint_cell(painter, rect.adjusted(2, 3, -2, -4), cell, str(index.data() or ""))
        if index.row() == current.row() and index.column() == current.column():
            painter.setPen(QColor(tokens.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1.5, 1.5, -1.5, -2.5), 4, 4)

    def _paint_cell(self, painter: QPainter, place: QRectF, cell: Cell, text: str) -> None:
        tokens = tokens_now()
        tone = TONES.get(cell)
        if tone and cell in _WASHED:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.inks[tone].wash))
            painter.drawRoundedRect(place, 4, 4)
        painter.setPen(QColor(tokens.inks[tone].text if tone else tokens.muted))
        metrics = QFontMetricsF(painter.font())
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_words(self, painter: QPainter, place: QRectF, index: Index) -> None:
        tokens, text, mark = tokens_now(), str(index.data() or ""), index.data(MARK_ROLE)
        metrics = QFontMetricsF(painter.font())
        is_quiet = index.column() not in (0, DUE) or text == "—"
        painter.setPen(QColor(tokens.muted if is_quiet else tokens.text))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        if isinstance(mark, Mark):
            taken = metrics.horizontalAdvance(text) + 8
            paint_mark(painter, mark, place.adjusted(taken, 0, 0, 0), self._table)
