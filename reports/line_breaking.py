"""Breaking Chinese text into lines by the rules of GB/T 15834: no ， at the start of a line, no （ at its
end.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate

NEVER_FIRST = frozenset("!),.:;?]}'\"、。，．：；？！）》〉」』】〕］｝…—～·％%℃”’〗゛‰°′″々ー²³")
NEVER_LAST = frozenset("([{（《〈「『【〔［｛“‘〖￥$£＃#№§")
_JOINS_LEFT = frozenset("-/")  # a date or a number may be cut after these, not before
_SLACK = 1e-6


def break_lines(text: str, width_em: float, widths: Mapping[str, float]) -> list[str]:
    """The lines of a text in a column of that width (in em); [""] for an empty text.

    Line breaks of the text are kept. A mark that may not start a line takes the character before it along;
    Latin words and numbers stay whole when a line can hold them. Anything longer than a line is cut, so
    every text ends.
    """
    return [line for paragraph in text.split("\n") for line in _break_paragraph(paragraph, width_em, widths)]


def _break_paragraph(text: str, width_em: float, widths: Mapping[str, float]) -> list[str]:
    ends = list(accumulate(map(widths.__getitem__, text)))
    if not ends or ends[-1] <= width_em + _SLACK:
        return [text]
    lines, start, used = [], 0, 0.0
    while ends[-1] - used > width_em + _SLACK:
        fitting = max(bisect_right(ends, used + width_em + _SLACK), start + 1)
        stop = _last_break(text, start, fitting)
        lines.append(text[start:stop].rstrip(" "))
        start = stop
        while start < len(text) and text[start] == " ":
            start += 1
        if start == len(text):
            return lines
        used = ends[start - 1]
    lines.append(text[start:])
    return lines


def _last_break(text: str, start: int, fitting: int) -> int:
    """The last place up to `fitting` where the line may end; `fitting` itself when there is none."""
    for place in range(fitting, start, -1):
        if _may_break(text, place):
            return place
    return fitting


def _may_break(text: str, place: int) -> bool:
    if place >= len(text):
        return True
    before, after = text[place - 1], text[place]
    if after == " " or before == " ":
        return True
    if after in NEVER_FIRST or after in _JOINS_LEFT or before in NEVER_LAST:
        return False
    return not (_is_word(before) and _is_word(after))


def _is_word(char: str) -> bool:
    """Latin letters, digits and what holds them together; a hyphen or slash ends a piece."""
    return char < "\u2e80" and char not in " -/" and (char.isalnum() or char in "_.@+")
