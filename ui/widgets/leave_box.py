"""Asks before work that was not finished is left; staying is the default, and what Esc does. GUI thread."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget


def wants_to_leave(parent: QWidget, title: str, words: str, leave: str, stay: str) -> bool:
    """Whether the clerk leaves all the same; `leave` and `stay` are the words of the two buttons."""
    box = QMessageBox(QMessageBox.Icon.Question, title, words, parent=parent)
    box.addButton(leave, QMessageBox.ButtonRole.DestructiveRole)
    staying = box.addButton(stay, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(staying)
    box.setEscapeButton(staying)
    box.exec()
    is_left = box.clickedButton() is not staying
    box.deleteLater()
    return is_left
