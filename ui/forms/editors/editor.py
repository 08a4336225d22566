"""What every editor of a field has in common: a typed value, a place for its problem, and a widget that
takes the focus."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QLayout, QVBoxLayout, QWidget

from db.spec.field import Field
from desktop.office import Office
from ui.forms.field_help import field_help
from ui.theme.restyle import set_mark

SPACE = 4
CONTROL_HEIGHT = 32


@dataclass(frozen=True)
class Desk:
    """Where an editor works: the open office and the table whose record is written ("" inside child rows)."""

    office: Office
    table: str = ""

    @property
    def today(self) -> date:
        """The day by the office's clock."""
        return self.office.clock.today()


class Editor(QWidget):
    """An editor of one field. `value()` is what `office.add` accepts for it: text in any spelling or the
    stored form."""

    changed = Signal()
    wants_width = False  # whether the label stands above, so that the editor has the whole line

    def __init__(self, field: Field, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.desk = desk
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE)
        self._note: QLabel | None = None

    def value(self) -> Any:
        """What stands in the editor."""
        raise NotImplementedError

    def set_value(self, stored: Any) -> None:
        """Show a stored value; None empties the editor. Emits nothing."""
        raise NotImplementedError

    def input_widget(self) -> QWidget:
        """The widget that takes the focus and that the label belongs to."""
        raise NotImplementedError

    def tab_stops(self) -> list[QWidget]:
        """The widgets that Tab visits, in order."""
        return [self.input_widget()]

    def settle(self) -> None:
        """Do now what leaving the field does: turn what was typed into its usual spelling."""

    def set_read_only(self, is_read_only: bool) -> None:
        """Whether the value can be changed."""
        self.input_widget().setEnabled(not is_read_only)

    def is_empty(self) -> bool:
        """Whether nothing was entered."""
        return self.value() in (None, "", [])

    def show_problem(self, sentence: str | None) -> None:
        """Say beside the field what is wrong with it; None takes the sentence away."""
        self._say(sentence, "problem")
        self.input_widget().setAccessibleDescription(sentence or field_help(self.field))
        set_mark(self.input_widget(), "invalid", bool(sentence))

    def show_warning(self, sentence: str | None) -> None:
        """Say beside the field what looks doubtful and still may be saved; None takes the sentence away."""
        self._say(sentence, "warning")

    def problem_text(self) -> str:
        """The sentence that stands beside the field, "" when there is none."""
        return self._note.text() if self._note is not None and not self._note.isHidden() else ""

    def _say(self, sentence: str | None, role: str) -> None:
        if self._note is None:
            if not sentence:
                return
            self._note = QLabel(self)
            self._note.setWordWrap(True)
            self._note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._column.addWidget(self._note)
        self._note.setText(sentence or "")
        self._note.setVisible(bool(sentence))
        set_mark(self._note, "role", role)

    def _place(self, content: QWidget | QLayout) -> None:
        if isinstance(content, QWidget):
            self._column.addWidget(content)
        else:
            self._column.addLayout(content)


EditorMaker = Callable[[Field, Desk], Editor]
