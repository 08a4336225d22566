"""The entries of one list: words, where each comes from, whether it is in use, and of a criterion its document. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHeaderView, QTableWidgetItem, QVBoxLayout, QWidget

from desktop.own_choices import Entry
from ui.widgets.plain_table import plain_table

_HEADS, _WIDTHS = ("选项", "来源", "状态", "文件"), ((1, 84), (2, 132), (3, 190))


class EntryTable(QWidget):
    """A plain table over entries; `state_words` words the third column."""

    def __init__(self, state_words: Callable[[Entry], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._state_words = state_words
        self.entries: Sequence[Entry] = ()
        self.cells = plain_table(_HEADS, "选项", self)
        header = self.cells.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS:
            self.cells.setColumnWidth(column, width)
        self.currentCellChanged, self.doubleClicked = self.cells.currentCellChanged, self.cells.doubleClicked
        column_box = QVBoxLayout(self)
        column_box.setContentsMargins(0, 0, 0, 0)
        column_box.addWidget(self.cells)

    def chosen(self) -> Entry | None:
        """The entry of the current row."""
        row = self.cells.currentRow()
        return self.entries[row] if 0 <= row < len(self.entries) else None

    def choose(self, words: str) -> None:
        """Make the entry with these words the current one."""
        self.cells.setCurrentCell([each.words for each in self.entries].index(words), 0)

    def show_entries(self, entries: Sequence[Entry], has_detail: bool, chosen_id: str) -> None:
        """Show a list, with the record of that id chosen, else the first that was added, else the first."""
        self.entries = entries
        self.cells.setColumnHidden(3, not has_detail)
        self.cells.setHorizontalHeaderItem(0, QTableWidgetItem("要点" if has_detail else "选项"))
        self.cells.setRowCount(len(entries))
        for row, each in enumerate(entries):
            for column, text in enumerate(
                (each.words, each.origin.value, self._state_words(each), each.detail)
            ):
                cell = QTableWidgetItem(text)
                cell.setToolTip(text)
                self.cells.setItem(row, column, cell)
        ids = [each.record["id"] if each.record else "" for each in entries]
        if not entries:
            return
        added = next((row for row, record_id in enumerate(ids) if record_id), 0)
        self.cells.setCurrentCell(ids.index(chosen_id) if chosen_id in ids and chosen_id else added, 0)
