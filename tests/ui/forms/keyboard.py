"""Types as people do: keys for ASCII, an input method's commit for Chinese."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget


def type_text(field: QWidget, text: str) -> None:
    """Type a text at the cursor of a field."""
    field.setFocus()
    if text.isascii():
        QTest.keyClicks(field, text)
        return
    commit = QInputMethodEvent("", [])
    commit.setCommitString(text)
    QApplication.sendEvent(field, commit)


def type_into(field: QWidget, text: str) -> None:
    """Replace what stands in a field and leave it with Tab."""
    field.setFocus()
    if isinstance(field, QLineEdit | QPlainTextEdit):
        field.selectAll()
    if isinstance(field, QComboBox):
        field.lineEdit().selectAll()
    type_text(field, text)
    QTest.keyClick(field, Qt.Key.Key_Tab)
