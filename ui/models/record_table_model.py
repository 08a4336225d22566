"""A list of records as a table: ids from one statement, rows in pages as they are painted. GUI thread."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from db.spec.field import Record
from db.spec.query import Query
from ui.models.columns import Column

PAGE_ROWS = 200
KEPT_PAGES = 40
MARK_ROLE = Qt.ItemDataRole.UserRole + 1  # ui.models.marks.Mark of the cell, or None
RECORD_ROLE = Qt.ItemDataRole.UserRole + 2  # the whole record
Index = QModelIndex | QPersistentModelIndex


class RowSource(Protocol):
    """What the model reads from: an Office."""

    def ids(self, table: str, query: Query) -> list[str]: ...
    def rows(self, table: str, ids: Sequence[str]) -> list[Record]: ...


class RecordTableModel(QAbstractTableModel):
    """Read-only table over an id list."""

    def __init__(
        self, source: RowSource, table: str, columns: tuple[Column, ...], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.source = source
        self.table = table
        self.columns = columns
        self._ids: list[str] = []
        self._pages: OrderedDict[int, list[Record | None]] = OrderedDict()
        self._row_of: dict[str, int] | None = None

    def show_query(self, query: Query) -> None:
        """Show what the query finds now; every row is read again when it is painted."""
        ids = self.source.ids(self.table, query)
        self.beginResetModel()
        self._ids = ids
        self._pages.clear()
        self._row_of = None
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or role not in _ROLES:
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        record = self.record(index.row())
        if record is None:
            return None
        if role == MARK_ROLE:
            return column.mark(record)
        return record if role == RECORD_ROLE else column.text(record)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.label
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return (
                f"{column.label}：点击排序，再点反向；右键选择显示哪些列" if column.sort_key else column.label
            )
        return None

    def record(self, row: int) -> Record | None:
        """The record of a row; None when it is gone since the list was read."""
        page, place = divmod(row, PAGE_ROWS)
        if page not in self._pages:
            self._pages[page] = self._read(self._ids[page * PAGE_ROWS : (page + 1) * PAGE_ROWS])
            if len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
        return self._pages[page][place]

    def record_id(self, row: int) -> str:
        """The id of a row's record; IndexError outside the list."""
        return self._ids[row]

    def ids_of(self, rows: Iterable[int]) -> list[str]:
        """The ids of several rows, in their order."""
        return [self._ids[row] for row in rows]

    def row_of(self, record_id: str) -> int | None:
        """The row of a record, or None when the list does not show it."""
        if self._row_of is None:
            self._row_of = {each: row for row, each in enumerate(self._ids)}
        return self._row_of.get(record_id)

    def _read(self, ids: list[str]) -> list[Record | None]:
        found = {record["id"]: record for record in self.source.rows(self.table, ids)}
        return [found.get(each) for each in ids]


_ROLES = (
    Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.TextAlignmentRole,
    MARK_ROLE, RECORD_ROLE,
)  # fmt: skip


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
