"""What an empty list says: what belongs here, and what to do next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget


class EmptyState(QWidget):
    """A heading, a sentence and the ways on, in the middle of the place where the list would be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = QLabel(self)
        self.heading.setObjectName("title")
        self.sentence = QLabel(self)
        self.sentence.setObjectName("muted")
        self.sentence.setWordWrap(True)
        self.sentence.setMaximumWidth(420)
        for label in (self.heading, self.sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._buttons = QHBoxLayout()
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(self.heading)
        column.addWidget(self.sentence, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(12)
        column.addLayout(self._buttons)
        column.addStretch(3)

    def show_words(self, heading: str, sentence: str, ways: list[tuple[str, Callable[[], None]]]) -> None:
        """Show a heading, a sentence and one button a way; the first is the one meant most."""
        self.heading.setText(heading)
        self.sentence.setText(sentence)
        self.sentence.setMinimumWidth(min(420, self.sentence.fontMetrics().horizontalAdvance(sentence) + 8))
        while item := self._buttons.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        self._buttons.addStretch()
        for place, (word, work) in enumerate(ways):
            button = QPushButton(word, self)
            button.setObjectName("" if place else "primary")
            button.clicked.connect(work)
            self._buttons.addWidget(button)
        self._buttons.addStretch()
