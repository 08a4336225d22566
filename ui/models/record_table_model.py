"""A list of records as a table: ids from one statement, rows in pages as they are painted. GUI thread.

A long list begins with its first page of ids; the rest follows from a job or when it is asked for.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from db.errors import EnvironmentProblem
from db.spec.field import Record
from db.spec.query import Query
from ui.models.columns import Column

FIRST_ROWS = 200  # of a long list, known at once
PAGE_ROWS = 50
KEPT_PAGES = 160
MARK_ROLE = Qt.ItemDataRole.UserRole + 1  # ui.models.marks.Mark of the cell, or None
RECORD_ROLE = Qt.ItemDataRole.UserRole + 2  # the whole record
Answer = TypeVar("Answer")
Index = QModelIndex | QPersistentModelIndex


class RowSource(Protocol):
    """What the model reads from: an Office."""

    def ids(self, table: str, query: Query, limit: int | None = None) -> list[str]: ...
    def ids_among(self, table: str, query: Query, ids: Sequence[str]) -> set[str]: ...
    def rows(self, table: str, ids: Sequence[str]) -> list[Record]: ...


class RecordTableModel(QAbstractTableModel):
    """Read-only table over an id list. `reading_failed` carries the EnvironmentProblem of a disk that fails."""

    reading_failed = Signal(object)

    def __init__(
        self, source: RowSource, table: str, columns: tuple[Column, ...], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.source = source
        self.table = table
        self.columns = columns
        self.query = Query()
        self.is_complete = True
        self._ids: list[str] = []
        self._pages: OrderedDict[int, list[Record | None]] = OrderedDict()
        self._row_of: dict[str, int] | None = None

    def show_query(self, query: Query) -> bool:
        """Show all that the query finds now; every row is read again when it is painted. False when that failed."""
        return self._show(query, None)

    def show_first(self, query: Query) -> bool:
        """Show the first page of what the query finds now; when there is more, the list is not complete yet."""
        return self._show(query, FIRST_ROWS)

    def take_all(self, ids: list[str]) -> bool:
        """Append the rest of a list that is not complete; False when it does not begin as this one does."""
        known = len(self._ids)
        if ids[:known] != self._ids:
            return False
        if len(ids) > known:
            self.beginInsertRows(QModelIndex(), known, len(ids) - 1)
            self._ids, self._row_of = ids, None
            self.endInsertRows()
        self.is_complete = True
        return True

    def canFetchMore(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008 - Qt's own signature
        return not parent.isValid() and not self.is_complete

    def fetchMore(self, parent: Index = QModelIndex()) -> None:  # noqa: B008 - Qt's own signature
        """Read the rest at once: for whoever needs the whole list now."""
        if self.is_complete:
            return
        ids = self._answer(lambda: self.source.ids(self.table, self.query))
        if ids is not None and not self.take_all(ids):
            self.show_query(self.query)

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
            sorting = "点击排序，再点反向，按住 Shift 加为下一个次序；" if column.sort_key else ""
            return f"{column.label}：{sorting}漏斗或 Alt+↓ 筛选；右键选择显示哪些列"
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
        return self.rows_of([record_id]).get(record_id)

    def rows_of(self, ids: Iterable[str]) -> dict[str, int]:
        """The rows of those records that the list shows; its rest is read when one of them stands there."""
        wanted, known = list(dict.fromkeys(ids)), self._known_rows()
        unknown = [each for each in wanted if each not in known]
        if unknown and not self.is_complete:
            if self._answer(lambda: self.source.ids_among(self.table, self.query, unknown)):
                self.fetchMore()
                known = self._known_rows()
        return {each: known[each] for each in wanted if each in known}

    def _known_rows(self) -> dict[str, int]:
        if self._row_of is None:
            self._row_of = {each: row for row, each in enumerate(self._ids)}
        return self._row_of

    def _show(self, query: Query, limit: int | None) -> bool:
        ids = self._answer(lambda: self.source.ids(self.table, query, limit))
        if ids is None:
            return False
        self.beginResetModel()
        self.query, self._ids, self._row_of = query, ids, None
        self.is_complete = limit is None or len(ids) < limit
        self._pages.clear()
        self.endResetModel()
        return True

    def _read(self, ids: list[str]) -> list[Record | None]:
        rows = self._answer(lambda: self.source.rows(self.table, ids)) or []
        found = {record["id"]: record for record in rows}
        return [found.get(each) for each in ids]

    def _answer(self, read: Callable[[], Answer]) -> Answer | None:
        try:
            return read()
        except EnvironmentProblem as problem:
            self.reading_failed.emit(problem)
            return None


_ROLES = (
    Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.TextAlignmentRole,
    MARK_ROLE, RECORD_ROLE,
)  # fmt: skip


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
