"""The recovery code: shown once to be printed, and typed by an administrator who forgot the password. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.messages import sentence
from desktop.office import Office
from desktop.people.permissions import Role
from desktop.people.signing_in import recover, who_may_sign_in
from ui.people.new_password_dialog import HINT
from ui.people.password_line import grow, password_line, tell_problem
from ui.photos.app_runner import app_runner
from ui.submission.calm_dialog import CalmDialog
from ui.widgets.dialogs import run_dialog
from ui.widgets.message_bar import MessageBar
from ui.widgets.quiet_inputs import QuietComboBox
from ui.widgets.rows import GAP, row_of
from ui.widgets.word_button import word_button


class RecoveryCodeDialog(CalmDialog):
    """Shows a code that is shown never again; closes only once the clerk says that it is on paper."""

    def __init__(self, office: Office, code: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office, self.code = office, code
        self.setWindowTitle("请打印恢复码")
        self.setMinimumWidth(520)
        self.bar = MessageBar(self)
        self.code_label = QLabel(code, self)
        self.code_label.setObjectName("title")
        self.code_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.code_label.setAccessibleName("恢复码")
        self.print_button = word_button(self, "打印预览…", self.print)
        self.kept_box = QCheckBox("已经打印或抄在纸上，并锁好", self)
        self.close_button = word_button(self, "完成", self.accept, name="primary")
        self.close_button.setEnabled(False)
        self.kept_box.toggled.connect(self.close_button.setEnabled)
        self._lay_out()

    def print(self) -> None:
        """The sheet in the preview."""
        from desktop.people.recovery_paper import recovery_paper

        app_runner().start(
            lambda token: recovery_paper(self.office, self.code),
            done=lambda printed: self._preview(printed.pdf),
            failed=lambda error: self.bar.tell_fault(error),
        )

    def reject(self) -> None:
        """Leaving without the code would leave nobody to let a forgetful administrator in."""
        if self.kept_box.isChecked():
            self.accept()
        else:
            self.bar.tell_problem("恢复码只显示这一次。请先打印或抄下，再勾选下面一项。")
            grow(self)

    def _preview(self, pdf: bytes) -> None:
        from ui.preview.file_names import document_name
        from ui.preview.preview_window import PreviewWindow

        name = document_name(self.office.committee["name"], "登录恢复码", self.office.today)
        run_dialog(PreviewWindow(pdf, name, self))

    def _lay_out(self) -> None:
        note = QLabel(
            "管理员忘记密码时，凭它重设。程序里不留原码，只显示这一次，用一次就作废换新。请打印出来，由主要负责人锁好。",
            self,
        )
        note.setWordWrap(True)
        buttons = row_of(self.print_button, GAP, self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(16)
        column.addWidget(self.bar)
        column.addWidget(note)
        column.addWidget(self.code_label)
        column.addWidget(self.kept_box)
        column.addLayout(buttons)


class RecoverDialog(CalmDialog):
    """Says who can help; an administrator types the printed code and a new password."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.setWindowTitle("忘记密码")
        self.setMinimumWidth(500)
        self.people = QuietComboBox(self)
        self.people.setAccessibleName("管理员")
        self.people.addItems([each.name for each in who_may_sign_in(office) if each.role == Role.ADMIN])
        self.code = QLineEdit(self)
        self.code.setAccessibleName("恢复码")
        self.code.setPlaceholderText("纸上的 25 个字母和数字")
        self.new = password_line(self, "新密码", lambda: self.again.line.setFocus(), HINT)
        self.again = password_line(self, "再输一次", self.go)
        self.go_button = word_button(self, "重设密码", self.go, name="primary")
        self._lay_out()

    def go(self) -> None:
        """Reset the password by the code; the next code is shown at once."""
        name, code, new = self.people.currentText(), self.code.text(), self.new.text()
        if new != self.again.text():
            tell_problem(self.again, "两次输入的新密码不一样。")
            return
        self.go_button.setEnabled(False)
        app_runner().start(
            lambda token: recover(self.office, name, code, new), done=self._show_next, failed=self._tell
        )

    def _show_next(self, code: str) -> None:
        run_dialog(RecoveryCodeDialog(self.office, code, self))
        self.accept()

    def _tell(self, error: Exception) -> None:
        self.go_button.setEnabled(True)
        tell_problem(self.again, sentence(error))

    def _lay_out(self) -> None:
        others = QLabel(
            "填报人、审核人和只读的人忘记密码：请管理员登录，在“系统”→“人员与权限”里重设。\n管理员忘记密码：用开启登录时打印的恢复码重设。",
            self,
        )
        others.setWordWrap(True)
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.addRow("管理员", self.people)
        form.addRow("恢复码", self.code)
        form.addRow("新密码", self.new)
        form.addRow("再输一次", self.again)
        buttons = row_of(GAP, word_button(self, "取消", self.reject), self.go_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(14)
        column.addWidget(others)
        column.addLayout(form)
        column.addLayout(buttons)
