"""What an empty list says: what belongs here, and what to do next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

WIDEST_SENTENCE = 480


class EmptyState(QWidget):
    """A heading, a sentence and the ways on, in the middle of the place where the list would be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = QLabel(self)
        self.heading.setObjectName("title")
        self.sentence = QLabel(self)
        self.sentence.setObjectName("muted")
        self.sentence.setWordWrap(True)
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
        self._fit()
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

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        """Give the sentence its width and the height of its lines: an aligned label gets no height for its width."""
        if not self.sentence.text():
            return
        words = self.sentence.fontMetrics().horizontalAdvance(self.sentence.text())
        width = min(WIDEST_SENTENCE, words + 8)
        self.sentence.setFixedSize(width, self.sentence.heightForWidth(width))
