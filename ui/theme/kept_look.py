"""The look a clerk chose, kept in the settings of the window: the colours and 大字. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from ui.theme.appearance import Shade, apply_appearance

_SHADE, _LARGE = "look/shade", "look/large"


def is_kept(settings: QSettings) -> bool:
    """Whether a look was ever chosen here."""
    return settings.contains(_SHADE) or settings.contains(_LARGE)


def kept_shade(settings: QSettings) -> Shade:
    """The colours the clerk chose; the system's at first."""
    kept = str(settings.value(_SHADE, Shade.SYSTEM.value))
    return Shade(kept) if kept in list(Shade) else Shade.SYSTEM


def is_large(settings: QSettings) -> bool:
    """Whether 大字 is on."""
    return settings.value(_LARGE, "no") == "yes"


def keep_look(settings: QSettings, shade: Shade, is_large: bool) -> None:
    """Keep it for this window and the next start."""
    settings.setValue(_SHADE, shade.value)
    settings.setValue(_LARGE, "yes" if is_large else "no")


def dress(settings: QSettings) -> None:
    """Give the application the look that is kept in the settings."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        apply_appearance(app, kept_shade(settings), is_large(settings))
