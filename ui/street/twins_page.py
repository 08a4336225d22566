"""疑似重复: premises and hazards that two committees may both have reported, side by side. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from db.spec import RECORD_TYPES
from desktop.jobs import Token
from desktop.street.street_ledger import StreetLedger
from ui.models.change_relay import Changed
from ui.models.filters import Filters
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
    from desktop.street.twins import Pair

_TABLES = frozenset(("premises", "hazard", "not_twins", "roster", "received_package"))
_HINT = (
    "两个村居可能报了同一处：先电话问清楚由谁管，再请其中一家在自己的台账里合并或删除；"
    "确实是两处的点“不是同一处”，以后不再提示。"
)


class TwinsPage(QWidget):
    """The page of the street's window that shows twins across committees."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.street = context, cast(StreetLedger, context.office)
        name = lambda code: self.street.title("roster", code)  # noqa: E731
        columns = (
            ValueColumn("类别", 64, lambda each: RECORD_TYPES[each.table].label),
            ValueColumn("一个村居", 116, lambda each: name(each.one.committee_code)),
            ValueColumn("另一个村居", 116, lambda each: name(each.other.committee_code)),
            ValueColumn("名称", 130, lambda each: " ".join(each.one.title.split())),
            ValueColumn("相同之处", 190, lambda each: "、".join(each.reasons)),
        )
        self.sides = TwoSides(columns, 4, self._sides_of, self)
        self.sides.list.setAccessibleName("疑似重复")
        self.apart = self._action("不是同一处", "记住这是两处，以后不再提示", self.keep_apart)
        self.show_one = self._action("看第一条", "在台账里打开", lambda: self._open(is_other=False))
        self.show_other = self._action("看第二条", "在台账里打开", lambda: self._open(is_other=True))
        self.empty, self.stack = EmptyState(self), QStackedWidget(self)
        self.reading = PageReading(self, context, self._begin_reading, self._show, _TABLES)
        self._lay_out()
        self.sides.list.selection_told.connect(self._show_selection)

    def take_change(self, changed: Changed) -> None:
        """Hear of a write."""
        self.reading.note_change(changed)

    def menu_actions(self) -> tuple[list[QAction], list[QAction]]:
        """The actions of the 记录 and of the 查找 menu."""
        return [self.apart, self.show_one, self.show_other], []

    def keep_apart(self) -> None:
        """Remember that the selected pairs are two."""
        from desktop.street.twins import keep_apart

        desk, pairs = self.street.desk, self.sides.selected()

        def work(token: Token) -> None:
            for each in pairs:
                keep_apart(desk, each.table, each.one.id, each.other.id)

        self.context.runner.start(
            work,
            done=lambda _: self.context.bar.tell(f"已记住 {len(pairs)} 对不是同一处，以后不再提示。"),
            failed=lambda error: self.context.bar.tell_fault(error),
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        tint_actions(self)
        if self.reading.is_stale:
            self.reading.start()

    def _begin_reading(self) -> Callable[[Token], list[Pair]]:
        from desktop.street.twins import twins

        return lambda token: twins(self.street.desk)

    def _show(self, found: list[Pair]) -> bool:
        self.sides.show_values(found)
        self.stack.setCurrentWidget(self.sides if found else self.empty)
        self._show_selection()
        return True

    def _show_selection(self) -> None:
        count = len(self.sides.selected())
        for action, button in self.buttons.items():
            is_possible = count == 1 or (action is self.apart and count > 1)
            action.setEnabled(is_possible)
            button.setEnabled(is_possible)

    def _sides_of(self, pair: Pair) -> Sides:
        from desktop.street.twins import side_by_side

        names = [self.street.title("roster", each.committee_code) for each in (pair.one, pair.other)]
        fields = side_by_side(self.street.desk, pair)
        return Sides(" ".join(pair.one.title.split()), "、".join(pair.reasons), fields, (names[0], names[1]))

    def _open(self, is_other: bool) -> None:
        found = self.sides.selected()
        if len(found) == 1:
            side = found[0].other if is_other else found[0].one
            filters = Filters(only=(side.no, (side.id,)))
            self.context.actions.open_list(found[0].table, filters, side.id)

    def _action(self, text: str, tip: str, act: Callable[[], object]) -> QAction:
        action = named_action(self, text, "", "", tip)
        action.triggered.connect(lambda: act())
        return action

    def _lay_out(self) -> None:
        title = QLabel("疑似重复", self)
        title.setObjectName("title")
        hint = plain_label(_HINT)
        hint.setObjectName("muted")
        hint.setWordWrap(True)
        actions = (self.apart, self.show_one, self.show_other)
        self.buttons = {
            each: word_button(self, each.text(), each.trigger, each.toolTip()) for each in actions
        }
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in self.buttons.values():
            row.addWidget(button)
        row.addStretch(1)
        self.sides.foot.addLayout(row)
        self.empty.show_words("没有疑似重复的记录", "两个村居报了同一处场所或隐患时，会在这里并排列出。", [])
        for widget in (self.sides, self.empty):
            self.stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, 12, PAGE_MARGIN, 8)
        column.setSpacing(8)
        column.addWidget(title)
        column.addWidget(hint)
        column.addWidget(self.stack, 1)
