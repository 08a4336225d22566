"""Where the two typefaces that ship with the program lie. Imports nothing heavy: the window loads the same
files.
"""

from __future__ import annotations

from pathlib import Path

SONG = "XySong"
HEI = "XyHei"

_FOLDER = Path(__file__).resolve().parent / "fonts"
FONT_FILES: dict[str, Path] = {SONG: _FOLDER / "XySong.ttf", HEI: _FOLDER / "XyHei.ttf"}
