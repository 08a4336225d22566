"""A push button with a word on it that never takes the Enter key meant for a field or a table. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget


def word_button(
    parent: QWidget, word: str, act: Callable[[], object], tip: str = "", name: str = ""
) -> QPushButton:
    """The button; `name` is its kind in the style sheet (primary, link)."""
    button = QPushButton(word, parent)
    button.setObjectName(name)
    button.setAutoDefault(False)
    button.setToolTip(tip)
    button.clicked.connect(lambda: act())
    return button
