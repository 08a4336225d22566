"""登录: who is there. At the start, at 换人, and over a locked window. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from desktop.messages import sentence
from desktop.office import Office
from desktop.people.signing_in import SignedIn, sign_in, who_may_sign_in
from ui.people.password_line import grow, password_line, tell_problem
from ui.photos.app_runner import app_runner
from ui.settings_file import window_settings
from ui.submission.calm_dialog import CalmDialog
from ui.widgets.dialogs import run_dialog
from ui.widgets.quiet_inputs import QuietComboBox
from ui.widgets.rows import GAP, row_of
from ui.widgets.word_button import word_button

_LAST = "people/last"


class SignInDialog(CalmDialog):
    """When it was accepted, `signed_in` is who is there; nothing of the office has changed yet but its log."""

    def __init__(
        self, office: Office, title: str = "登录", leave: str = "退出", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.office = office
        self.signed_in: SignedIn | None = None
        self._settings: QSettings = window_settings(office.folder)
        self.setWindowTitle(f"{title} - {office.committee['name']}")
        self.setMinimumWidth(440)
        self.people = QuietComboBox(self)
        self.people.setAccessibleName("姓名")
        self.people.addItems([each.name for each in who_may_sign_in(office)])
        self.people.setCurrentText(str(self._settings.value(_LAST, "")))
        self.password = password_line(self, "密码", self.go)
        self.note = QLabel(self)
        self.note.setObjectName("muted")
        self.note.setWordWrap(True)
        self.note.hide()
        self.leave_button = word_button(self, leave, self.reject)
        self.forgotten_button = word_button(self, "忘记密码…", self.recover, name="link")
        self.go_button = word_button(self, "登录", self.go, name="primary")
        self.people.currentTextChanged.connect(lambda text: self.password.line.clear())
        self._lay_out()
        self.password.line.setFocus()

    def hold_to(self, name: str, words: str) -> None:
        """Let only one person in, and say why."""
        self.people.setCurrentText(name)
        self.people.setEnabled(False)
        self.tell(words)

    def tell(self, words: str) -> None:
        """Say something above the buttons."""
        self.note.setText(words)
        self.note.show()
        grow(self)

    def go(self) -> None:
        """Look whether the password is right, away from this thread."""
        name, password = self.people.currentText(), self.password.text()
        if not password:
            tell_problem(self.password, "请输入密码。")
            return
        self._set_busy(True)
        app_runner().start(
            lambda token: sign_in(self.office, name, password),
            done=lambda signed_in: self._take(signed_in, password),
            failed=self._refuse,
        )

    def recover(self) -> None:
        """What somebody does who forgot the password: an administrator has the printed code."""
        from ui.people.recovery_dialogs import RecoverDialog

        dialog = RecoverDialog(self.office, self)
        if dialog.exec():
            self.people.setCurrentText(dialog.people.currentText())
            self.tell("密码已经重设，请用新密码登录。")
        dialog.deleteLater()

    def _take(self, signed_in: SignedIn, password: str) -> None:
        self._set_busy(False)
        self.password.line.clear()
        if signed_in.must_change:
            from ui.people.new_password_dialog import NewPasswordDialog

            dialog = NewPasswordDialog(self.office, signed_in, password, self)
            has_changed, signed_in = bool(dialog.exec()), dialog.signed_in
            dialog.deleteLater()
            if not has_changed:
                return
        self._settings.setValue(_LAST, signed_in.name)
        self.signed_in = signed_in
        self.accept()

    def _refuse(self, error: Exception) -> None:
        self._set_busy(False)
        tell_problem(self.password, sentence(error))

    def _set_busy(self, is_busy: bool) -> None:
        self.go_button.setEnabled(not is_busy)
        self.go_button.setText("正在核对…" if is_busy else "登录")

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.addRow("姓名", self.people)
        form.addRow("密码", self.password)
        buttons = row_of(self.forgotten_button, GAP, self.leave_button, self.go_button)
        head = QLabel(self.office.committee["name"], self)
        head.setObjectName("title")
        head.setWordWrap(True)
        head.setAlignment(Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 16)
        column.setSpacing(16)
        column.addWidget(head)
        column.addLayout(form)
        column.addWidget(self.note)
        column.addLayout(buttons)


def let_in(office: Office, title: str, leave: str, parent: QWidget | None) -> bool:
    """Ask who is there and seat them; True as well where the ledger asks nobody. False when they left."""
    if not office.asks_sign_in:
        return True
    dialog = SignInDialog(office, title, leave, parent)
    signed_in = dialog.signed_in if run_dialog(dialog) else None
    if signed_in is None:
        return False
    office.seat(signed_in)
    return True
