"""Where the typefaces that ship with the program lie. Imports nothing heavy: the window loads the same
files.
"""

from __future__ import annotations

from pathlib import Path

SONG = "XySong"
HEI = "XyHei"
FANG = "XyFang"  # letters only: the 6,763 characters of GB 2312; a rarer one is drawn by 宋体
KAI = "XyKai"

_FOLDER = Path(__file__).resolve().parent / "fonts"
FONT_FILES: dict[str, Path] = {face: _FOLDER / f"{face}.ttf" for face in (SONG, HEI, FANG, KAI)}
