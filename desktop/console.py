"""What the program says on a console, or into a file or a pipe, is UTF-8; a letter must never end it."""

from __future__ import annotations

import os
import sys


def speak_utf8() -> None:
    """Let the three streams speak UTF-8. A pipe of Windows would take its code page (cp936, cp1252), which lacks letters of ours;
    and the windowed program has no streams there at all: what it says then is lost, and does not end it.
    """
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")
    for stream, errors in (
        (sys.stdout, "backslashreplace"),
        (sys.stderr, "backslashreplace"),
        (sys.stdin, "strict"),
    ):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors=errors)
