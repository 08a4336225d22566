"""Going about in a list by the keyboard: from search to search and from row to row. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ui.models.record_table_model import RecordTableModel
from ui.widgets.ledger_table import LedgerTable
from ui.widgets.search_box import SearchBox


class ListWalk:
    """The ways between the search box and the rows of one list."""

    def __init__(self, search_box: SearchBox, table: LedgerTable, model: RecordTableModel) -> None:
        self._search_box, self._table, self._model = search_box, table, model

    def go_to_row(self, row: int) -> None:
        """Select a row and bring it into view."""
        self._table.select_rows([row], row)
        self._table.scrollTo(self._model.index(row, 0))

    def find(self) -> None:
        """Into the search box, to type another word."""
        self._search_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search_box.selectAll()

    def find_next(self) -> None:
        """To the next row that was found; from the last to the first."""
        self._search_box.search_now()
        following = self._table.currentIndex().row() + 1
        if following >= self._model.rowCount():
            self._model.fetchMore()
        if self._model.rowCount():
            self.go_to_row(following % self._model.rowCount())
            self._table.setFocus()

    def enter_list(self) -> None:
        """Out of the search box, to the row that is current, or the first."""
        self._table.setFocus()
        if self._model.rowCount() and not self._table.currentIndex().isValid():
            self._table.select_rows([0], 0)
