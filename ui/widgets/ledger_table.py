"""The quiet table of every list: hairlines, hovered and selected rows, drawn marks. GUI thread."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from ui.models.marks import Mark
from ui.models.record_table_model import MARK_ROLE
from ui.theme.tokens import ROW_HEIGHT, tokens_now
from ui.widgets.drawn_marks import paint_mark

CELL_PAD = 8
# A selection of every cell costs Qt some four seconds at 100,000 rows; above this, "all" is a flag.
FLAGGED_ALL_ROWS = 1000
Index = QModelIndex | QPersistentModelIndex
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class LedgerTable(QTableView):
    """A read-only table of whole rows; `is_all_selected` stands for a selection too long to keep."""

    opened = Signal(int)
    selection_told = Signal()
    filter_asked = Signal(int)  # Alt+↓: the filter of the current column
    hovered = Signal()
    left_cells = Signal()  # Esc, while cells are picked

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._use_own_viewport()
        self.hovered_row = -1
        self.is_all_selected = False
        self.is_picking_cells = False
        self.pinned: frozenset[int] = (
            frozenset()
        )  # columns that stay in sight at the left, and how wide they are
        self.pinned_width = 0
        self._spans: list[range] = []  # the selected rows, as the selection model last told
        self.setItemDelegate(_CellPainter(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.horizontalHeader().setHighlightSections(False)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    def selectAll(self) -> None:
        self._complete()
        model = self.model()
        if model is None or model.rowCount() <= FLAGGED_ALL_ROWS:
            super().selectAll()
            return
        self.clearSelection()
        self.is_all_selected = True
        self.viewport().update()
        self.selection_told.emit()

    def pick_cells(self, is_on: bool) -> None:
        """选格: select a rectangle of cells instead of rows; and back."""
        self.is_picking_cells = is_on
        behavior, mode = QAbstractItemView.SelectionBehavior, QAbstractItemView.SelectionMode
        self.setSelectionBehavior(behavior.SelectItems if is_on else behavior.SelectRows)
        self.setSelectionMode(mode.ContiguousSelection if is_on else mode.ExtendedSelection)
        rows = list(self.selected_rows())
        self.clearSelection()
        if not is_on and rows:
            self.select_rows(rows, rows[0])
        self.viewport().update()

    def cell_block(self) -> tuple[list[int], list[int]]:
        """The rows and the shown columns (from left to right) of the selected rectangle."""
        ranges = cast("list[QItemSelectionRange]", self.selectionModel().selection())
        picked = {place for each in ranges for place in range(each.left(), each.right() + 1)}
        header = self.horizontalHeader()
        shown = [header.logicalIndex(place) for place in range(header.count())]
        columns = [
            each
            for each in shown
            if not header.isSectionHidden(each) and (self.is_all_selected or each in picked)
        ]
        return list(self.selected_rows()), columns

    def is_cell_selected(self, index: Index) -> bool:
        """Whether a cell is painted as selected: with its row, or by itself while cells are picked."""
        if self.is_picking_cells and not self.is_all_selected:
            return bool(self.selectionModel().isSelected(index))
        return self.is_row_selected(index.row())

    def selected_count(self) -> int:
        """How many rows are selected."""
        if self.is_all_selected:
            return int(self.model().rowCount())
        return sum(1 for _ in self.selected_rows())

    def selected_rows(self) -> Iterator[int]:
        """The selected rows from top to bottom, read from the selection's ranges."""
        if self.is_all_selected:
            return iter(range(self.model().rowCount()))
        return iter(sorted({row for span in self._spans for row in span}))

    def is_row_selected(self, row: int) -> bool:
        """Whether a row is selected; asked for every painted cell."""
        return self.is_all_selected or any(row in span for span in self._spans)

    def select_rows(self, rows: list[int], current: int) -> None:
        """Select these rows and make one the current one, without scrolling."""
        flags = QItemSelectionModel.SelectionFlag
        selection = QItemSelection()
        for row in rows:
            selection.select(self.model().index(row, 0), self.model().index(row, 0))
        self.selectionModel().select(selection, flags.ClearAndSelect | flags.Rows)
        if current >= 0:
            column = max(self.currentIndex().column(), 0)
            self.selectionModel().setCurrentIndex(self.model().index(current, column), flags.NoUpdate)

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a cell into view: sideways only where it cannot be seen, and not below the pinned columns."""
        bar = self.horizontalScrollBar()
        before, is_seen, covered = bar.value(), index.column() in self.pinned, self.pinned_width
        super().scrollTo(index, hint)
        if is_seen:
            bar.setValue(before)
        elif covered:
            bar.setValue(bar.value() - max(0, covered - self.visualRect(index).left()))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.is_all_selected = False
        ranges = cast("list[QItemSelectionRange]", self.selectionModel().selection())
        self._spans = [range(each.top(), each.bottom() + 1) for each in ranges]
        self.selection_told.emit()

    def reset(self) -> None:
        self.is_all_selected = False
        self._spans = []
        self.hovered_row = -1
        super().reset()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        elif event.key() == Qt.Key.Key_Escape and self.is_picking_cells:
            self.left_cells.emit()
        elif event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.filter_asked.emit(max(self.currentIndex().column(), 0))
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go_to_edge(event)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.show_hovered(self.rowAt(event.position().toPoint().y()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.show_hovered(-1)
        super().leaveEvent(event)

    def _use_own_viewport(self) -> None:
        """A viewport made by Python. Asked for one that Qt made, PySide first loads every class of widget to find out
        which it is: 15 ms of the start.
        """
        viewport = QWidget(self)
        viewport.setBackgroundRole(QPalette.ColorRole.Base)
        viewport.setAutoFillBackground(True)
        self.setViewport(viewport)

    def show_hovered(self, row: int) -> None:
        """Tint the row under the mouse; -1: none."""
        if row != self.hovered_row:
            self.hovered_row = row
            self.viewport().update()
            self.hovered.emit()

    def _complete(self) -> None:
        """A long list may still be without its rest."""
        model = self.model()
        if model is not None and model.canFetchMore(QModelIndex()):
            model.fetchMore(QModelIndex())

    def _go_to_edge(self, event: QKeyEvent) -> None:
        """Home and End go to the first and last row, as in a list; not to the first and last cell."""
        self._complete()
        rows = self.model().rowCount()
        if rows and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            row = 0 if event.key() == Qt.Key.Key_Home else rows - 1
            self.setCurrentIndex(self.model().index(row, max(self.currentIndex().column(), 0)))
        else:
            super().keyPressEvent(event)


class _CellPainter(QStyledItemDelegate):
    """Paints background, hairline, mark and elided text of a cell."""

    def __init__(self, table: LedgerTable) -> None:
        super().__init__(table)
        self._table = table

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        text = str(index.data() or "")
        return QSize(
            int(QFontMetricsF(self._table.font()).horizontalAdvance(text)) + 2 * CELL_PAD + 2, ROW_HEIGHT
        )

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        table, tokens, row = self._table, tokens_now(), index.row()
        rect = QRectF(option.rect)  # type: ignore[attr-defined]
        if table.is_cell_selected(index):
            painter.fillRect(rect, QColor(tokens.selected))
        elif row == table.hovered_row:
            painter.fillRect(rect, QColor(tokens.hovered))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), QColor(tokens.line))
        if row == table.currentIndex().row() and self._is_first(index) and table.hasFocus():
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height() - 1), QColor(tokens.accent))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_words(painter, rect.adjusted(CELL_PAD, 0, -CELL_PAD, -1), index, tokens.text)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        text = str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
        width = self._table.columnWidth(index.column()) - 2 * CELL_PAD
        is_cut = QFontMetricsF(self._table.font()).horizontalAdvance(text) > width
        QToolTip.showText(event.globalPos(), f"<p>{_escaped(text)}</p>" if is_cut else "", view)
        return True

    def _paint_words(self, painter: QPainter, place: QRectF, index: Index, colour: str) -> None:
        text, mark = str(index.data() or ""), index.data(MARK_ROLE)
        metrics = QFontMetricsF(painter.font())
        taken = metrics.horizontalAdvance(text)
        if isinstance(mark, Mark):
            is_beside = mark.is_pill and bool(text) and text != mark.word
            paint_mark(painter, mark, place.adjusted(taken + 8 if is_beside else 0, 0, 0, 0), self._table)
            if not is_beside:
                return
        if taken > place.width():
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.setPen(QColor(colour))
        painter.drawText(place, int(index.data(Qt.ItemDataRole.TextAlignmentRole) or _LEFT), text)

    def _is_first(self, index: Index) -> bool:
        header = self._table.horizontalHeader()
        return all(
            header.isSectionHidden(header.logicalIndex(place))
            for place in range(header.visualIndex(index.column()))
        )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
