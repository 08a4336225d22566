"""A number that is shown masked until the clerk asks for it, so that nobody reads it over a shoulder."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from db.spec.field import Field
from db.spec.kinds import show
from ui.forms.editors.editor import SPACE, Desk, Editor
from ui.forms.editors.line import EntryLine


class MaskedEditor(Editor):
    """A line with 显示全号: what is kept is shown masked and can be changed once it is shown whole, which `revealed` tells."""

    revealed = Signal()

    def __init__(self, field: Field, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(field, desk, parent)
        self._stored: str | None = None
        self._line = EntryLine(self)
        self._line.textEdited.connect(lambda: self.changed.emit())
        self.reveal_button = QPushButton("显示全号", self)
        self.reveal_button.setAutoDefault(False)
        self.reveal_button.setToolTip("显示这个证号的全部数字")
        self.reveal_button.clicked.connect(self.reveal)
        self.reveal_button.hide()
        row = QHBoxLayout()
        row.setSpacing(SPACE * 2)
        row.addWidget(self._line, 1)
        row.addWidget(self.reveal_button)
        self._place(row)

    def input_widget(self) -> QLineEdit:
        return self._line

    def tab_stops(self) -> list[QWidget]:
        return [self._line, self.reveal_button]

    def value(self) -> Any:
        return self._stored or self._line.text().strip() or None

    def set_value(self, stored: Any) -> None:
        self._stored = stored
        self._line.setText(show(self.field, stored))
        self._line.setReadOnly(bool(stored))
        self.reveal_button.setVisible(bool(stored))
        self.show_problem(None)

    def set_read_only(self, is_read_only: bool) -> None:
        self._line.setReadOnly(is_read_only)

    def reveal(self) -> None:
        """Show the whole number; from here on it can be changed."""
        self.revealed.emit()
        self._line.setText(self._stored or "")
        self._stored = None
        self._line.setReadOnly(False)
        self.reveal_button.hide()
        self._line.setFocus()
