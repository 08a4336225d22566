"""What can be done with a committee of the roster: toolbar, menu and right click share these actions. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from desktop.jobs import Token
from desktop.people.permissions import Right
from desktop.street.street_ledger import StreetLedger
from ui.pages.page_context import PageContext
from ui.people.page_rights import denied_words
from ui.street.asked_line import asked_line
from ui.widgets.dialogs import run_dialog
from ui.widgets.icon_buttons import named_action

if TYPE_CHECKING:
    from desktop.street.roster_lines import RosterLine


class RosterActions(QObject):
    """`selected` gives the line that is meant; what rests says why."""

    def __init__(
        self,
        street: StreetLedger,
        context: PageContext,
        page: QWidget,
        selected: Callable[[], RosterLine | None],
    ) -> None:
        super().__init__(page)
        self.street, self.context, self.page, self._selected = street, context, page, selected
        self.replace = self._action(
            "更换密钥…", "edit", "村居换了密钥：按新的盖章登记表登记", self.ask_replacement
        )
        self.suspend = self._action(
            "暂停收件…", "lock", "暂时不收这个村居的包，已收的不变", self.ask_suspension
        )
        self.resume = self._action("恢复收件", "restore", "继续收这个村居的包", self.resume_key)
        self.rename = self._action(
            "改名称…", "edit", "村居只改名称时用；代码也变的用“变更代码”", self.ask_name
        )
        self.recode = self._action(
            "变更代码…", "edit", "村居换了代码：按新的盖章登记表，与原代码算作同一单位", self.ask_code
        )
        self.history = self._action(
            "历史…", "documents", "这个村居的密钥登记、暂停、更换的经过", self.show_history
        )
        self.of_row = [self.replace, self.suspend, self.resume, self.rename, self.recode, self.history]

    def show_selection(self) -> None:
        """Let rest what makes no sense for the selected line."""
        line = self._selected()
        none = "" if line else "请先选中一个村居"
        self._allow(self.history, none)
        none = denied_words(self.street, Right.TRUST) or none
        self._allow(self.replace, none or ("" if self._is_newest(line) else "这把是旧密钥，请选在用的那一行"))
        self._allow(self.suspend, none or ("" if line and line.is_active else "这把密钥现在不在用"))
        self._allow(self.resume, none or ("" if line and line.is_suspended else "这把密钥没有暂停"))
        self._allow(self.rename, none)
        self._allow(self.recode, none or ("" if self._is_newest(line) else "这把是旧密钥，请选在用的那一行"))

    def ask_replacement(self) -> None:
        """The dialog that enrols the new key of the selected committee."""
        from ui.street.enrol_dialog import EnrolDialog

        if line := self._selected():
            dialog = EnrolDialog(self.street, self.context.runner, self.page.window(), line)
            dialog.accepted.connect(lambda: self.context.bar.tell(f"已更换 {dialog.enrolled} 的密钥。"))
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def ask_suspension(self) -> None:
        """Ask why, and suspend the selected key."""
        from desktop.street.roster_changes import suspend

        line = self._selected()
        if line is None:
            return
        why, is_sure = asked_line(self.page, "暂停收件", f"暂停收 {line.name} 的报送包。原因（会写进历史）：")
        if is_sure:
            self._write(
                lambda: suspend(self.street.desk, line.fingerprint, why), f"已暂停收 {line.name} 的包。"
            )

    def resume_key(self) -> None:
        """Resume the selected key."""
        from desktop.street.roster_changes import resume

        if line := self._selected():
            self._write(lambda: resume(self.street.desk, line.fingerprint), f"已恢复收 {line.name} 的包。")

    def ask_name(self) -> None:
        """Ask for the committee's new name."""
        from desktop.street.roster_changes import rename

        line = self._selected()
        if line is None:
            return
        name, is_sure = asked_line(
            self.page, "改名称", f"{line.name}（{line.code_words}）的新名称：", line.name
        )
        if is_sure:
            self._write(lambda: rename(self.street.desk, line.code, name), f"已改名为 {name.strip()}。")

    def ask_code(self) -> None:
        """The dialog that links the selected committee's new code with the one it had."""
        from ui.street.code_dialog import CodeDialog

        if line := self._selected():
            dialog = CodeDialog(self.street, self.context.runner, line, self.page.window())
            dialog.accepted.connect(
                lambda: self.context.bar.tell(f"{dialog.enrolled} 的代码已变更，以前的记录都算作同一单位。")
            )
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def show_history(self) -> None:
        """What happened to the committee's keys."""
        from ui.street.roster_history import RosterHistory

        if line := self._selected():
            run_dialog(RosterHistory(self.street, line, self.page.window()))

    def _is_newest(self, line: RosterLine | None) -> bool:
        return line is not None and (line.is_active or line.is_suspended)

    def _write(self, work: Callable[[], object], words: str) -> None:
        def allowed(token: Token) -> None:
            self.street.require(Right.TRUST)
            work()

        self.context.runner.start(
            allowed,
            done=lambda _: self.context.bar.tell(words),
            failed=lambda error: self.context.bar.tell_fault(error),
        )

    def _action(self, text: str, icon: str, tip: str, act: Callable[[], object]) -> QAction:
        action = named_action(self.page, text, icon, "", tip)
        action.setProperty("own_tip", tip)
        action.triggered.connect(lambda: act())
        return action

    def _allow(self, action: QAction, why_not: str) -> None:
        action.setEnabled(not why_not)
        action.setToolTip(why_not or str(action.property("own_tip")))
