"""Initials of Chinese words, so that a choice is found by typing “xf” for 消防."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache

# The 3755 level-1 characters of GB 2312 are ordered by pinyin; these are the first codes of each initial
# letter.
_STARTS = (
    (0xB0A1, "a"), (0xB0C5, "b"), (0xB2C1, "c"), (0xB4EE, "d"), (0xB6EA, "e"), (0xB7A2, "f"), (0xB8C1, "g"),
    (0xB9FE, "h"), (0xBBF7, "j"), (0xBFA6, "k"), (0xC0AC, "l"), (0xC2E8, "m"), (0xC4C3, "n"), (0xC5B6, "o"),
    (0xC5BE, "p"), (0xC6DA, "q"), (0xC8BB, "r"), (0xC8F6, "s"), (0xCBFA, "t"), (0xCDDA, "w"), (0xCEF4, "x"),
    (0xD1B9, "y"), (0xD4D1, "z"),
)  # fmt: skip
_LEVEL_1_END = 0xD7F9


@cache
def initials(word: str) -> str:
    """The pinyin initials of a word, "消防" → "xf"; characters outside GB 2312 level 1 are left out, Latin
    ones kept."""
    return "".join(_initial(each) for each in word)


def _initial(character: str) -> str:
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    try:
        high, low = character.encode("gb2312")
    except (UnicodeEncodeError, ValueError):
        return ""
    code = high << 8 | low
    if not _STARTS[0][0] <= code <= _LEVEL_1_END:
        return ""
    return _STARTS[bisect_right(_STARTS, (code, "~")) - 1][1]
