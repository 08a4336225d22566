"""A small table of a dialog: read-only, quiet, one row (or cell) chosen at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

from ui.theme.tokens import tokens_now


def plain_table(
    heads: Sequence[str], name: str, parent: QWidget, align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
) -> QTableWidget:
    """An empty table with these heads and that accessible name. Tab leaves it, arrow keys move in it."""
    table = QTableWidget(0, len(heads), parent)
    table.setHorizontalHeaderLabels(list(heads))
    table.setAccessibleName(name)
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    tokens = tokens_now()
    table.setStyleSheet(
        f"QTableWidget {{ selection-background-color: {tokens.selected}; selection-color: {tokens.text}; }}"
        " QTableWidget::item { padding: 0 4px; }"
    )
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(align | Qt.AlignmentFlag.AlignVCenter)
    return table


def fill_row(table: QTableWidget, row: int, texts: Iterable[str]) -> list[QTableWidgetItem]:
    """Put texts into a row, each whole in its tool tip too, for where the column is too narrow; the items, in order."""
    items = [QTableWidgetItem(text) for text in texts]
    for column, item in enumerate(items):
        item.setToolTip(item.text())
        table.setItem(row, column, item)
    return items
