"""What is kept of the windows: an ini file beside the ledger, never the registry."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings

WINDOW_SETTINGS = "窗口设置.ini"


def window_settings(folder: Path) -> QSettings:
    """The settings in a folder; values that cannot be written are lost without harm."""
    return QSettings(str(folder / WINDOW_SETTINGS), QSettings.Format.IniFormat)
