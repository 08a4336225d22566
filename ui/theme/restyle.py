"""Lets the style sheet look again at a widget whose property it chooses by. GUI thread."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def set_mark(widget: QWidget, name: str, value: object) -> None:
    """Set the property and draw the widget as the style sheet wants it for that value.

    Nothing is done when it had the value already: the first call of `style()` makes PySide load every style, 8 ms.
    """
    if (widget.property(name) or False) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
