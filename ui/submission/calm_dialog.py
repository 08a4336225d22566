"""Enter presses the button that has the focus, and nothing else: no dialog goes off by accident. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QDialog

from ui.widgets.window_size import grow_to_words


class CalmDialog(QDialog):
    """A dialog without a default button, high enough for its words."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        grow_to_words(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if isinstance(focused, QAbstractButton):
                focused.click()
            event.accept()
            return
        super().keyPressEvent(event)
