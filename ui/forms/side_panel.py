"""A panel beside the form of a record dialog, opened and closed by a button; the dialog grows and shrinks with it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

PANEL_WIDTH = 380
_EDGE = 48


class SidePanel(QObject):
    """Joins a panel (which names its `word` and `tip`), its button and the dialog. The panel is closed at first."""

    def __init__(self, dialog: QDialog, panel: QWidget) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self.panel = panel
        self._word = str(getattr(panel, "word", ""))
        self.button = QPushButton(self._word, dialog)
        self.button.setAutoDefault(False)
        self.button.setCheckable(True)
        self.button.setToolTip(str(getattr(panel, "tip", "")))
        panel.setFixedWidth(PANEL_WIDTH)
        panel.hide()
        self.button.toggled.connect(self._open)
        panel.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShowToParent:
            self.button.setChecked(True)
        return super().eventFilter(watched, event)

    def _open(self, is_open: bool) -> None:
        self.panel.setVisible(is_open)
        self.button.setText(f"收起{self._word}" if is_open else self._word)
        room = self._dialog.screen().availableSize().width() - _EDGE
        width = self._dialog.width() + (PANEL_WIDTH if is_open else -PANEL_WIDTH)
        self._dialog.resize(max(600, min(width, room)), self._dialog.height())
