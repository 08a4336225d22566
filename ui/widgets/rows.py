"""Things beside each other: the buttons at the foot of a dialog, a line above a table. GUI thread."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

GAP = None  # stands for the room that is left over


def row_of(*parts: QWidget | None) -> QHBoxLayout:
    """The widgets from left to right; `GAP` pushes what follows to the right end."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for part in parts:
        if part is GAP:
            row.addStretch(1)
        else:
            row.addWidget(part)
    return row
