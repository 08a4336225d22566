"""Chinese text: the bundled typefaces measured, and what happens to characters they lack.

reportlab reads the typefaces and cuts subsets from them; pages and files are written by `reports.pdf_file`. Four of its
faults stay outside that way: its text layer breaks characters beyond U+FFFF; every document refers to a Helvetica that is
not embedded; a character the font lacks vanishes without a word; and its line breaking lets 》 or ， start a line
(`reports.line_breaking` replaces it).
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Sequence
from functools import cache

from reports.typeface_file import Typeface
from reports.typefaces import FONT_FILES, HEI, SONG

# A missing character is shown as its code point in this share of the text size, in a box with this margin.
BOXED_SIZE = 0.52
BOX_MARGIN = 0.12

# A typeface seeks in its file while it writes a subset: documents are saved one at a time.
saving = threading.Lock()
_reading = threading.Lock()
_typefaces: dict[str, Typeface] = {}

_CMAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def
/CMapName /{name} def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_CMAP_FOOT = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"


def to_unicode_cmap(font_name: str, subset: Sequence[int]) -> str:
    """The ToUnicode CMap of a font subset, code points as UTF-16BE, 100 to a block (PDF 32000-1 §9.10.3)."""
    lines = [f"<{code:04X}> <{_utf16(point)}>" for code, point in enumerate(subset)]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    body = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
    return _CMAP_HEAD.format(name=font_name) + body + _CMAP_FOOT


def _utf16(code_point: int) -> str:
    return chr(code_point).encode("utf-16-be", "surrogatepass").hex().upper()


def face_for(face: str, char: str) -> str:
    """The typeface that draws the character: the wanted one, else 宋体 or 黑体, "" when none of them has it."""
    for name in (face, SONG, HEI):
        if ord(char) in typeface(name).charToGlyph:
            return name
    return ""


def is_unseen(char: str) -> bool:
    """Whether a character has no shape of its own: controls, joiners and variation selectors."""
    return (
        unicodedata.category(char) in ("Cc", "Cf")
        or 0xFE00 <= ord(char) <= 0xFE0F
        or 0xE0100 <= ord(char) <= 0xE01EF
    )


def code_point_label(char: str) -> str:
    """What is printed for a character no typeface has, like U+2B81F."""
    return f"U+{ord(char):04X}"


class CharWidths(dict[str, float]):
    """Widths of characters in one typeface, in em, each looked up once; fallback and boxes are counted in."""

    def __init__(self, face: str) -> None:
        super().__init__()
        self.face = face

    def __missing__(self, char: str) -> float:
        width = self[char] = self._measured(char)
        return width

    def _measured(self, char: str) -> float:
        drawn_by = face_for(self.face, char)
        if drawn_by:
            return float(typeface(drawn_by).charWidths[ord(char)]) / 1000
        if is_unseen(char):
            return 0.0
        return 2 * BOX_MARGIN + BOXED_SIZE * sum(self[each] for each in code_point_label(char))


@cache
def char_widths(face: str) -> CharWidths:
    """The shared width table of a typeface."""
    return CharWidths(face)


def text_width(text: str, face: str, size: float) -> float:
    """Width of one line of text in points."""
    return sum(map(char_widths(face).__getitem__, text)) * size


def typeface(name: str) -> Typeface:
    """The typeface of that name, read once."""
    found = _typefaces.get(name)
    if found is None:
        with _reading:
            if name not in _typefaces:
                _typefaces[name] = Typeface(FONT_FILES[name])
            found = _typefaces[name]
    return found
