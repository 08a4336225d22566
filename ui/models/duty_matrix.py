"""The board of a duty as a table: premises down, months across. Cells carry their state; a delegate paints them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from db.spec.code_tables import label_of
from desktop.duties import (
    EVACUATION_DRILL,
    Board,
    BoardRow,
    Cell,
    due_sentence,
    frequency_word,
    rule_sentence,
)
from ui.models.filters import Filters
from ui.models.marks import Mark
from ui.models.record_table_model import MARK_ROLE
from ui.theme.tokens import Tone

CELL_ROLE = Qt.ItemDataRole.UserRole + 11  # desktop.duties.Cell of a month, None elsewhere
NAME, TYPE, FREQUENCY, FIRST_MONTH, DUE = 0, 1, 2, 3, 15
HEADS = ("场所", "类型", "频次", *(f"{month}月" for month in range(1, 13)), "下次最迟")
WIDTHS = (140, 84, 84, *(50,) * 12, 172)  # at the usual size of letters; months keep theirs
Index = QModelIndex | QPersistentModelIndex
_SHORT = {Cell.PLANNED: "计划"}
TONES = {
    Cell.DONE: Tone.ACTIVE,
    Cell.DUE: Tone.WAITING,
    Cell.PLANNED: Tone.BLUE,
    Cell.OVERDUE: Tone.DANGER,
    Cell.MISSED: Tone.DANGER,
}


def is_shown(row: BoardRow, filters: Filters) -> bool:
    """Whether premises pass the filters: words of the name or number, types, overdue, due by a day."""
    standing = row.standing
    text = f"{standing.name} {standing.no}".casefold()
    types = filters.choices.get("type", ())
    due = standing.due.isoformat() if standing.due else ""
    return (
        all(word in text for word in filters.search.casefold().split())
        and (not types or standing.premises_type in types)
        and (not filters.is_overdue or standing.is_overdue)
        and (filters.due_by is None or "" < due <= filters.due_by)
    )


class DutyMatrix(QAbstractTableModel):
    """The rows of a board that pass the filters."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.board: Board | None = None
        self.rows: Sequence[BoardRow] = ()

    def show_board(self, board: Board, filters: Filters) -> None:
        """Show another board, or the same with other filters."""
        self.beginResetModel()
        self.board = board
        self.rows = [each for each in board.rows if is_shown(each, filters)]
        self.endResetModel()

    def row_of(self, premises_id: str) -> int | None:
        """The row of premises, or None when they are not shown."""
        places = (row for row, each in enumerate(self.rows) if each.standing.premises_id == premises_id)
        return next(places, None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        is_head = orientation is Qt.Orientation.Horizontal and 0 <= section < len(HEADS)
        if is_head and role == Qt.ItemDataRole.DisplayRole:
            return HEADS[section]
        if is_head and role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self.board is None:
            return None
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == CELL_ROLE:
            return _cell(row, column)
        if role == MARK_ROLE and column == DUE:
            return self._late(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self._tip(row, column)
        return None

    def _text(self, row: BoardRow, column: int) -> str:
        standing = row.standing
        cell = _cell(row, column)
        if cell is not None:
            return self._done_text(row, column) if cell is Cell.DONE else _SHORT.get(cell, cell.value)
        return {
            NAME: lambda: standing.name,
            TYPE: lambda: label_of(("premises_type",), standing.premises_type).split("（")[0],
            FREQUENCY: lambda: frequency_word(standing),
            DUE: lambda: standing.due.isoformat() if standing.due else "—",
        }[column]()

    def _done_text(self, row: BoardRow, column: int) -> str:
        days = self.done_in(row, column)
        return f"√{days[-1].day}"

    def done_in(self, row: BoardRow, column: int) -> list[date]:
        """The days of the month of a column on which it was done."""
        assert self.board is not None
        when = (self.board.year, column - FIRST_MONTH + 1)
        return [each for each in row.standing.done if (each.year, each.month) == when]

    def _late(self, row: BoardRow) -> Mark | None:
        due = row.standing.due
        if self.board is None or due is None or due > self.board.today:
            return None
        days = (self.board.today - due).days
        if days:
            return Mark(f"逾期{days}天", Tone.DANGER, is_pill=True)
        return Mark("今天到期", Tone.WAITING, is_pill=True)

    def _tip(self, row: BoardRow, column: int) -> str:
        assert self.board is not None
        standing = row.standing
        lines = [standing.name]
        if standing.rule:
            lines += [rule_sentence(standing.rule), due_sentence(standing, self.board.today)]
        else:
            lines.append(f"{frequency_word(standing)}，没有到期日")
        cell = _cell(row, column)
        if cell is Cell.DONE:
            lines.append("办理：" + "、".join(each.isoformat() for each in self.done_in(row, column)))
        elif cell in (Cell.OVERDUE, Cell.DUE):
            lines.append("双击补演练" if self.board.duty == EVACUATION_DRILL else "双击登记自查")
        elif cell is Cell.MISSED:
            lines.append("这一期没有按时办")
        return "\n".join(lines)


def _cell(row: BoardRow, column: int) -> Cell | None:
    return row.cells[column - FIRST_MONTH] if FIRST_MONTH <= column < DUE else None


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignHCenter if FIRST_MONTH <= column < DUE else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
