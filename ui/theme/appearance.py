"""Puts palette, style sheet and font on the application, at the start and when the look is changed."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from ui.theme.fonts import screen_font
from ui.theme.stylesheet import stylesheet
from ui.theme.tokens import DARK, LARGE_POINT_SIZE, LIGHT, POINT_SIZE, Tokens, palette_of


class Shade(StrEnum):
    """Which colours the clerk chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Look(QObject):
    """Says that the application was dressed anew. A widget that overrode `changeEvent` to see it would make PySide load
    every class of event at the start, 5 ms.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.shade, self.is_large = Shade.SYSTEM, False

    def follow_system(self) -> None:
        """Wear the system's colours again when those were changed and the clerk chose to follow."""
        app = QApplication.instance()
        if self.shade is Shade.SYSTEM and isinstance(app, QApplication):
            apply_appearance(app, self.shade, self.is_large)


@cache
def look() -> Look:
    """The one of the application."""
    return Look()


def apply_appearance(app: QApplication, shade: Shade = Shade.SYSTEM, is_large: bool = False) -> None:
    """Dress the whole application in that shade, with 大字 when `is_large`."""
    look().shade, look().is_large = shade, is_large
    tokens = _tokens(app, shade)
    point_size = LARGE_POINT_SIZE if is_large else POINT_SIZE
    app.setPalette(palette_of(tokens))
    app.setFont(screen_font(point_size))
    app.setStyleSheet(stylesheet(tokens, point_size))
    look().changed.emit()


def _tokens(app: QApplication, shade: Shade) -> Tokens:
    if shade is Shade.SYSTEM:
        return DARK if app.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT
    return DARK if shade is Shade.DARK else LIGHT
