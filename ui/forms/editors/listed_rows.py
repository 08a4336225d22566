"""Child rows shown as a table of their own below a line for adding: what such editors share. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QPushButton, QTableWidget, QWidget

from db.spec.field import Field
from ui.forms.editors.editor import Desk, Editor
from ui.widgets.word_button import word_button


class ListedRowsEditor(Editor):
    """Keeps the rows and their table; Del takes the selected ones off. A subclass shows them and adds to them."""

    wants_width = True

    def __init__(self, field: Field, desk: Desk, height: int, removing: str, parent: QWidget | None) -> None:
        super().__init__(field, desk, parent)
        self._rows: list[dict[str, Any]] = []
        self.count = QLabel(self)
        self.count.setObjectName("muted")
        self.table = self._make_table(height)
        self.remove_button = self._button("移除选中", self.remove_selected, removing)
        QShortcut(
            QKeySequence.StandardKey.Delete, self.table, self.remove_selected,
            context=Qt.ShortcutContext.WidgetShortcut,
        )  # fmt: skip

    def value(self) -> Any:
        return [dict(row) for row in self._rows]

    def set_read_only(self, is_read_only: bool) -> None:
        for widget in self.tab_stops():
            widget.setEnabled(not is_read_only)

    def remove_selected(self) -> None:
        """Take the selected rows off the list."""
        chosen = self._selected()
        if chosen:
            self._rows = [row for place, row in enumerate(self._rows) if place not in chosen]
            self._tell_change()

    def _selected(self) -> list[int]:
        return sorted({index.row() for index in self.table.selectedIndexes()})

    def _tell_change(self) -> None:
        self._show_rows()
        self.changed.emit()

    def _show_rows(self) -> None:
        raise NotImplementedError

    def _make_table(self, height: int) -> QTableWidget:
        table = QTableWidget(0, len(self.field.rows), self)
        table.setHorizontalHeaderLabels([each.label for each in self.field.rows])
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setFixedHeight(height)
        table.setAccessibleName(self.field.label)
        return table

    def _button(self, word: str, act: Callable[[], object], tip: str) -> QPushButton:
        return word_button(self, word, act, tip)
