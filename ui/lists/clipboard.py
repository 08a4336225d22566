"""Cells onto the clipboard, as text and as a table. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QStandardItem, QStandardItemModel


def copy_table(text: str, html: str) -> None:
    """Put both forms onto the clipboard; Excel and WPS take the table, plain editors the text."""
    held = _empty_mime_data()
    held.setText(text)
    held.setHtml(html)
    QGuiApplication.clipboard().setMimeData(held)


def _empty_mime_data() -> QMimeData:
    """Mime data that Qt made. One that Python made is asked for its formats when the program has ended, by a clipboard that
    outlives the interpreter, and that crashes.
    """
    model = QStandardItemModel()
    model.appendRow(QStandardItem())
    held = model.mimeData([model.index(0, 0)])
    for name in held.formats():
        held.removeFormat(name)
    return held
