"""What the pages have in common that list pairs and let a person decide: read aside, two sides, buttons below. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop.jobs import Token
from desktop.people.permissions import Right
from desktop.street.street_ledger import StreetLedger
from ui.models.change_relay import Changed
from ui.pages.page_context import PageContext
from ui.pages.page_reading import PageReading
from ui.pages.submission.value_table import ValueColumn
from ui.people.page_rights import denied_words
from ui.street.two_sides import Sides, TwoSides
from ui.theme.tokens import PAGE_MARGIN
from ui.widgets.empty_state import EmptyState
from ui.widgets.icon_buttons import named_action, tint_actions
from ui.widgets.labels import plain_label
from ui.widgets.word_button import word_button


class TwoSidesPage(QWidget):
    """A page of the street's window: what is read into the list, and the actions on what is selected there."""

    title, hint = "", ""
    empty_words = ("", "")  # what stands there when nothing was found, and what would
    tables: frozenset[str] = frozenset()  # whose changes make what was read old

    def __init__(
        self,
        context: PageContext,
        columns: Sequence[ValueColumn],
        stretched: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.context, self.street = context, cast(StreetLedger, context.office)
        self.sides = TwoSides(columns, stretched, self.sides_of, self)
        self.empty, self.stack = EmptyState(self), QStackedWidget(self)
        self.buttons = {
            each: word_button(self, each.text(), each.trigger, each.toolTip()) for each in self.make_actions()
        }
        self.reading = PageReading(self, context, self.begin_reading, self._show, self.tables)
        self._lay_out()
        self.sides.list.selection_told.connect(self._show_selection)

    def make_actions(self) -> Sequence[QAction]:
        """The actions, in the order of their buttons."""
        raise NotImplementedError

    def begin_reading(self) -> Callable[[Token], list[Any]]:
        """What reads the list in a job."""
        raise NotImplementedError

    def sides_of(self, found: Any) -> Sides:
        """What is shown of a selected line."""
        raise NotImplementedError

    def is_possible(self, action: QAction, count: int) -> bool:
        """Whether an action can be taken while that many lines are selected."""
        return count == 1

    def action(self, text: str, tip: str, act: Callable[[], object], right: Right = Right.ROUTINE) -> QAction:
        """An action of the page that does something; it rests where the one at the desk has no right to it."""
        denied = denied_words(self.context.office, right)
        made = named_action(self, text, "", "", denied or tip)
        made.setProperty("is_denied", bool(denied))
        made.triggered.connect(lambda: act())
        return made

    def take_change(self, changed: Changed) -> None:
        """Hear of a write."""
        self.reading.note_change(changed)

    def menu_actions(self) -> tuple[list[QAction], list[QAction]]:
        """The actions of the 记录 and of the 查找 menu."""
        return list(self.buttons), []

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        tint_actions(self)
        if self.reading.is_stale:
            self.reading.start()

    def _show(self, found: list[Any]) -> bool:
        self.sides.show_values(found)
        self.stack.setCurrentWidget(self.sides if found else self.empty)
        self._show_selection()
        return True

    def _show_selection(self) -> None:
        count = len(self.sides.selected())
        for action, button in self.buttons.items():
            is_possible = not action.property("is_denied") and self.is_possible(action, count)
            action.setEnabled(is_possible)
            button.setEnabled(is_possible)

    def _lay_out(self) -> None:
        title, hint = QLabel(self.title, self), plain_label(self.hint)
        title.setObjectName("title")
        hint.setObjectName("muted")
        hint.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in self.buttons.values():
            row.addWidget(button)
        row.addStretch(1)
        self.sides.foot.addLayout(row)
        self.empty.show_words(*self.empty_words, [])
        for widget in (self.sides, self.empty):
            self.stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, 12, PAGE_MARGIN, 8)
        column.setSpacing(8)
        column.addWidget(title)
        column.addWidget(hint)
        column.addWidget(self.stack, 1)
