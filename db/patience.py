"""Giving files their names where a virus scanner or a search index may hold them for a moment (Windows)."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

# Scanners let go within a second; elsewhere a refusal is for good.
_TRIES = 12 if sys.platform == "win32" else 1
_PAUSE_S = 0.1


def replace_patiently(source: Path, target: Path) -> None:
    """As `os.replace`; a file that somebody holds is tried again for about a second. Raises OSError."""
    for turn in range(_TRIES):
        try:
            os.replace(source, target)
            return
        except PermissionError:
            if turn == _TRIES - 1:
                raise
            time.sleep(_PAUSE_S)
