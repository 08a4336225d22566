"""One-line editors: text, person, phone, number, money. Text is turned into its usual spelling when the
field is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from db.errors import InvalidRecord
from db.spec.field import Field, Kind
from db.spec.kinds import Reading, parse, show
from desktop.form_values import suggestions
from desktop.messages import problem_sentence
from ui.forms.editors.completion import Completion
from ui.forms.editors.editor import SPACE, Desk, Editor

_NUMBER_WIDTH = 132
_NUMBERS = (Kind.INTEGER, Kind.DECIMAL, Kind.MONEY)


@runtime_checkable
class EndsInButton(Protocol):
    """A window whose lines end, by Enter, in its main button. Tab keeps the order in which the buttons stand."""

    def lead_to_main_button(self) -> None:
        """Go to the main button where Enter would stop at another one."""


class EntryLine(QLineEdit):
    """A line edit whose Enter goes to the next field, unless it only commits what an input method was
    composing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_composing = False
        self.before_leaving: Callable[[], None] = lambda: None
        self.button_passed: QWidget | None = None  # Enter stops at it only where what was typed is a problem

    def setPlaceholderText(self, words: str) -> None:
        super().setPlaceholderText(words)
        self.setToolTip(words)  # whole where the line is short, and told to a screen reader

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def is_composing(self) -> bool:
        """Whether an input method has text that is not committed yet."""
        return self._is_composing

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            event.accept()
            if not self._is_composing:
                self.focusNextChild()
                passed = self.button_passed
                if passed is not None and passed.hasFocus() and not self.property("invalid"):
                    passed.focusNextChild()
                window = self.window()
                if isinstance(window, EndsInButton):
                    window.lead_to_main_button()
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        self.before_leaving()
        return super().focusNextPrevChild(next)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._is_composing = False
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.before_leaving()


class LineEditor(Editor):
    """A text field with its unit behind it."""

    def __init__(self, field: Field, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(field, desk, parent)
        self._line = EntryLine(self)
        self._line.before_leaving = self.settle
        self._line.textEdited.connect(self._edited)
        row = QHBoxLayout()
        row.setSpacing(SPACE * 2)
        row.addWidget(self._line)
        if field.kind in _NUMBERS:
            self._line.setMaximumWidth(_NUMBER_WIDTH)
            if field.unit and f"（{field.unit}）" not in field.label:
                row.addWidget(QLabel(field.unit, self))
            row.addStretch(1)
        elif field.hint:
            self._line.setPlaceholderText(field.hint)
        self._place(row)

    def input_widget(self) -> QLineEdit:
        return self._line

    def value(self) -> Any:
        return self._line.text() or None

    def set_value(self, stored: Any) -> None:
        self._line.setText(self._shown(stored))
        self._line.setCursorPosition(0)
        self.show_problem(None)

    def set_read_only(self, is_read_only: bool) -> None:
        self._line.setReadOnly(is_read_only)

    def settle(self) -> None:
        """Write what was typed in its usual spelling, or say why it cannot be read."""
        if not self._line.isModified():
            return
        self._line.setModified(False)
        try:
            stored = parse(self.field, self._line.text(), Reading(self.desk.today))
        except InvalidRecord as error:
            self.show_problem(problem_sentence(error.problems[0]))
            return
        self._line.setText(self._shown(stored))
        self.show_problem(None)
        self.changed.emit()

    def _shown(self, stored: Any) -> str:
        # Money is edited as it is kept ("0.35"), not with the two decimals of the printed ledger.
        return (
            str(stored if stored is not None else "")
            if self.field.kind in _NUMBERS
            else show(self.field, stored)
        )

    def _edited(self) -> None:
        self.changed.emit()


class SuggestingEditor(LineEditor):
    """A text field that offers what was entered before, and for people the committee's own list."""

    def __init__(self, field: Field, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(field, desk, parent)
        self._known: list[str] | None = None
        self.completion = Completion(self._line, self._words)
        self.completion.picked.connect(self._picked)
        self._line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._known = None
        return super().eventFilter(watched, event)

    def _words(self) -> Sequence[str]:
        if self._known is None:
            self._known = suggested_words(self.field, self.desk)
        return self._known

    def _picked(self) -> None:
        self._line.setModified(False)
        self.show_problem(None)
        self.changed.emit()


def suggested_words(field: Field, desk: Desk) -> list[str]:
    """What was entered in this field before, newest first; for a person also the people of the committee."""
    words = suggestions(desk.office, desk.table, field.name) if desk.table else []
    if field.kind is Kind.PERSON and desk.table != "person":
        words += [title for _, title in desk.office.choices_of("person")]
    return list(dict.fromkeys(words))
