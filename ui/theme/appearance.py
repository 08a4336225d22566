"""Puts palette, style sheet and font on the application, at the start and when the look is changed."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ui.theme.fonts import screen_font
from ui.theme.stylesheet import stylesheet
from ui.theme.tokens import DARK, LARGE_POINT_SIZE, LIGHT, POINT_SIZE, Tokens, palette_of


class Shade(StrEnum):
    """Which colours the clerk chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def apply_appearance(app: QApplication, shade: Shade = Shade.SYSTEM, is_large: bool = False) -> None:
    """Dress the whole application in that shade, with 大字 when `is_large`."""
    tokens = _tokens(app, shade)
    point_size = LARGE_POINT_SIZE if is_large else POINT_SIZE
    app.setStyle("Fusion")
    app.setPalette(palette_of(tokens))
    app.setFont(screen_font(point_size))
    app.setStyleSheet(stylesheet(tokens, point_size))


def _tokens(app: QApplication, shade: Shade) -> Tokens:
    if shade is Shade.SYSTEM:
        return DARK if app.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT
    return DARK if shade is Shade.DARK else LIGHT
