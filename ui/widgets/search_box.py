"""The search box: tells what to look for after a pause, never while an input method composes."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

PAUSE_MS = 200


class SearchBox(QLineEdit):
    """Emits `searched` with the words typed; Enter does not wait, Esc clears, ↓ goes to the list."""

    searched = Signal(str)
    left_for_list = Signal()

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint)
        self.setAccessibleName("搜索")
        self.setToolTip(f"{hint}（Ctrl+F）")
        self.setClearButtonEnabled(True)
        self._is_composing = False
        self._last = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.search_now)
        self.textChanged.connect(self._wait)

    def search_now(self) -> None:
        """Tell the words now, unless they are the same as before or still being composed."""
        self._pause.stop()
        text = self.text().strip()
        if not self._is_composing and text != self._last:
            self._last = text
            self.searched.emit(text)

    def show_text(self, text: str) -> None:
        """Put words into the box that the list is already filtered by."""
        self._last = text
        if self.text().strip() != text:
            self.setText(text)
            self._pause.stop()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        self._wait()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.search_now()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.search_now()
        elif event.key() == Qt.Key.Key_Down:
            self.search_now()
            self.left_for_list.emit()
        else:
            super().keyPressEvent(event)

    def _wait(self) -> None:
        if self._is_composing:
            self._pause.stop()
        else:
            self._pause.start()
