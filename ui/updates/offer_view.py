"""What an update package is and brings: facts, what will happen, and the publisher's notes. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from desktop.updates.checking import Offer
from desktop.updates.words import facts, steps

_FACTS = 5


class OfferView(QStackedWidget):
    """A sentence while there is nothing to show, else the package."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hint = QLabel(self)
        self.hint.setWordWrap(True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.hint.setContentsMargins(0, 12, 0, 0)
        self.lines = [(self._label("muted"), self._label()) for _ in range(_FACTS)]
        self.steps = self._label()
        self.notes = QTextBrowser(self)
        self.notes.setAccessibleName("这一版的说明")
        self.notes.setOpenLinks(False)
        self.notes.setMinimumHeight(96)
        self.addWidget(self.hint)
        self.addWidget(self._offer_page())

    def show_hint(self, words: str) -> None:
        """A sentence in place of a package."""
        self.hint.setText(words)
        self.setCurrentIndex(0)

    def show_offer(self, offer: Offer | None) -> None:
        """A package; nothing without one."""
        if offer is None:
            self.show_hint("")
            return
        for (head, words), (heading, text) in zip(self.lines, facts(offer), strict=True):
            head.setText(heading)
            words.setText(text)
        numbered = enumerate(steps(offer), 1)
        self.steps.setText("\n".join(f"{number}. {text}" for number, text in numbered))
        self.notes.document().setMarkdown(
            offer.manifest.notes, QTextDocument.MarkdownFeature.MarkdownDialectGitHub
        )
        self.notes.moveCursor(QTextCursor.MoveOperation.Start)
        self.setCurrentIndex(1)

    def _offer_page(self) -> QWidget:
        page = QWidget(self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, (head, words) in enumerate(self.lines):
            grid.addWidget(head, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words, row, 1)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addLayout(grid)
        column.addWidget(self.steps)
        column.addWidget(self.notes, 1)
        scroll = QScrollArea(self)  # large type on a small screen has no room for all of it
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        return scroll

    def _label(self, name: str = "") -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setWordWrap(name != "muted")
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label
