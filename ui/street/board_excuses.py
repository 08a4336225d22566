"""不要求报送: a committee of which no report is expected, with the reason; taken back at any time. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from desktop.jobs import Token
from desktop.people.permissions import Right
from desktop.street.month_board import MonthLine, Standing
from ui.people.page_rights import denied_words
from ui.street.asked_line import asked_line
from ui.widgets.icon_buttons import named_action

if TYPE_CHECKING:
    from ui.street.board_page import BoardPage


class BoardExcuses(QObject):
    """The actions on the selected committees of a board."""

    def __init__(self, page: BoardPage) -> None:
        super().__init__(page)
        self._page, self._denied = page, denied_words(page.street, Right.REVIEW)
        self.excuse = self._action(
            "不要求报送…", "lock", "已撤并、由别处代报等：写明原因，不再算应报，不催报", self.ask_reason
        )
        self.expect = self._action("恢复要求报送", "restore", "重新算应报", self.expect_again)

    def all(self) -> list[QAction]:
        """Both actions."""
        return [self.excuse, self.expect]

    def allow(self, lines: Sequence[MonthLine]) -> None:
        """Let rest what makes no sense for the selected committees."""
        excused = [each for each in lines if each.standing is Standing.NOT_ASKED]
        self.excuse.setEnabled(bool(lines) and not excused and not self._denied)
        self.expect.setEnabled(bool(lines) and len(excused) == len(lines) and not self._denied)

    def ask_reason(self) -> None:
        """Ask why no report is expected of the selected committees."""
        lines = self._page.selected()
        names = "、".join(each.name for each in lines[:3]) + (
            f" 等 {len(lines)} 个村居" if len(lines) > 3 else ""
        )
        reason, is_sure = asked_line(
            self._page, "不要求报送", f"{names}不要求报送的原因（会留存，可以恢复）："
        )
        if is_sure:
            self.excuse_with(reason)

    def excuse_with(self, reason: str) -> None:
        """Expect no report of the selected committees, for this reason."""
        from desktop.street.expected import ask_no_report

        street, lines = self._page.street, self._page.selected()
        self._write(
            lines, lambda code: ask_no_report(street, code, reason), f"{len(lines)} 个村居已标记不要求报送。"
        )

    def expect_again(self) -> None:
        """Expect reports of the selected committees again."""
        from desktop.street.expected import ask_again

        street, lines = self._page.street, self._page.selected()
        self._write(lines, lambda code: ask_again(street, code), f"{len(lines)} 个村居已恢复要求报送。")

    def _write(self, lines: Sequence[MonthLine], write: Callable[[str], object], words: str) -> None:
        codes = [each.code for each in lines]

        def work(token: Token) -> None:
            for code in codes:
                write(code)

        bar = self._page.context.bar
        self._page.context.runner.start(work, done=lambda _: bar.tell(words), failed=bar.tell_fault)

    def _action(self, text: str, icon: str, tip: str, act: Callable[[], object]) -> QAction:
        action = named_action(self._page, text, icon, "", self._denied or tip)
        action.triggered.connect(lambda: act())
        return action
