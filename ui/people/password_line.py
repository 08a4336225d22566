"""Lines for passwords of people: masked, shown on demand. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QWidget

from ui.submission.passphrase_line import PassphraseLine


def password_line(
    parent: QWidget, name: str, entered: Callable[[], object], placeholder: str = ""
) -> PassphraseLine:
    """The line, named for screen readers; Enter goes on to `entered`."""
    line = PassphraseLine(parent)
    line.line.setAccessibleName(name)
    line.line.setPlaceholderText(placeholder)
    line.show_box.setToolTip("显示密码；密码里有中文的，请勾选后再输入")
    line.entered.connect(entered)
    return line


def tell_problem(line: PassphraseLine, words: str) -> None:
    """Say below a line what is wrong, in a dialog that grows with the words."""
    line.show_problem(words)
    line.problem.setMinimumHeight(line.problem.heightForWidth(max(line.problem.width(), line.width() - 4)))
    grow(line.window())


def grow(window: QWidget) -> None:
    """Let a dialog become as high as what it has to say, once that is laid out."""
    if isinstance(window, QDialog):
        QTimer.singleShot(0, window, window.adjustSize)
