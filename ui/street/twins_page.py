"""疑似重复: premises and hazards that two committees may both have reported, side by side. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from db.spec import RECORD_TYPES
from desktop.jobs import Token
from desktop.people.permissions import Right
from ui.models.filters import Filters
from ui.pages.page_context import PageContext
from ui.pages.submission.value_table import ValueColumn
from ui.street.two_sides import Sides
from ui.street.two_sides_page import TwoSidesPage

if TYPE_CHECKING:
    from desktop.street.twins import Pair


class TwinsPage(TwoSidesPage):
    """The page of the street's window that shows twins across committees."""

    title = "疑似重复"
    hint = (
        "两个村居可能报了同一处：先电话问清楚由谁管，再请其中一家在自己的台账里合并或删除；"
        "确实是两处的点“不是同一处”，以后不再提示。"
    )
    empty_words = ("没有疑似重复的记录", "两个村居报了同一处场所或隐患时，会在这里并排列出。")
    tables = frozenset(("premises", "hazard", "not_twins", "roster", "received_package"))

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        name = lambda code: self.street.title("roster", code)  # noqa: E731
        columns = (
            ValueColumn("类别", 56, lambda each: RECORD_TYPES[each.table].label),
            ValueColumn("一个村居", 116, lambda each: name(each.one.committee_code)),
            ValueColumn("另一个村居", 116, lambda each: name(each.other.committee_code)),
            ValueColumn("名称", 112, lambda each: " ".join(each.one.title.split())),
            ValueColumn("相同之处", 190, lambda each: "、".join(each.reasons)),
        )
        super().__init__(context, columns, 4, parent)
        self.sides.list.setAccessibleName("疑似重复")

    def make_actions(self) -> Sequence[QAction]:
        """Tell apart, open one, open the other."""
        self.apart = self.action("不是同一处", "记住这是两处，以后不再提示", self.keep_apart, Right.EDIT)
        self.show_one = self.action("看第一条", "在台账里打开", lambda: self._open(is_other=False))
        self.show_other = self.action("看第二条", "在台账里打开", lambda: self._open(is_other=True))
        return self.apart, self.show_one, self.show_other

    def begin_reading(self) -> Callable[[Token], list[Pair]]:
        """The pairs that nobody has told apart."""
        from desktop.street.twins import twins

        return lambda token: twins(self.street.desk)

    def sides_of(self, found: Pair) -> Sides:
        """One committee's record beside the other's."""
        from desktop.street.twins import side_by_side

        names = [self.street.title("roster", each.committee_code) for each in (found.one, found.other)]
        fields = side_by_side(self.street.desk, found)
        return Sides(
            " ".join(found.one.title.split()), "、".join(found.reasons), fields, (names[0], names[1])
        )

    def is_possible(self, action: QAction, count: int) -> bool:
        """Several pairs can be told apart at once, one be opened."""
        return count == 1 or (action is self.apart and count > 1)

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

    def _open(self, is_other: bool) -> None:
        found = self.sides.selected()
        if len(found) == 1:
            side = found[0].other if is_other else found[0].one
            filters = Filters(only=(side.no, (side.id,)))
            self.context.actions.open_list(found[0].table, filters, side.id)
