"""The rows of an import as they will be: a tick, what becomes of each, and its cells to edit. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from db.spec.field import Field, Kind
from desktop.importing.conversion import fields_shown
from desktop.importing.plan import Action, Import, PlannedRow
from ui.theme.tokens import Tone, tokens_now

TICK, PLACE, RESULT = 0, 1, 2
FIRST_FIELD = 3
WORDS = {
    Action.UNSEEN: "待核对",
    Action.NEW: "新增",
    Action.UPDATE: "更新",
    Action.UNCHANGED: "已有",
    Action.LIKELY_TWICE: "疑似重复",
    Action.REFUSED: "读不懂",
}
_TONES = {Action.REFUSED: Tone.DANGER, Action.LIKELY_TWICE: Tone.WAITING, Action.UPDATE: Tone.ACTIVE}
Index = QModelIndex | QPersistentModelIndex


class PreviewModel(QAbstractTableModel):
    """The rows of an import, or those of some actions; a changed cell is tried out by `retry`."""

    def __init__(
        self, work: Import, retry: Callable[[PlannedRow], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.work, self._retry = work, retry
        self.fields = fields_shown(work.table, work.layout, work.chosen)
        self.rows: list[PlannedRow] = list(work.rows)
        self._is_many_sheets = len(work.chosen) > 1

    def show_actions(self, actions: tuple[Action, ...]) -> None:
        """Show the rows that came to these; all without any."""
        self.beginResetModel()
        self.rows = [each for each in self.work.rows if not actions or each.action in actions]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else FIRST_FIELD + len(self.fields)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return ("导入", "原表", "结果")[section] if section < FIRST_FIELD else self.field(section).label

    def field(self, column: int) -> Field:
        """The field of a column."""
        return self.fields[column - FIRST_FIELD]

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        row = self.rows[index.row()]
        if index.column() == TICK and row.action is not Action.REFUSED:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        if index.column() >= FIRST_FIELD and self.field(index.column()).kind is not Kind.ROWS:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.CheckStateRole and column == TICK:
            return Qt.CheckState.Checked if row.is_chosen else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.EditRole and column >= FIRST_FIELD:
            return self._typed(row, self.field(column))
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, column)
        if role in (Qt.ItemDataRole.BackgroundRole, Qt.ItemDataRole.ForegroundRole):
            return self._colour(row, column, role)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == TICK:
            row.is_wanted = Qt.CheckState(value) == Qt.CheckState.Checked
        elif role == Qt.ItemDataRole.EditRole and index.column() >= FIRST_FIELD:
            name = self.field(index.column()).name
            if str(value) == self._typed(row, self.field(index.column())):
                return False
            row.overrides[name] = str(value).strip()
            self._retry(row)
        else:
            return False
        self.dataChanged.emit(self.index(index.row(), 0), self.index(index.row(), self.columnCount() - 1))
        return True

    def _text(self, row: PlannedRow, column: int) -> str:
        if column == PLACE:
            sheet = f"{row.source.sheet} " if self._is_many_sheets else ""
            return f"{sheet}第{row.source.number}行" + ("（隐藏）" if row.source.is_hidden else "")
        if column == RESULT:
            return WORDS[row.action]
        if column < FIRST_FIELD:
            return ""
        name = self.field(column).name
        text = row.shown.get(name, "").replace("\n", " ")
        return f"！{text}" if self._problem(row, name) else text

    def _typed(self, row: PlannedRow, field: Field) -> str:
        if field.name in row.overrides:
            return row.overrides[field.name]
        places = [index for index, _, target in row.converter.columns if target == field.name]
        return row.source.text(places[0]) if places else row.shown.get(field.name, "")

    def _problem(self, row: PlannedRow, name: str) -> str:
        return next((each.reason for each in row.problems if each.name == name), "")

    def _tip(self, row: PlannedRow, column: int) -> str:
        if column == RESULT:
            return words_of(row)
        if column >= FIRST_FIELD:
            name = self.field(column).name
            return self._problem(row, name) or row.shown.get(name, "")
        return ""

    def _colour(self, row: PlannedRow, column: int, role: int) -> QColor | None:
        is_marked = column == RESULT or (
            column >= FIRST_FIELD and self._problem(row, self.field(column).name)
        )
        tone = Tone.DANGER if column >= FIRST_FIELD else _TONES.get(row.action)
        if not is_marked or tone is None:
            muted = not row.is_chosen and column >= FIRST_FIELD and role == Qt.ItemDataRole.ForegroundRole
            return QColor(tokens_now().muted) if muted else None
        ink = tokens_now().inks[tone]
        return QColor(ink.wash if role == Qt.ItemDataRole.BackgroundRole else ink.text)


def words_of(row: PlannedRow) -> str:
    """What becomes of a row, in whole sentences."""
    parts = [each.reason for each in row.problems]
    if row.action is Action.UNCHANGED:
        parts.append(f"与{row.twin}完全相同，不再登记。" if row.twin else "没有变化。")
    elif row.action is Action.LIKELY_TWICE:
        kept = "已在台账里，不勾选就不登记。" if row.is_twin_kept else "请核对是不是同一条。"
        parts.append(f"与{row.twin}的地点、日期和内容相同，其他内容不同：{kept}")
    elif row.action is Action.UPDATE:
        parts.append(f"更新 {row.twin}：{'；'.join(row.remarks)}")
    if row.action is not Action.UPDATE:
        parts += row.remarks
    return "\n".join(parts)
