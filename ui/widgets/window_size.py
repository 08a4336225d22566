"""How large a window opens: as large as its words ask, never larger than the screen. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from ui.theme.tokens import POINT_SIZE

FRAME_WIDTH, FRAME_HEIGHT = 16, 48  # what the system draws around a window, and its task bar at the least


def open_at(window: QWidget, width: int, height: int) -> None:
    """Give a window its first size, meant for the usual type: 大字 makes it larger, the screen is its limit."""
    enlarged = max(1.0, QApplication.font().pointSizeF() / POINT_SIZE)
    window.resize(_on_screen(window, QSize(round(width * enlarged), round(height * enlarged))))


def grow_to_words(window: QWidget) -> None:
    """Make a window that is shown high enough for its wrapped words, as far as the screen allows.

    Qt takes the height of wrapped labels at the width it guesses before the style sheet is worn.
    """
    layout = window.layout()
    if layout is None or not layout.hasHeightForWidth():
        return
    needed = layout.totalHeightForWidth(window.width())
    if needed > window.height():
        window.resize(_on_screen(window, QSize(window.width(), needed)))


def _on_screen(window: QWidget, size: QSize) -> QSize:
    return size.boundedTo(window.screen().availableSize() - QSize(FRAME_WIDTH, FRAME_HEIGHT))
