"""同号的包: two packages of one committee under one serial, branch beside branch, and what came of asking. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.jobs import Token
from desktop.people.permissions import Right
from ui.forms.editors.line import EntryLine
from ui.models.marks import Mark
from ui.pages.page_context import PageContext
from ui.pages.submission.value_table import ValueColumn
from ui.street.fork_words import SIDES, fork_rows, next_steps
from ui.street.two_sides import Sides
from ui.street.two_sides_page import TwoSidesPage
from ui.street.unlocking import unlocked
from ui.theme.tokens import Tone
from ui.widgets.quiet_inputs import QuietComboBox

if TYPE_CHECKING:
    from desktop.street.fork_branches import Branches
    from ui.street.street_window import StreetWindow

_LABEL_WIDTH = 190


def _mark(found: Branches) -> Mark:
    return (
        Mark("已核实", Tone.DONE, is_pill=True)
        if found.is_settled
        else Mark("待核实", Tone.DANGER, is_pill=True)
    )


class ForksPage(TwoSidesPage):
    """The page of the street's window on which forks are looked into."""

    title = "同号的包"
    hint = "同一个号来过两份不同的包：先到的已经合并，后到的原样留存。问清楚以后记为已核实，两份都一直留着。"
    empty_words = ("没有同号的包", "同一个号来过两份不同的包时，两份并排列在这里。")
    tables = frozenset(("roster", "received_package", "forked_package"))

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        columns = (
            ValueColumn("情况", 84, lambda each: _mark(each).word, _mark),
            ValueColumn("村居", 130, lambda each: each.name),
            ValueColumn("包号", 72, lambda each: f"第 {each.fork.other.serial} 号"),
            ValueColumn("核实结果", 120, lambda each: each.decision.note if each.decision else ""),
        )
        self.reason, self.cause = EntryLine(None), QuietComboBox(None)
        super().__init__(context, columns, 3, parent)
        self.sides.list.setAccessibleName("同号的包")
        self.sides.setSizes([500, 700])
        self._fill_decision()
        self.reason.textChanged.connect(self._show_selection)

    def make_actions(self) -> Sequence[QAction]:
        """Decide, open again, look at the other package, unlock what is encrypted."""
        self.settle = self.action(
            "记为已核实", "把核实到的原因和经过记下来；两份包都不变", self.settle_selected, Right.EDIT
        )
        self.again = self.action(
            "重新核实", "结果有误时重新核实；原来的结果留在历史里", self.open_again, Right.EDIT
        )
        self.look = self.action("预览没有合并的一份", "在“合并预览”里逐条看", self.look_at_other)
        self.unlock = self.action(
            "打开加密的…", "没有合并的一份是加密的，输入街道密钥的口令才能比对", self.unlock_keys
        )
        return self.settle, self.again, self.look, self.unlock

    def begin_reading(self) -> Callable[[Token], list[Branches]]:
        """Both branches of every fork."""
        from desktop.street.fork_branches import fork_branches

        keyring = self.street.keyring
        keys = keyring.decrypt_keys if keyring.is_unlocked else ()
        return lambda token: fork_branches(self.street.desk, keys, token.should_stop)

    def sides_of(self, found: Branches) -> Sides:
        """The merged branch beside the other, what differs, and what to do next."""
        heading = f"{found.name}　第 {found.fork.other.serial} 号"
        return Sides(heading, next_steps(found), fork_rows(found), SIDES, _LABEL_WIDTH)

    def is_possible(self, action: QAction, count: int) -> bool:
        """One fork; what is decided is only opened again."""
        if count != 1:
            return False
        [found] = self.sides.selected()
        if action is self.settle:
            return not found.is_settled and bool(self.reason.text().strip())
        if action is self.again:
            return bool(found.is_settled)
        return action is not self.unlock or (
            found.trouble is not None and not self.street.keyring.is_unlocked
        )

    def settle_selected(self) -> None:
        """Keep the cause that is chosen and the story that is typed."""
        from desktop.street.forks import settle_fork

        [found] = self.sides.selected()
        desk, cause, reason = self.street.desk, str(self.cause.currentData()), self.reason.text()
        self.context.runner.start(
            lambda token: settle_fork(desk, found.fork.other.id, cause, reason),
            done=lambda _: self._tell_settled(found),
            failed=lambda error: self.context.bar.tell_fault(error),
        )

    def open_again(self) -> None:
        """Look into the selected fork again."""
        from desktop.street.forks import open_fork

        [found] = self.sides.selected()
        desk = self.street.desk
        self.context.runner.start(
            lambda token: open_fork(desk, found.fork.other.id),
            done=lambda _: self.context.bar.tell(f"{found.name}第 {found.fork.other.serial} 号重新待核实。"),
            failed=lambda error: self.context.bar.tell_fault(error),
        )

    def look_at_other(self) -> None:
        """Go to the page that shows record by record what the package that was not merged would change."""
        [found] = self.sides.selected()
        cast("StreetWindow", self.window()).preview(found.fork.file)

    def unlock_keys(self) -> None:
        """Ask for the passphrase and read what is encrypted."""
        unlocked(
            self.street.keyring, self.context.runner, self.context.bar, self.window(), self.reading.start
        )

    def _tell_settled(self, found: Branches) -> None:
        self.reason.clear()
        self.context.bar.tell(f"{found.name}第 {found.fork.other.serial} 号已记为核实，两份包都留着。")

    def _fill_decision(self) -> None:
        from desktop.street.forks import CAUSES, LONGEST_REASON

        for cause, words in CAUSES.items():
            self.cause.addItem(words, cause)
        self.cause.setAccessibleName("核实到的原因")
        self.reason.setPlaceholderText("核实经过：何时问了谁、怎么处理，例如“11月23日电话问王芳，换过电脑”")
        self.reason.setAccessibleName("核实经过")
        self.reason.setMaxLength(LONGEST_REASON)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.cause)
        row.addWidget(self.reason, 1)
        self.sides.foot.insertLayout(0, row)
