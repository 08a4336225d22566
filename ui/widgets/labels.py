"""The labels that pages put together: words that wrap and can be copied, and the heading of a part. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

READABLE = "可以选中复制的文字"


def plain_label(words: str, name: str = "") -> QLabel:
    """Words of a record, shown as they are: wrapped, never widening the page, to be copied with the mouse."""
    label = QLabel(words)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setAccessibleDescription(READABLE)  # here, for whole pages of them are made anew
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label


def section_heading(words: str) -> QWidget:
    """A hairline and the name of what follows."""
    holder, line = QWidget(), QFrame()
    line.setObjectName("hairline")
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 8, 0, 0)
    column.setSpacing(4)
    column.addWidget(line)
    column.addWidget(QLabel(words))
    return holder
