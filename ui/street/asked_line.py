"""One line of text that is asked for: a reason, a name. GUI thread."""

from __future__ import annotations

from PySide6.QtWidgets import QInputDialog, QWidget


def asked_line(parent: QWidget, title: str, words: str, offered: str = "") -> tuple[str, bool]:
    """One line of text, and whether it was confirmed."""
    dialog = QInputDialog(parent.window())
    dialog.setWindowTitle(title)
    dialog.setLabelText(words)
    dialog.setTextValue(offered)
    dialog.setOkButtonText("确定")
    dialog.setCancelButtonText("取消")
    dialog.resize(480, dialog.sizeHint().height())
    is_sure = bool(dialog.exec())
    text = dialog.textValue()
    dialog.deleteLater()
    return text, is_sure
