"""A reference to another record: found by typing part of its name, or made on the spot."""

from __future__ import annotations

from collections import Counter
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from db.errors import Problem
from db.spec import RECORD_TYPES
from db.spec.field import Field
from desktop.messages import problem_sentence
from ui.forms.editors.completion import Completion
from ui.forms.editors.editor import SPACE, Desk, Editor
from ui.forms.editors.line import EntryLine


class ReferenceEditor(Editor):
    """A search box over the titles of a table; `new_wanted` carries the typed name when 新增… is asked
    for."""

    new_wanted = Signal(str)

    def __init__(self, field: Field, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(field, desk, parent)
        self._ids: dict[str, str] | None = None
        self._id: str | None = None
        self._label = RECORD_TYPES[field.refers_to].label
        self._line = EntryLine(self)
        self._line.before_leaving = self.settle
        self._line.setPlaceholderText(f"输入名称的一部分查找{self._label}")
        self._line.textEdited.connect(self._edited)
        self._new = QPushButton(f"新增{self._label}…", self)
        self._new.setAutoDefault(False)
        self._new.clicked.connect(self._want_new)
        self._line.button_passed = self._new
        self.completion = Completion(self._line, self._titles, self.last_word(), takes_first=True)
        self.completion.picked.connect(self._picked)
        row = QHBoxLayout()
        row.setSpacing(SPACE * 2)
        row.addWidget(self._line, 1)
        row.addWidget(self._new)
        self._place(row)

    def input_widget(self) -> EntryLine:
        return self._line

    def new_button(self) -> QPushButton:
        """The button that makes a new record to refer to."""
        return self._new

    def offer_no_new(self) -> None:
        """Only find what is there already: for child rows, whose form nobody opens from here."""
        self._new.hide()
        self.completion.last_word = ""

    def tab_stops(self) -> list[QWidget]:
        return [self._line] if self._new.isHidden() else [self._line, self._new]

    def value(self) -> Any:
        return self._id or self._line.text().strip() or None

    def set_value(self, stored: Any) -> None:
        self._ids = None
        self._id = stored
        self._line.setText(self.title_of(stored) if stored else "")
        self._line.setCursorPosition(0)
        self.show_problem(None)

    def set_read_only(self, is_read_only: bool) -> None:
        self._line.setReadOnly(is_read_only)
        self._new.setEnabled(not is_read_only)

    def settle(self) -> None:
        """Take the record whose title was typed in full, or say that there is none of that name."""
        if not self._line.isModified():
            return
        self._line.setModified(False)
        text = self._line.text().strip()
        self._id = self.id_of(text)
        if text and self._id is None:
            self.show_problem(
                problem_sentence(
                    Problem(self.field.name, "reference_unknown", {"label": self.field.label, "typed": text})
                )
            )
        else:
            self.show_problem(None)
            self.changed.emit()

    def last_word(self) -> str:
        """What is offered below every list."""
        return self._new.text()

    def id_of(self, text: str) -> str | None:
        """The record whose title was typed."""
        return self._by_title().get(text)

    def titles_by_id(self) -> list[tuple[str, str]]:
        """(id, title) of every record that is offered."""
        return self.desk.office.choices_of(self.field.refers_to)

    def title_of(self, id: str) -> str:
        """What stands in the editor for a record."""
        known = next((title for title, each in self._by_title().items() if each == id), None)
        return known or self.desk.office.title(self.field.refers_to, id)

    def _by_title(self) -> dict[str, str]:
        if self._ids is None:
            choices = self.titles_by_id()
            times = Counter(title for _, title in choices)
            self._ids = {
                title if times[title] == 1 else self._with_number(id, title): id for id, title in choices
            }
        return self._ids

    def _with_number(self, id: str, title: str) -> str:
        return f"{title}（{self.desk.office.get(self.field.refers_to, id)['no']}）"

    def _titles(self) -> list[str]:
        return list(self._by_title())

    def _edited(self) -> None:
        self._id = None
        self.changed.emit()

    def _picked(self, word: str) -> None:
        if word == self._new.text():
            self._want_new()
            return
        self._line.setModified(True)
        self.settle()

    def _want_new(self) -> None:
        self.new_wanted.emit("" if self._id else self._line.text().strip())
