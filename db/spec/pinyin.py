"""The order of Chinese characters by their pinyin, and their initials. The table (44 KB of characters) is read when it is
first needed, never at the start. Any thread.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

TABLE = Path(__file__).resolve().parent.parent / "codes" / "pinyin.txt"  # made by tests/data/make_pinyin.py
_FIRST_PLACE = 0x10000  # above every character that keeps its own place, below those without a known reading
_LINE_LETTERS = 40  # of each line of a search text; nobody types the initials of a whole paragraph
_MOST_KNOWN = 20_000  # lines
# Characters that names use with two readings: the usual one and the other. 银行 is found by yh and by yx.
_TWO_READINGS = {
    "长": "zc", "重": "zc", "曾": "cz", "行": "xh", "乐": "ly", "莘": "sx", "圩": "wx", "单": "ds", "朝": "cz", "藏": "cz",
    "厦": "sx", "解": "jx", "盛": "sc", "传": "cz", "弹": "dt", "调": "dt", "降": "jx", "校": "xj", "查": "cz", "翟": "zd",
    "覃": "qt", "堡": "bp", "泊": "bp", "省": "sx", "提": "td", "便": "bp", "屏": "pb", "囤": "td", "卡": "kq", "巷": "xh",
    "俞": "ys", "仇": "cq", "粘": "zn", "壳": "kq", "畜": "cx", "率": "ls", "系": "xj", "栅": "zs", "夹": "jg", "泌": "mb",
}  # fmt: skip
_has_two_readings = re.compile(f"[{''.join(_TWO_READINGS)}]").search


@cache
def order() -> Mapping[int, str]:
    """For str.translate: each known character becomes one that stands at its place in the order of pinyin."""
    places = "".join(line.split(" ")[1] for line in _lines())
    return {ord(each): chr(_FIRST_PLACE + place) for place, each in enumerate(places)}


def initials(search_text: str) -> str:
    """The initials of a search text, line by line: "章浜社区" → "zbsq"; a line whose characters have a second reading gives
    that too. Letters and digits stand as they are, everything else is left out.
    """
    return "\n".join(map(_known_lines.__getitem__, search_text.split("\n")))


class _KnownLines(dict[str, str]):
    """The initials of lines: half of those of an import occur again and again."""

    def __missing__(self, line: str) -> str:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        self[line] = _of_line(line[:_LINE_LETTERS])
        return self[line]


_known_lines = _KnownLines()


def _of_line(line: str) -> str:
    if line.isascii() and line.isalnum():
        return line
    usual = line.translate(_letters())
    if _has_two_readings(line) and (other := line.translate(_other_letters())) != usual:
        return f"{usual}\n{other}"
    return usual


class _Letters(dict[int, str | None]):
    """A table for str.translate that leaves out what it does not know."""

    def __missing__(self, code: int) -> str | None:
        self[code] = chr(code) if chr(code).isascii() and chr(code).isalnum() else None
        return self[code]


@cache
def _letters() -> _Letters:
    return _Letters({ord(each): line[0] for line in _lines() for each in line.split(" ")[1]})


@cache
def _other_letters() -> _Letters:
    usual = _letters()
    others = {
        ord(each): letters[1] if usual[ord(each)] == letters[0] else letters[0]
        for each, letters in _TWO_READINGS.items()
    }
    return _Letters({**usual, **others})


def _lines() -> list[str]:
    return TABLE.read_text("utf-8").splitlines()
