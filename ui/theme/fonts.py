"""The program's own 黑体 first, then the system's; named, so that Chinese forms come in any locale."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

SCREEN_FONT = Path(__file__).resolve().parent.parent.parent / "reports" / "fonts" / "XyHei.ttf"
SYSTEM_FAMILIES = ("Microsoft YaHei", "Noto Sans CJK SC")


def screen_font(point_size: float, path: Path = SCREEN_FONT) -> QFont:
    """The font of every widget, at that size; without the bundled file, the system's families stand in."""
    loaded = QFontDatabase.addApplicationFont(str(path)) if path.exists() else -1
    bundled = QFontDatabase.applicationFontFamilies(loaded) if loaded >= 0 else []
    font = QFont([*bundled, *SYSTEM_FAMILIES])
    font.setPointSizeF(point_size)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
