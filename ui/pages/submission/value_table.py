"""A short list of values as a table: columns say how a value reads. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.models.marks import Mark
from ui.models.record_table_model import MARK_ROLE
from ui.theme.tokens import POINT_SIZE
from ui.widgets.ledger_table import LedgerTable

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class ValueColumn:
    """One column: its heading, its width, and what a value says in it."""

    label: str
    width: int
    text: Callable[[Any], str]
    mark: Callable[[Any], Mark | None] = lambda value: None
    is_number: bool = False


class ValueTableModel(QAbstractTableModel):
    """Read-only table over `values`, one a row."""

    def __init__(self, columns: Sequence[ValueColumn], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.values: list[Any] = []

    def show_values(self, values: Sequence[Any]) -> None:
        """Show other values."""
        self.beginResetModel()
        self.values = list(values)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.values)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == MARK_ROLE:
            return column.mark(self.values[index.row()])
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return column.text(self.values[index.row()])
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return column.label if role == Qt.ItemDataRole.DisplayRole else None


class ValueTable(LedgerTable):
    """The quiet table over such values; `stretched` is the column that takes the room left over."""

    least_stretched = 160

    def __init__(self, columns: Sequence[ValueColumn], stretched: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stretched = stretched
        self.values_model = ValueTableModel(columns, self)
        self.setModel(self.values_model)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()  # it scrolls by itself: the page need not grow for it

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "values_model"):
            self._fit()

    def _fit(self) -> None:
        """Widths grow with 大字."""
        scale = self.font().pointSizeF() / POINT_SIZE
        widths = [round(each.width * scale) for each in self.values_model.columns]
        widths[self.stretched] = 0
        widths[self.stretched] = max(self.least_stretched, self.viewport().width() - sum(widths))
        for place, width in enumerate(widths):
            self.setColumnWidth(place, width)


def _alignment(column: ValueColumn) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
