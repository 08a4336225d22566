"""A new password of one's own: after the first signing in, or whenever somebody wants another. GUI thread."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from desktop.messages import sentence
from desktop.office import Office
from desktop.people.passwords import LEAST_CHARACTERS
from desktop.people.signing_in import SignedIn, change_own_password
from ui.people.password_line import password_line, tell_problem
from ui.photos.app_runner import app_runner
from ui.submission.calm_dialog import CalmDialog
from ui.widgets.rows import GAP, row_of
from ui.widgets.word_button import word_button

HINT = f"至少 {LEAST_CHARACTERS} 个字，不要全是数字，不要含姓名"


class NewPasswordDialog(CalmDialog):
    """Asks for the old one unless it was typed just now; when accepted, `signed_in` has a password of their own."""

    def __init__(
        self, office: Office, signed_in: SignedIn, old: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.office, self.signed_in, self._old = office, signed_in, old
        self.setWindowTitle("修改密码")
        self.setMinimumWidth(460)
        self.old = password_line(self, "现在的密码", lambda: self.new.line.setFocus())
        self.new = password_line(self, "新密码", lambda: self.again.line.setFocus(), HINT)
        self.again = password_line(self, "再输一次", self.save)
        self.save_button = word_button(self, "保存", self.save, name="primary")
        self._lay_out()

    def save(self) -> None:
        """Keep the new password; what is wrong with it stands below its line."""
        old, new = self._old or self.old.text(), self.new.text()
        if new != self.again.text():
            tell_problem(self.again, "两次输入的新密码不一样。")
            return
        self.save_button.setEnabled(False)
        app_runner().start(
            lambda token: change_own_password(self.office, self.signed_in, old, new),
            done=self._take,
            failed=self._tell,
        )

    def _take(self, signed_in: SignedIn) -> None:
        self.signed_in = signed_in
        self.accept()

    def _tell(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        is_about_old = (
            getattr(error, "message_id", "") in ("sign_in_refused", "sign_in_wait") and not self._old
        )
        tell_problem(self.old if is_about_old else self.new, sentence(error))

    def _lay_out(self) -> None:
        words = f"{self.signed_in.name}，" + (
            "这是管理员给您的初始密码，请先改成自己的。" if self._old else "请定一个新密码。"
        )
        note = QLabel(f"{words}密码只有您自己知道，台账里不留原文。", self)
        note.setWordWrap(True)
        form = QFormLayout()
        form.setVerticalSpacing(10)
        if self._old:
            self.old.hide()
        else:
            form.addRow("现在的密码", self.old)
        form.addRow("新密码", self.new)
        form.addRow("再输一次", self.again)
        buttons = row_of(GAP, word_button(self, "取消", self.reject), self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(14)
        column.addWidget(note)
        column.addLayout(form)
        column.addLayout(buttons)
