"""The passphrase: masked, shown on demand; Enter goes on unless it commits what an input method composed. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from ui.forms.editors.line import EntryLine


class PassphraseLine(QWidget):
    """The line, 显示 beside it, and below what is wrong with it."""

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = _Line(self)
        self.line.setAccessibleName("报送密钥的口令")
        self.line.setPlaceholderText("首次设置时定下的口令")
        self.line.entered.connect(self.entered)
        self.show_box = QCheckBox("显示", self)
        self.show_box.setToolTip("显示口令；中文口令请勾选后再输入")
        self.show_box.toggled.connect(self._reveal)
        self.problem = QLabel(self)
        self.problem.setObjectName("danger")
        self.problem.setWordWrap(True)
        self.problem.hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.show_box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.problem)
        self.line.textEdited.connect(self.problem.hide)
        self._reveal(False)

    def text(self) -> str:
        """What was typed."""
        return self.line.text()

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong with it; what was typed stays, selected."""
        self.problem.setText(sentence)
        self.problem.show()
        self.line.setFocus()
        self.line.selectAll()

    def _reveal(self, is_shown: bool) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password)


class _Line(EntryLine):
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            if not self._is_composing:
                self.entered.emit()
            return
        super().keyPressEvent(event)
