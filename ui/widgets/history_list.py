"""The history of a record, folded away: who did what when, and what each field was before."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.history_words import HistoryEntry, change_words
from ui.widgets.rows import GAP, row_of


class HistoryList(QWidget):
    """A heading that unfolds the entries; they are read when it is first unfolded for a record."""

    print_wanted = Signal()

    def __init__(self, parent: QWidget | None = None, can_print: bool = True) -> None:
        super().__init__(parent)
        self._can_print = can_print
        self.toggle = QPushButton(self)
        self.toggle.setObjectName("link")
        self.toggle.setCheckable(True)
        self.toggle.toggled.connect(self._unfold)
        self.lines = QLabel(self)
        self.lines.setTextFormat(Qt.TextFormat.PlainText)
        self.lines.setWordWrap(True)
        self.lines.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.lines.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.print_button = QPushButton("打印历史", self)
        self.print_button.setObjectName("link")
        self.print_button.clicked.connect(self.print_wanted)
        head = row_of(self.toggle, self.print_button, GAP)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(self.lines)
        self._read: Callable[[], Sequence[HistoryEntry]] = lambda: ()
        self._unfold(False)

    def show_history(self, read: Callable[[], Sequence[HistoryEntry]]) -> None:
        """Take up the history of another record; it stays folded or unfolded as it was."""
        self._read = read
        self._unfold(self.toggle.isChecked())

    def _unfold(self, is_unfolded: bool) -> None:
        self.toggle.setText("收起历史" if is_unfolded else "查看历史")
        self.lines.setVisible(is_unfolded)
        self.print_button.setVisible(is_unfolded and self._can_print)
        if is_unfolded:
            self.lines.setText("\n\n".join(_entry_text(entry) for entry in self._read()))


def _entry_text(entry: HistoryEntry) -> str:
    head = f"{entry.at[:16].replace('T', ' ')}　{entry.who}　{entry.operation}"
    changes = [change_words(*field) for field in entry.fields if field[1] != field[2]]
    return "\n".join([head, *changes])
