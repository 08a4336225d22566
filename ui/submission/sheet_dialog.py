"""What the dialogs have in common that take in another side's sheet: its text or file is read, and nothing is believed
before a person has compared its digits with the stamped paper. GUI thread."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPlainTextEdit, QWidget

from db.errors import LedgerError
from desktop.jobs import Runner
from desktop.trust import read_sheet_file
from ui.submission.calm_dialog import CalmDialog
from ui.widgets.message_bar import MessageBar
from ui.widgets.rows import GAP, row_of
from ui.widgets.word_button import word_button

COMPARE = "请拿盖章的登记表逐组对照：一致的点一下（空格键也行），或在下面照纸输入。"
_TEXT_HEIGHT = 68


class SheetDialog(CalmDialog):
    """Reads a sheet into `sheet` whenever the text changes, and calls `show_sheet`."""

    whose = ""  # 街道 or 村居
    prefix = ""  # what its text begins with

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.runner = runner
        self.sheet: Any = None
        self.bar = MessageBar(self)
        self.text = QPlainTextEdit(self)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(f"{self.whose}的登记码")
        self.text.setPlaceholderText(
            f"以 {self.prefix} 开头的一段字。可以粘贴，也可以点在这里用扫码枪扫登记表上的二维码。"
        )
        self.text.setFixedHeight(_TEXT_HEIGHT)
        self.file_button = word_button(self, "从文件读入…", self._ask_file)
        self.found, self.verdict = QLabel(" ", self), QLabel(" ", self)
        for label in (self.found, self.verdict):
            label.setWordWrap(True)
        self.confirm_button = word_button(self, "确认登记", self.confirm, name="primary")
        self.cancel_button = word_button(self, "取消", self.reject)
        self.text.textChanged.connect(self._read)

    def read_sheet(self, typed: str) -> Any:
        """The sheet of a text; raises LedgerError."""
        raise NotImplementedError

    def show_sheet(self) -> None:
        """Show what was read; `sheet` is None while there is nothing to show."""
        raise NotImplementedError

    def confirm(self) -> None:
        """Take the sheet in, when everything was compared."""
        raise NotImplementedError

    def set_busy(self, is_busy: bool) -> None:
        """Let rest what must not change while the sheet is being written."""
        raise NotImplementedError

    def take_file(self, path: Path) -> None:
        """Read the sheet's text from a file; what is wrong with it is told."""
        try:
            self.text.setPlainText(read_sheet_file(path))
        except LedgerError as error:
            self.bar.tell_fault(error)

    def tell_failure(self, error: Exception) -> None:
        """Say why it could not be taken in; it can be tried again."""
        self.set_busy(False)
        self.bar.tell_fault(error)

    def show_verdict(self, words: str, is_danger: bool) -> None:
        """What the comparison came to, or what is still to be compared."""
        self.verdict.setText(words)
        self.verdict.setObjectName("danger" if is_danger else "muted")
        self.verdict.style().unpolish(self.verdict)
        self.verdict.style().polish(self.verdict)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.text.setFocus()

    def head_row(self) -> QHBoxLayout:
        """登记码 and the button that reads a file."""
        label = QLabel("登记码", self)
        label.setBuddy(self.text)
        return row_of(label, GAP, self.file_button)

    def button_row(self) -> QHBoxLayout:
        """取消 and 确认登记."""
        return row_of(GAP, self.cancel_button, self.confirm_button)

    def _ask_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, f"选择{self.whose}登记表", "", "登记表 (*.txt);;所有文件 (*)"
        )
        if chosen:
            self.take_file(Path(chosen))

    def _read(self) -> None:
        typed = self.text.toPlainText().strip()
        self.sheet = None
        self.bar.hide()
        if typed:
            try:
                self.sheet = self.read_sheet(typed)
            except LedgerError as error:
                self.bar.tell_fault(error)
        self.show_sheet()
