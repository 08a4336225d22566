"""判定标准 as a window of its own, to look things up and copy them. GUI thread."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ui.criteria.panel import CriteriaPanel
from ui.widgets.window_size import open_at


class CriteriaWindow(QDialog):
    """The library; 复制 puts the chosen entry on the clipboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("判定标准")
        self.panel = CriteriaPanel("复制要点", self)
        self.panel.chosen.connect(self._copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panel)
        open_at(self, 760, 640)

    def _copy(self, words: str) -> None:
        QGuiApplication.clipboard().setText(words)
        self.panel.choose_button.setText("已复制，可以粘贴")
