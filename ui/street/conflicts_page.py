"""冲突: two sides of a record, field beside field; a person decides, and the other side is kept. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from db.spec import RECORD_TYPES
from desktop.jobs import Token
from desktop.street.street_ledger import StreetLedger
from ui.models.change_relay import Changed
from ui.pages.page_context import PageContext
from ui.pages.page_reading import PageReading
from ui.pages.submission.value_table import ValueColumn
from ui.street.two_sides import Sides, TwoSides
from ui.theme.tokens import PAGE_MARGIN
from ui.widgets.empty_state import EmptyState
from ui.widgets.icon_buttons import named_action, tint_actions
from ui.widgets.labels import plain_label
from ui.widgets.word_button import word_button

if TYPE_CHECKING:
    from desktop.street.contradictions import Contradiction

_TABLES = frozenset(("roster", "received_package", "set_aside"))
_HINT = "左边选一处，右边看两份的差别，再选定用哪一份。没有采用的一份仍然保留，可以随时查到。"


class ConflictsPage(QWidget):
    """The page of the street's window on which contradictions are settled."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.street = context, cast(StreetLedger, context.office)
        columns = (
            ValueColumn("村居", 150, lambda each: self.street.title("roster", each.committee_code)),
            ValueColumn("类别", 80, lambda each: RECORD_TYPES[each.side.table].label),
            ValueColumn("编号", 122, lambda each: each.side.no or ""),
            ValueColumn("原因", 200, lambda each: each.why),
        )
        self.sides = TwoSides(columns, 3, self._sides_of, self)
        self.sides.list.setAccessibleName("没有处理的冲突")
        self.keep_ours = self._action("保留现有的", "台账不变", lambda: self.settle("ours"))
        self.take = self._action("采用另一份", "用另一份的全部内容", lambda: self.settle("theirs"))
        self.take_some = self._action(
            "只采用选中的几项", "右边选中的项目用另一份，其余不变", self.settle_some
        )
        self.empty, self.stack = EmptyState(self), QStackedWidget(self)
        self.reading = PageReading(self, context, self._begin_reading, self._show, _TABLES)
        self._lay_out()
        self.sides.list.selection_told.connect(self._show_selection)
        self.sides.fields.selection_told.connect(self._show_selection)

    def take_change(self, changed: Changed) -> None:
        """Hear of a write."""
        self.reading.note_change(changed)

    def menu_actions(self) -> tuple[list[QAction], list[QAction]]:
        """The actions of the 记录 and of the 查找 menu."""
        return [self.keep_ours, self.take, self.take_some], []

    def settle(self, choice: str, labels: tuple[str, ...] = ()) -> None:
        """Decide the selected contradiction: `ours` or `theirs`, or of the other side only the fields so labelled."""
        found = self.sides.selected()
        if len(found) == 1:
            self._settle(found[0], choice, labels)

    def settle_some(self) -> None:
        """Take over the fields that are selected on the right."""
        fields = self.sides.fields
        labels = tuple(fields.values_model.values[row][0] for row in fields.selected_rows())
        if labels:
            self.settle("theirs", labels)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        tint_actions(self)
        if self.reading.is_stale:
            self.reading.start()

    def _settle(self, found: Contradiction, choice: str, labels: tuple[str, ...]) -> None:
        from desktop.street.contradictions import CHOICES, names_of, settle

        desk, side = self.street.desk, found.side
        self.context.runner.start(
            lambda token: settle(desk, side.id, choice, names_of(side.table, labels)),
            done=lambda told: self.context.bar.tell(
                f"{side.no or ''}：{CHOICES[str(told.side.choice)]}。没有采用的一份仍然保留。"
            ),
            failed=lambda error: self.context.bar.tell_fault(error),
        )

    def _begin_reading(self) -> Callable[[Token], list[Contradiction]]:
        from desktop.street.contradictions import contradictions

        return lambda token: contradictions(self.street.desk)

    def _show(self, found: list[Contradiction]) -> bool:
        self.sides.show_values(found)
        self.stack.setCurrentWidget(self.sides if found else self.empty)
        self._show_selection()
        return True

    def _show_selection(self) -> None:
        is_one = len(self.sides.selected()) == 1
        for action, button in self.buttons.items():
            is_possible = is_one and (
                action is not self.take_some or bool(self.sides.fields.selected_count())
            )
            action.setEnabled(is_possible)
            button.setEnabled(is_possible)

    def _sides_of(self, found: Contradiction) -> Sides:
        heading = f"{found.side.no or ''}　{found.title}"
        return Sides(heading, found.why, found.differences, ("台账现有", "另一份"))

    def _action(self, text: str, tip: str, act: Callable[[], object]) -> QAction:
        action = named_action(self, text, "", "", tip)
        action.triggered.connect(lambda: act())
        return action

    def _lay_out(self) -> None:
        title = QLabel("冲突", self)
        title.setObjectName("title")
        hint = plain_label(_HINT)
        hint.setObjectName("muted")
        hint.setWordWrap(True)
        actions = (self.keep_ours, self.take, self.take_some)
        self.buttons = {
            each: word_button(self, each.text(), each.trigger, each.toolTip()) for each in actions
        }
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in self.buttons.values():
            row.addWidget(button)
        row.addStretch(1)
        self.sides.foot.addLayout(row)
        self.empty.show_words("没有要处理的冲突", "合并时两份内容对不上的记录会列在这里，两份都保留。", [])
        for widget in (self.sides, self.empty):
            self.stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, 12, PAGE_MARGIN, 8)
        column.setSpacing(8)
        column.addWidget(title)
        column.addWidget(hint)
        column.addWidget(self.stack, 1)
