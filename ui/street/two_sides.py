"""A list on the left; on the right the two sides of what is selected, field beside field. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSplitter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui.pages.submission.value_table import Index, ValueColumn, ValueTable
from ui.theme.tokens import ROW_HEIGHT, tokens_now
from ui.widgets.labels import plain_label
from ui.widgets.ledger_table import CELL_PAD
from ui.widgets.words_area import WordsArea

Difference = tuple[str, str, str]


@dataclass(frozen=True)
class Sides:
    """What the right half shows of a selected value: a heading, a sentence, and (label, one, other) of each field."""

    heading: str
    sentence: str
    fields: Sequence[Difference]
    heads: tuple[str, str] = ("现有", "报来")
    label_width: int = 118


class TwoSides(QSplitter):
    """The list and the pane beside it; `sides_of` says what the pane shows of a value."""

    def __init__(
        self,
        columns: Sequence[ValueColumn],
        stretched: int,
        sides_of: Callable[[Any], Sides],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setChildrenCollapsible(False)
        self._sides_of = sides_of
        self.list = ValueTable(columns, stretched, self)
        self.list.least_stretched = _LEAST_STRETCHED
        self.heading, self.sentence = plain_label(""), plain_label("")
        self._words = WordsArea(self.sentence, self)
        self.fields = FieldTable(self)
        self.foot = QVBoxLayout()
        self._lay_out()
        self.list.selection_told.connect(self.show_selected)

    def show_values(self, values: Sequence[Any]) -> None:
        """Show other values in the list; the place of the selection is kept."""
        kept = self.list.currentIndex().row()
        self.list.values_model.show_values(values)
        if values:
            place = min(max(kept, 0), len(values) - 1)
            self.list.select_rows([place], place)
        self.show_selected()

    def selected(self) -> list[Any]:
        """The selected values."""
        values = self.list.values_model.values
        return [values[row] for row in self.list.selected_rows() if row < len(values)]

    def show_selected(self) -> None:
        """Show the two sides of the selected value, nothing when several are selected."""
        found = self.selected()
        if len(found) != 1:
            words = f"选中了 {len(found)} 条" if found else ""
            self._show(Sides(words, "", ()))
        else:
            self._show(self._sides_of(found[0]))

    def _show(self, sides: Sides) -> None:
        self.heading.setText(sides.heading)
        self._words.setText(sides.sentence)
        self.fields.show_fields(sides.fields, sides.heads, sides.label_width)

    def _lay_out(self) -> None:
        self.heading.setObjectName("heading")
        self.heading.setWordWrap(True)
        pane = QWidget(self)
        column = QVBoxLayout(pane)
        column.setContentsMargins(12, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.heading)
        column.addWidget(self._words)
        column.addWidget(self.fields, 1)
        column.addLayout(self.foot)
        self.addWidget(self.list)
        self.addWidget(pane)
        self.setSizes([640, 540])


def _columns(heads: tuple[str, str], label_width: int = 118) -> tuple[ValueColumn, ...]:
    return (
        ValueColumn("项目", label_width, lambda value: value[0]),
        ValueColumn(heads[0], 200, lambda value: value[1]),
        ValueColumn(heads[1], 200, lambda value: value[2]),
    )


class FieldTable(ValueTable):
    """The fields that differ, long texts on several lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_columns(("现有", "报来")), 2, parent)
        self.setAccessibleName("两份的差别")
        self.setWordWrap(True)
        self.setItemDelegate(_WholeText(self))  # the list's own cuts every text to one line
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Interactive)

    def show_fields(self, fields: Sequence[Difference], heads: tuple[str, str], label_width: int) -> None:
        """Show these fields under these heads."""
        self.values_model.columns = _columns(heads, label_width)
        self.setColumnWidth(0, label_width)
        self.values_model.show_values(fields)
        self._fit()

    def _fit(self) -> None:
        super()._fit()
        room = self.viewport().width() - self.columnWidth(0)
        for place in (1, 2):
            self.setColumnWidth(place, max(120, room // 2))
        for row in range(min(self.values_model.rowCount(), _MOST_ROWS)):
            self.resizeRowToContents(row)


_LEAST_STRETCHED = 120  # half of the page is the other side
_MOST_ROWS = 150  # a record has some 90 fields
_PAD_Y = 6


class _WholeText(QStyledItemDelegate):
    """Paints a text on as many lines as it needs, with the hairline that parts its row from the next."""

    def __init__(self, table: FieldTable) -> None:
        super().__init__(table)
        self._table = table

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._table.columnWidth(index.column()) - 2 * CELL_PAD
        room = QFontMetrics(self._table.font()).boundingRect(0, 0, width, 1 << 20, _WRAPPED, _text(index))
        return QSize(width, max(ROW_HEIGHT, room.height() + 2 * _PAD_Y))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens, rect = tokens_now(), QRect(option.rect)  # type: ignore[attr-defined]
        if self._table.is_cell_selected(index):
            painter.fillRect(rect, QColor(tokens.selected))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(tokens.line))
        painter.setPen(QColor(tokens.text))
        painter.drawText(rect.adjusted(CELL_PAD, _PAD_Y, -CELL_PAD, -_PAD_Y), _WRAPPED, _text(index))


_WRAPPED = int(Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def _text(index: Index) -> str:
    return str(index.data() or "")
