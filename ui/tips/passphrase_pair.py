"""A new passphrase, typed twice. GUI thread."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout, QWidget

from ui.submission.passphrase_line import PassphraseLine
from ui.wizard.set_up import is_long_enough


class PassphrasePair(QWidget):
    """Two lines that must agree; `problem` says why they cannot be taken."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first, self.second = PassphraseLine(self), PassphraseLine(self)
        self.first.line.setAccessibleName("举报保密口令")
        self.first.line.setPlaceholderText("至少 10 个字符，或用空格隔开的 5 个中文词")
        self.second.line.setAccessibleName("再输一次举报保密口令")
        self.second.line.setPlaceholderText("")
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.addRow("口令 *", self.first)
        form.addRow("再输一次 *", self.second)

    def passphrase(self) -> str:
        """What was typed first."""
        return self.first.text()

    def is_refused(self) -> bool:
        """Whether it cannot be taken; says why beside the line."""
        if not is_long_enough(self.first.text()):
            self.first.show_problem("口令太短。请用至少 10 个字符，或用空格隔开的 5 个中文词。")
        elif self.first.text() != self.second.text():
            self.second.show_problem("两次输入的口令不一样。")
        else:
            return False
        return True
