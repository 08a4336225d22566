"""冲突: two sides of a record, field beside field; a person decides, and the other side is kept. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from db.spec import RECORD_TYPES
from desktop.jobs import Token
from desktop.people.permissions import Right
from ui.pages.page_context import PageContext
from ui.pages.submission.value_table import ValueColumn
from ui.street.two_sides import Sides
from ui.street.two_sides_page import TwoSidesPage

if TYPE_CHECKING:
    from desktop.street.contradictions import Contradiction


class ConflictsPage(TwoSidesPage):
    """The page of the street's window on which contradictions are settled."""

    title = "冲突"
    hint = "左边选一处，右边看两份的差别，再选定用哪一份。没有采用的一份仍然保留，可以随时查到。"
    empty_words = ("没有要处理的冲突", "合并时两份内容对不上的记录会列在这里，两份都保留。")
    tables = frozenset(("roster", "received_package", "set_aside"))

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        columns = (
            ValueColumn("村居", 150, lambda each: self.street.title("roster", each.committee_code)),
            ValueColumn("类别", 80, lambda each: RECORD_TYPES[each.side.table].label),
            ValueColumn("编号", 122, lambda each: each.side.no or ""),
            ValueColumn("原因", 200, lambda each: each.why),
        )
        super().__init__(context, columns, 3, parent)
        self.sides.list.setAccessibleName("没有处理的冲突")
        self.sides.fields.selection_told.connect(self._show_selection)

    def make_actions(self) -> Sequence[QAction]:
        """Keep ours, take theirs, take some fields of theirs."""
        self.keep_ours = self.action("保留现有的", "台账不变", lambda: self.settle("ours"), Right.EDIT)
        self.take = self.action("采用另一份", "用另一份的全部内容", lambda: self.settle("theirs"), Right.EDIT)
        self.take_some = self.action(
            "只采用选中的几项", "右边选中的项目用另一份，其余不变", self.settle_some, Right.EDIT
        )
        return self.keep_ours, self.take, self.take_some

    def begin_reading(self) -> Callable[[Token], list[Contradiction]]:
        """What nobody has decided yet."""
        from desktop.street.contradictions import contradictions

        return lambda token: contradictions(self.street.desk)

    def sides_of(self, found: Contradiction) -> Sides:
        """The ledger's side and the one set aside."""
        heading = f"{found.side.no or ''}　{found.title}"
        return Sides(heading, found.why, found.differences, ("台账现有", "另一份"))

    def is_possible(self, action: QAction, count: int) -> bool:
        """One line; for some fields, fields that are selected."""
        return count == 1 and (action is not self.take_some or bool(self.sides.fields.selected_count()))

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
