"""Child rows: a small table of editors, one line a row, wholly usable by keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from db.errors import Problem
from db.spec.field import Field, Kind
from desktop.messages import problem_sentence
from ui.forms.editors.editor import SPACE, Desk, Editor, EditorMaker
from ui.forms.editors.reference import ReferenceEditor
from ui.theme.restyle import set_mark
from ui.widgets.rows import GAP, row_of

_WIDTHS = {
    Kind.CHOICE: 108,
    Kind.PERSON: 96,
    Kind.DATE: 132,
    Kind.DATE_TIME: 196,
    Kind.MONEY: 96,
    Kind.INTEGER: 84,
    Kind.DECIMAL: 84,
}
_PROSE = 300  # a text that may be this long gets three times the room of a short one
_SHORT_TEXTS = {"at": 72, "role": 120, "no": 160, "state": 92, "cost": 88}


class RowsEditor(Editor):
    """Rows of editors with 添加, 上移 and 删除. A row in which nothing was entered does not count."""

    wants_width = True

    def __init__(
        self, field: Field, desk: Desk, makers: dict[Kind, EditorMaker], parent: QWidget | None = None
    ) -> None:
        super().__init__(field, desk, parent)
        self._makers = makers
        self._rows: list[dict[str, Editor]] = []
        self._frame = QWidget(self)
        self._grid = QGridLayout(self._frame)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE * 2)
        self._grid.setVerticalSpacing(SPACE)
        self._heads = [self._head(column, each) for column, each in enumerate(field.rows)]
        self._add = QPushButton("添加", self)
        self._add.setAutoDefault(False)
        self._add.setAccessibleName(f"添加{field.label}")
        self._add.setToolTip(f"在末尾添加一行{field.label}")
        self._add.clicked.connect(self._add_and_enter)
        below = row_of(self._add, GAP)
        self._place(self._frame)
        self._place(below)
        self._show_heads()

    def input_widget(self) -> QWidget:
        return next(iter(self._rows[0].values())).input_widget() if self._rows else self._add

    def add_button(self) -> QPushButton:
        """The button that adds a row."""
        return self._add

    def rows(self) -> Sequence[dict[str, Editor]]:
        """The editors of each row by field name."""
        return self._rows

    def row_buttons(self, row: int) -> tuple[QToolButton, QToolButton]:
        """上移 and 删除 of a row."""
        item = self._grid.itemAtPosition(row + 1, len(self.field.rows))
        assert item is not None
        up, remove = item.widget().findChildren(
            QToolButton, options=Qt.FindChildOption.FindDirectChildrenOnly
        )
        return up, remove

    def tab_stops(self) -> list[QWidget]:
        cells: list[QWidget] = []
        for place, row in enumerate(self._rows):
            for editor in row.values():
                cells += editor.tab_stops()
            cells += self.row_buttons(place)
        return [*cells, self._add]

    def value(self) -> Any:
        rows = [{name: editor.value() for name, editor in row.items()} for row in self._rows]
        return [row for row in rows if any(value not in (None, "", []) for value in row.values())]

    def set_value(self, stored: Any) -> None:
        self._clear()
        for row in stored or []:
            self._append(row)
        self._show_heads()
        self.show_problem(None)

    def settle(self) -> None:
        for row in self._rows:
            for editor in row.values():
                editor.settle()

    def set_read_only(self, is_read_only: bool) -> None:
        self._frame.setEnabled(not is_read_only)
        self._add.setEnabled(not is_read_only)

    def show_row_problems(self, problems: Sequence[Problem]) -> None:
        """Mark the cells in which something is wrong and say below the table which row it is."""
        filled = [row for row in self._rows if any(not editor.is_empty() for editor in row.values())]
        for row in self._rows:
            for editor in row.values():
                set_mark(editor.input_widget(), "invalid", False)
        sentences = []
        for problem in problems:
            sentences.append(problem_sentence(problem))
            if problem.row is not None and problem.row < len(filled):
                self._mark_cell(filled[problem.row], str(problem.params.get("label", "")))
        self._say("\n".join(sentences) or None, "problem")

    def show_problem(self, sentence: str | None) -> None:
        self._say(sentence, "problem")
        if not sentence:
            for row in self._rows:
                for editor in row.values():
                    set_mark(editor.input_widget(), "invalid", False)

    def add_row(self, stored: dict[str, Any] | None = None) -> dict[str, Editor]:
        """A new row at the end."""
        editors = self._append(stored or {})
        self._show_heads()
        return editors

    def _mark_cell(self, row: dict[str, Editor], label: str) -> None:
        for each in self.field.rows:
            if each.label == label:
                set_mark(row[each.name].input_widget(), "invalid", True)

    def _head(self, column: int, field: Field) -> QLabel:
        label = QLabel(f"{field.label} *" if field.required else field.label, self._frame)
        label.setObjectName("muted")
        label.setToolTip("带 * 的必填" if field.required else "")
        self._grid.addWidget(label, 0, column)
        width = _SHORT_TEXTS.get(field.name) or _WIDTHS.get(field.kind)
        if width:
            self._grid.setColumnMinimumWidth(column, width)
        prose = 3 if (field.max_length or 0) >= _PROSE else 1
        self._grid.setColumnStretch(column, 0 if width else prose)
        return label

    def _show_heads(self) -> None:
        for head in self._heads:
            head.setVisible(bool(self._rows))
        self._frame.setVisible(bool(self._rows))

    def _append(self, stored: dict[str, Any]) -> dict[str, Editor]:
        place = len(self._rows) + 1
        editors: dict[str, Editor] = {}
        for column, each in enumerate(self.field.rows):
            editor = self._cell(each, place)
            editor.set_value(stored.get(each.name))
            editor.changed.connect(self._cell_changed)
            editors[each.name] = editor
            self._grid.addWidget(editor, place, column, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(
            self._buttons(editors, place), place, len(self.field.rows), Qt.AlignmentFlag.AlignTop
        )
        self._rows.append(editors)
        self._chain_tabs()
        return editors

    def _cell(self, field: Field, place: int) -> Editor:
        editor = self._makers[field.kind](field, Desk(self.desk.office))
        editor.setParent(self._frame)
        editor.show()
        if isinstance(editor, ReferenceEditor):
            editor.offer_no_new()
        editor.input_widget().setAccessibleName(f"{self.field.label}第{place}行{field.label}")
        width = _SHORT_TEXTS.get(field.name) or _WIDTHS.get(field.kind)
        if width:
            editor.setMaximumWidth(width)
        else:
            editor.setMinimumWidth(120)
            editor.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        return editor

    def _buttons(self, editors: dict[str, Editor], place: int) -> QWidget:
        holder = QWidget(self._frame)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        for text, act in (("上移", self._move_up), ("删除", self._remove)):
            button = QToolButton(holder)
            button.setText(text)
            button.setAccessibleName(f"{text}{self.field.label}第{place}行")
            button.setObjectName("cell")
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(partial(act, editors))
            row.addWidget(button)
        return holder

    def _add_and_enter(self) -> None:
        editors = self.add_row()
        next(iter(editors.values())).input_widget().setFocus(Qt.FocusReason.TabFocusReason)

    def _move_up(self, editors: dict[str, Editor]) -> None:
        place = self._rows.index(editors)
        values = [{name: editor.value() for name, editor in row.items()} for row in self._rows]
        if place:
            values[place - 1], values[place] = values[place], values[place - 1]
            for row, stored in zip(self._rows, values, strict=True):
                for name, editor in row.items():
                    editor.set_value(stored[name])
            self.row_buttons(place - 1)[0].setFocus()
            self._cell_changed()

    def _remove(self, editors: dict[str, Editor]) -> None:
        place = self._rows.index(editors)
        values = [
            {name: editor.value() for name, editor in row.items()} for row in self._rows if row is not editors
        ]
        self.set_value(values)
        if values:
            self.row_buttons(min(place, len(values) - 1))[1].setFocus()
        else:
            self._add.setFocus()
        self._cell_changed()

    def _clear(self) -> None:
        self._rows = []
        for index in reversed(range(self._grid.count())):
            item = self._grid.itemAt(index)
            widget = item.widget() if item else None
            if widget is not None and widget not in self._heads:
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()

    def _chain_tabs(self) -> None:
        stops = self.tab_stops()
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _cell_changed(self) -> None:
        self.changed.emit()
