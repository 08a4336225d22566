"""Normal forms of text: as it is kept and as it is searched."""

from __future__ import annotations

import re
import unicodedata

# NFKC would turn ， into a comma, ① into 1 and ㎡ into m2. In Chinese prose these carry meaning, so what is kept leaves
# them alone; the search form folds everything.
_KEPT = r"[，。；：？！（）《》〈〉「」『』【】“”‘’、…—～·％￥＋－²³№℃℉™®\u2460-\u24ff\u3200-\u33ff]"
_INVISIBLE = "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
_BLANKS = r"[ \t\u00a0\u3000]+"


def fold_widths(text: str) -> str:
    """The text in NFKC, without zero-width and control characters; Chinese punctuation and ①㎡ stay as typed."""
    visible = re.sub(_CONTROL, "", re.sub(_INVISIBLE, "", text))
    pieces, start = [], 0
    for kept in re.finditer(_KEPT, visible):
        pieces += [unicodedata.normalize("NFKC", visible[start : kept.start()]), kept.group()]
        start = kept.end()
    pieces.append(unicodedata.normalize("NFKC", visible[start:]))
    return "".join(pieces)


def one_line(text: str) -> str:
    """Folded text on one line: trimmed, every run of blanks or line breaks one space."""
    return re.sub(_BLANKS, " ", fold_widths(re.sub(r"[\r\n\u2028\u2029]+", " ", text))).strip()


def many_lines(text: str) -> str:
    """Folded text that keeps its lines: LF only, each line trimmed at its end, no blank lines around."""
    unified = re.sub(r"\r\n?|\u2028|\u2029", "\n", text)
    lines = [re.sub(_BLANKS, " ", fold_widths(line)).strip() for line in unified.split("\n")]
    return "\n".join(lines).strip("\n")


def plain_digits(text: str) -> str:
    """Full NFKC on one line, for numbers, dates and codes, where punctuation carries no prose."""
    return re.sub(
        _BLANKS, " ", unicodedata.normalize("NFKC", re.sub(_CONTROL, "", re.sub(_INVISIBLE, "", text)))
    ).strip()


def search_form(text: str) -> str:
    """The form that is searched: NFKC, case-folded, without any blank."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", re.sub(_INVISIBLE, "", text)).casefold())
