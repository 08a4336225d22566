"""What an administrator fills in about one person: a new account, another role, another password. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from db.spec import PERSON
from desktop.messages import sentence
from desktop.office import Office
from desktop.people.permissions import Role, role_words
from ui.people.new_password_dialog import HINT
from ui.people.password_line import grow, password_line
from ui.photos.app_runner import app_runner
from ui.submission.calm_dialog import CalmDialog
from ui.widgets.quiet_inputs import QuietComboBox
from ui.widgets.rows import GAP, row_of
from ui.widgets.word_button import word_button


def role_box(parent: QWidget, is_street: bool, chosen: Role = Role.CLERK) -> QuietComboBox:
    """The four roles to choose from, as a committee or a street calls them."""
    box = QuietComboBox(parent)
    box.setAccessibleName("权限")
    for role, words in role_words(is_street).items():
        box.addItem(words, role)
    box.setCurrentIndex(list(Role).index(chosen))
    return box


class _AccountDialog(CalmDialog):
    """A form, a line for what is wrong, and 保存, whose work runs away from this thread."""

    def __init__(self, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(480)
        self.form = QFormLayout()
        self.form.setVerticalSpacing(10)
        self.problem = QLabel(self)
        self.problem.setObjectName("danger")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.save_button = word_button(self, "保存", self.save, name="primary")
        buttons = row_of(GAP, word_button(self, "取消", self.reject), self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(14)
        column.addLayout(self.form)
        column.addWidget(self.problem)
        column.addLayout(buttons)

    def save(self) -> None:
        """Do what the form says."""
        raise NotImplementedError

    def show_problem(self, words: str) -> None:
        """Say what is wrong; what was typed stays."""
        self.problem.setText(words)
        self.problem.show()
        grow(self)
        self.save_button.setEnabled(True)

    def run(self, work: Callable[[], object]) -> None:
        """Do it by a job, and close when it was done."""
        self.save_button.setEnabled(False)
        app_runner().start(
            lambda token: work(),
            done=lambda result: self.accept(),
            failed=lambda error: self.show_problem(sentence(error)),
        )


class NewAccountDialog(_AccountDialog):
    """A person of the committee or a new one, the role, and a first password."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__("新增可以登录的人", parent)
        self.office = office
        self.name = QuietComboBox(self)
        self.name.setEditable(True)
        self.name.setAccessibleName("姓名")
        from desktop.people.managing import all_accounts

        taken = {each.person for each in all_accounts(office) if each.stopped_at is None}
        self.name.addItems(
            [title for person, title in office.choices_of(PERSON.table) if person not in taken]
        )
        self.name.setCurrentText("")
        self.role = role_box(self, office.is_street)
        self.password = password_line(self, "初始密码", lambda: self.again.line.setFocus(), HINT)
        self.again = password_line(self, "再输一次", self.save)
        self.form.addRow("姓名", self.name)
        self.form.addRow("权限", self.role)
        self.form.addRow("初始密码", self.password)
        self.form.addRow("再输一次", self.again)
        self.form.addRow("", _muted("本人第一次登录时会改成自己的密码。", self))

    def save(self) -> None:
        """Let the person sign in."""
        from desktop.people.managing import add_account

        name, role, password = self.name.currentText().strip(), self.role.currentData(), self.password.text()
        if not name:
            self.show_problem("请填写姓名。")
        elif password != self.again.text():
            self.show_problem("两次输入的密码不一样。")
        else:
            self.run(lambda: add_account(self.office, name, Role(role), password))


class ResetPasswordDialog(_AccountDialog):
    """A new first password for somebody who forgot theirs."""

    def __init__(self, name: str, reset: Callable[[str], object], parent: QWidget | None = None) -> None:
        super().__init__(f"重设 {name} 的密码", parent)
        self._reset = reset
        self.password = password_line(self, "新的初始密码", lambda: self.again.line.setFocus(), HINT)
        self.again = password_line(self, "再输一次", self.save)
        self.form.addRow("新的初始密码", self.password)
        self.form.addRow("再输一次", self.again)
        self.form.addRow("", _muted(f"{name}下次登录时会改成自己的密码。", self))

    def save(self) -> None:
        """Keep it."""
        password = self.password.text()
        if password != self.again.text():
            self.show_problem("两次输入的密码不一样。")
        else:
            self.run(lambda: self._reset(password))


class RoleDialog(_AccountDialog):
    """Another role for somebody."""

    def __init__(
        self,
        name: str,
        role: Role,
        change: Callable[[Role], object],
        is_street: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(f"{name} 的权限", parent)
        self._change = change
        self.role = role_box(self, is_street, role)
        self.form.addRow("权限", self.role)

    def save(self) -> None:
        """Keep it."""
        role = Role(self.role.currentData())
        self.run(lambda: self._change(role))


def _muted(words: str, parent: QWidget) -> QLabel:
    label = QLabel(words, parent)
    label.setObjectName("muted")
    label.setWordWrap(True)
    return label
