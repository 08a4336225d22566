"""The premises of a round, one a line: assessed, cleared, or missing. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from db.value import Value
from ui.theme.tokens import ROW_HEIGHT, Tone, tokens_now

_HEADS = ("编号", "场所", "地址", "评估情况")
_LETTERS = (9, 15, 0, 18)  # widths of the columns; the one of 0 takes what is left


class PremisesLine(Value):
    """What a line shows."""

    premises_id: str
    no: str
    name: str
    address: str
    state: str
    is_done: bool


class CampaignTable(QTableWidget):
    """A read-only table of whole rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, len(_HEADS), parent)
        self.setHorizontalHeaderLabels(list(_HEADS))
        self.setAccessibleName("场所评估进度")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        letter = self.fontMetrics().horizontalAdvance("中")
        for column, count in enumerate(_LETTERS):
            if count:
                self.setColumnWidth(column, count * letter)
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self._lines: list[PremisesLine] = []

    def show_lines(self, lines: Sequence[PremisesLine]) -> None:
        """Show these lines; what was selected and is still there stays selected."""
        chosen = {each.premises_id for each in self.chosen()}
        self._lines = list(lines)
        self.setRowCount(len(lines))
        waiting = QColor(tokens_now().inks[Tone.WAITING].text)
        for row, line in enumerate(lines):
            for column, text in enumerate((line.no, line.name, line.address, line.state)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if column == len(_HEADS) - 1 and not line.is_done:
                    item.setForeground(waiting)
                self.setItem(row, column, item)
        self.clearSelection()
        mode = self.selectionMode()
        self.setSelectionMode(QAbstractItemView.SelectionMode.MultiSelection)
        for row, line in enumerate(lines):
            if line.premises_id in chosen:
                self.selectRow(row)
        self.setSelectionMode(mode)

    def chosen(self) -> list[PremisesLine]:
        """The selected lines, from top to bottom."""
        selection = self.selectionModel()
        rows = sorted(index.row() for index in selection.selectedRows()) if selection else []
        return [self._lines[row] for row in rows if row < len(self._lines)]

    def lines(self) -> list[PremisesLine]:
        """What is shown."""
        return list(self._lines)
