"""人员与权限: who may sign in and as what, whether the ledger asks at all, and what each role may do. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMessageBox,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.jobs import Runner
from desktop.office import Office
from desktop.people import managing
from desktop.people.managing import Account
from desktop.people.permissions import Role, may, right_words, role_words
from ui.people.account_dialogs import NewAccountDialog, ResetPasswordDialog, RoleDialog
from ui.people.recovery_dialogs import RecoveryCodeDialog
from ui.submission.calm_dialog import CalmDialog
from ui.theme.tokens import ROW_HEIGHT
from ui.widgets.dialogs import run_dialog
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain_table import fill_row, plain_table
from ui.widgets.window_size import open_at
from ui.widgets.word_button import word_button

_HEADS = ("姓名", "权限", "登录情况")


class PeopleDialog(CalmDialog):
    """Everything is kept at once. Accepted once sign-in was switched on: whoever opened it asks who is there."""

    def __init__(self, office: Office, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office, self.runner = office, runner
        self.accounts: list[Account] = []
        self.setWindowTitle(f"人员与权限 - {office.committee['name']}")
        open_at(self, 760, 560)
        self.bar = MessageBar(self)
        self.standing = QLabel(self)
        self.standing.setWordWrap(True)
        self.table = plain_table(_HEADS, "可以登录的人", self)
        self.add_button = word_button(self, "新增…", self.add)
        self.role_button = word_button(self, "改权限…", self.change_role)
        self.reset_button = word_button(self, "重设密码…", self.reset_password)
        self.stop_button = word_button(self, "停用", self.stop)
        self.switch_button = word_button(self, "", self.switch)
        self.code_button = word_button(self, "换恢复码…", self.new_code)
        self.close_button = word_button(self, "关闭", self.reject)
        self.table.itemSelectionChanged.connect(self._show_buttons)
        self._lay_out()
        self.reload()

    def reload(self) -> None:
        """Read the accounts again."""
        found = managing.all_accounts(self.office)
        self.accounts = sorted(found, key=lambda each: each.stopped_at is not None)
        self.table.setRowCount(len(self.accounts))
        for row, each in enumerate(self.accounts):
            role = role_words(self.office.is_street)[Role(each.role)]
            fill_row(self.table, row, (each.name, role, _standing_of(each)))
        if self.accounts and self.table.currentRow() < 0:
            self.table.setCurrentCell(0, 0)
        self._show_standing()
        self._show_buttons()

    def add(self) -> None:
        """A form for another person."""
        self._show(NewAccountDialog(self.office, self))

    def change_role(self) -> None:
        """Another role for the chosen person."""
        if account := self._chosen():
            change = lambda role: managing.change_role(self.office, account, role)  # noqa: E731
            self._show(RoleDialog(account.name, Role(account.role), change, self.office.is_street, self))

    def reset_password(self) -> None:
        """Another first password for the chosen person."""
        if account := self._chosen():
            reset = lambda password: managing.reset_password(self.office, account, password)  # noqa: E731
            self._show(ResetPasswordDialog(account.name, reset, self))

    def stop(self) -> None:
        """Let the chosen person sign in no longer, after asking."""
        account = self._chosen()
        if account and self._asks(
            "停用", f"停用 {account.name} 的登录？以前的记录不变，以后可以再新增。", f"停用 {account.name}"
        ):
            self._run(lambda: managing.stop(self.office, account), lambda result: self.reload())

    def switch(self) -> None:
        """Ask people who they are from now on, or no longer."""
        if self.office.asks_sign_in:
            if self._asks("关闭登录", "关闭以后，谁打开这台电脑上的台账都能看、能改。", "关闭登录"):
                self._run(lambda: managing.switch_off(self.office), lambda result: self.accept())
        elif self._asks(
            "开启登录",
            "开启以后，打开台账、换人都要输入密码。接下来会给出一个恢复码，请准备好打印机或纸笔。",
            "开启登录",
        ):
            self._run(lambda: managing.switch_on(self.office), self._show_first_code)

    def new_code(self) -> None:
        """Another recovery code in place of the one before."""
        if self._asks("换恢复码", "给出一个新的恢复码，以前打印的作废。", "换恢复码"):
            self._run(lambda: managing.new_recovery_code(self.office), self._show_code)

    def _show_first_code(self, code: str) -> None:
        self._show_code(code)
        self.accept()

    def _show_code(self, code: str) -> None:
        run_dialog(RecoveryCodeDialog(self.office, code, self))

    def _show(self, dialog: CalmDialog) -> None:
        if dialog.exec():
            self.reload()
        dialog.deleteLater()

    def _run(self, work: Callable[[], object], done: Callable[[Any], object]) -> None:
        self.runner.start(lambda token: work(), done=done, failed=lambda error: self.bar.tell_fault(error))

    def _asks(self, title: str, words: str, act: str) -> bool:
        box = QMessageBox(QMessageBox.Icon.Question, title, words, parent=self)
        go = box.addButton(act, QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton("取消", QMessageBox.ButtonRole.RejectRole))
        box.exec()
        return box.clickedButton() is go

    def _chosen(self) -> Account | None:
        row = self.table.currentRow()
        return self.accounts[row] if 0 <= row < len(self.accounts) else None

    def _show_standing(self) -> None:
        if self.office.asks_sign_in:
            words = "登录已开启。每个人用自己的密码登录，能做什么由权限决定；登录、拒绝和改动都记入操作历史。"
        else:
            words = "登录没有开启：打开台账不用密码，谁都能看、能改。几个人共用一台电脑的，请先在这里新增各人（至少一位管理员），再开启登录。"
        self.standing.setText(words)
        self.switch_button.setText("关闭登录" if self.office.asks_sign_in else "开启登录…")
        self.code_button.setVisible(self.office.asks_sign_in)
        has_admin = any(each.role == Role.ADMIN and each.stopped_at is None for each in self.accounts)
        self.switch_button.setEnabled(has_admin)
        self.switch_button.setToolTip("" if has_admin else "请先新增一位管理员")

    def _show_buttons(self) -> None:
        account = self._chosen()
        is_in_use = account is not None and account.stopped_at is None
        for button in (self.role_button, self.reset_button, self.stop_button):
            button.setEnabled(is_in_use)
            button.setToolTip("" if is_in_use else "请先选一个在用的人")

    def _lay_out(self) -> None:
        self.table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        acts = QHBoxLayout()
        for button in (self.add_button, self.role_button, self.reset_button, self.stop_button):
            acts.addWidget(button)
        acts.addStretch(1)
        people = QWidget(self)
        inside = QVBoxLayout(people)
        inside.setContentsMargins(12, 12, 12, 12)
        inside.addLayout(acts)
        inside.addWidget(self.table, 1)
        tabs = QTabWidget(self)
        tabs.addTab(people, "人员")
        tabs.addTab(_permission_table(self, self.office.is_street), "各种权限能做什么")
        buttons = QHBoxLayout()
        buttons.addWidget(self.code_button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.switch_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.bar)
        column.addWidget(self.standing)
        column.addWidget(tabs, 1)
        column.addLayout(buttons)


def _standing_of(account: Account) -> str:
    if account.stopped_at:
        return f"已停用（{account.stopped_at[:10]}）"
    words = "还没有改初始密码" if account.is_initial else "已有自己的密码"
    return f"{words}，输错 {account.failures} 次" if account.failures else words


def _permission_table(parent: QWidget, is_street: bool) -> QWidget:
    rights, roles = right_words(is_street), role_words(is_street)
    heads = ("能做什么", *(words.partition("（")[0] for words in roles.values()))
    table = plain_table(heads, "各种权限", parent)
    table.setRowCount(len(rights))
    for row, (right, words) in enumerate(rights.items()):
        table.setItem(row, 0, QTableWidgetItem(words))
        for column, role in enumerate(roles, 1):
            item = QTableWidgetItem("可以" if may(role, right) else "—")
            item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            table.setItem(row, column, item)
    table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
    table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for column in range(1, 5):
        table.setColumnWidth(column, 90)
    return table
