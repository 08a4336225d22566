"""Normal forms of text: as it is kept and as it is searched."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# NFKC would turn ， into a comma, ① into 1 and ㎡ into m2. In Chinese prose these carry meaning, so what is kept leaves
# them alone; the search form folds everything.
_KEPT = r"[，。；：？！（）《》〈〉「」『』【】“”‘’、…—～·％￥＋－²³№℃℉™®\u2460-\u24ff\u3200-\u33ff]"
_INVISIBLE = "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
_BLANKS = r"[ \t\u00a0\u3000]+"
# Nearly all that is typed: ASCII and the common ideographs, which NFKC leaves alone, with single blanks inside. Asked
# first, because an import of 10,000 rows asks a million times.
_USUAL = re.compile(r"(?:[!-~\u4e00-\u9fff]++(?: (?! |$))?+)*+").fullmatch
_USUAL_PROSE = re.compile(r"(?:[!-~\u4e00-\u9fff，。；：？！（）《》“”、]++(?: (?! |$))?+)*+").fullmatch
is_kept_as_typed = _USUAL_PROSE  # whether a text is kept letter by letter, as nearly all are; a match or None
_USUAL_LINES = re.compile(r"[ -~\u4e00-\u9fff，。；：？！（）《》“”、\n]*+").fullmatch
_NARROW = tuple(zip("，；：？！（）", ",;:?!()", strict=True))  # what NFKC makes of the usual punctuation
_blanks_in_lines = re.compile(r"[^\S\n]+").sub
_folded_blanks = re.compile(_BLANKS).sub
_without_invisible = re.compile(_INVISIBLE).sub
_without_control = re.compile(_CONTROL).sub
_kept_signs = re.compile(_KEPT).finditer
_line_breaks = re.compile(r"[\r\n\u2028\u2029]+").sub
_unified_breaks = re.compile(r"\r\n?|\u2028|\u2029").sub


def fold_widths(text: str) -> str:
    """The text in NFKC, without zero-width and control characters; Chinese punctuation and ①㎡ stay as typed."""
    if _USUAL_PROSE(text):
        return text
    visible = _without_control("", _without_invisible("", text))
    pieces, start = [], 0
    for kept in _kept_signs(visible):
        pieces += [unicodedata.normalize("NFKC", visible[start : kept.start()]), kept.group()]
        start = kept.end()
    pieces.append(unicodedata.normalize("NFKC", visible[start:]))
    return "".join(pieces)


def one_line(text: str) -> str:
    """Folded text on one line: trimmed, every run of blanks or line breaks one space."""
    if _USUAL_PROSE(text):
        return text
    return _folded_blanks(" ", fold_widths(_line_breaks(" ", text))).strip()


def many_lines(text: str) -> str:
    """Folded text that keeps its lines: LF only, each line trimmed at its end, no blank lines around."""
    if _USUAL_PROSE(text):
        return text
    lines = [
        line if _USUAL_PROSE(line) else _folded_blanks(" ", fold_widths(line)).strip()
        for line in _unified_breaks("\n", text).split("\n")
    ]
    return "\n".join(lines).strip("\n")


def plain_digits(text: str) -> str:
    """Full NFKC on one line, for numbers, dates and codes, where punctuation carries no prose."""
    if _USUAL(text):
        return text
    visible = _without_control("", _without_invisible("", text))
    return _folded_blanks(" ", unicodedata.normalize("NFKC", visible)).strip()


def search_form(text: str) -> str:
    """The form that is searched: NFKC, case-folded, without any blank."""
    if _USUAL(text):
        return text.replace(" ", "").casefold()
    return "".join(unicodedata.normalize("NFKC", _without_invisible("", text)).casefold().split())


def search_lines(texts: Iterable[str]) -> str:
    """The search forms of several texts, one a line: folded all at once, as no fold reaches over the end of a line."""
    lines = "\n".join([text.replace("\n", " ") if "\n" in text else text for text in texts])
    if not _USUAL_LINES(lines):
        lines = unicodedata.normalize("NFKC", _without_invisible("", lines))
        return _blanks_in_lines("", lines.casefold())
    for wide, narrow in _NARROW:
        lines = lines.replace(wide, narrow)
    return lines.replace(" ", "").casefold()
