"""Asks for the passphrase of the reporting key, for backups that are or get encrypted. GUI thread."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ui.submission.calm_dialog import CalmDialog
from ui.submission.passphrase_line import PassphraseLine
from ui.widgets.dialogs import run_dialog
from ui.widgets.rows import GAP, row_of


class PassphraseDialog(CalmDialog):
    """An explanation and the line; after accepting, `text` is what was typed."""

    def __init__(self, title: str, explanation: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(440)
        self.line = PassphraseLine(self)
        self.go_button, cancel = QPushButton("确定", self), QPushButton("取消", self)
        self.go_button.setObjectName("primary")
        for button in (self.go_button, cancel):
            button.setAutoDefault(False)
        self.go_button.clicked.connect(self._go)
        self.line.entered.connect(self._go)
        cancel.clicked.connect(self.reject)
        note = QLabel(explanation, self)
        note.setWordWrap(True)
        buttons = row_of(GAP, cancel, self.go_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(note)
        column.addWidget(self.line)
        column.addLayout(buttons)

    @property
    def text(self) -> str:
        """What was typed."""
        return self.line.text()

    def _go(self) -> None:
        if self.text:
            self.accept()
        else:
            self.line.show_problem("请输入口令。")


def ask_passphrase(title: str, explanation: str, parent: QWidget) -> str:
    """What the clerk typed; "" when they left the dialog."""
    dialog = PassphraseDialog(title, explanation, parent)
    return dialog.text if run_dialog(dialog) else ""
