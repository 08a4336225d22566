"""A typeface in one PDF: each character gets a code of two bytes when it is first written, and only what was written is
embedded.

One font a typeface instead of reportlab's many of 256 characters each: a line of Chinese is one run, half as long.
"""

from __future__ import annotations

import zlib
from itertools import groupby
from typing import TYPE_CHECKING

from reports.chinese_text import saving, to_unicode_cmap, typeface

if TYPE_CHECKING:
    from reports.pdf_file import PdfFile

_FULL_WIDTH = 1000
_LARGEST_CODE = 0xFFFF


class ForeignCharacter(KeyError):
    """The typeface has no such character."""


class CompositeFont(dict[str, str]):
    """The codes (four hex digits) of the characters written so far; a new character gets the next one.

    Looking up a character that the typeface lacks raises ForeignCharacter.
    """

    def __init__(self, face: str, name: str) -> None:
        super().__init__()
        self.face, self.name = face, name
        self._points: list[int] = []

    def __missing__(self, char: str) -> str:
        point = ord(char)
        if point not in typeface(self.face).charToGlyph or len(self._points) >= _LARGEST_CODE:
            raise ForeignCharacter(char)
        self._points.append(point)
        code = self[char] = f"{len(self._points):04X}"
        return code

    @property
    def is_used(self) -> bool:
        """Whether anything was written with it."""
        return bool(self._points)

    def write(self, file: PdfFile) -> int:
        """Put the font and what was written of it into the file; the number of its object (PDF 32000-1 §9.7)."""
        base = f"/{self._tag()}+{typeface(self.face).name.decode('ascii')}"
        program, glyphs = self._subset()
        unicode_map = file.add_stream(to_unicode_cmap("ToUnicode", [0, *self._points]).encode("ascii"))
        descendant = (
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont {base}"
            " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
            f" /DW {_FULL_WIDTH} /W [{self._widths()}] /CIDToGIDMap {file.add_stream(glyphs)} 0 R"
            f" /FontDescriptor {self._descriptor(file, base, program)} 0 R >>"
        )
        return file.add(
            f"<< /Type /Font /Subtype /Type0 /BaseFont {base} /Encoding /Identity-H"
            f" /DescendantFonts [{file.add(descendant)} 0 R] /ToUnicode {unicode_map} 0 R >>"
        )

    def _tag(self) -> str:
        """Six capitals that tell subsets of one typeface apart."""
        sum_ = zlib.crc32(",".join(map(str, self._points)).encode())
        return "".join(chr(65 + sum_ // 26**place % 26) for place in range(6))

    def _subset(self) -> tuple[bytes, bytes]:
        """The font program with the glyphs that were written, and for each code the glyph in it.

        Characters that share a glyph keep codes of their own, so that each is read back as it was written.
        """
        own = typeface(self.face)
        places: dict[int, int] = {}
        for point in self._points:
            places.setdefault(own.charToGlyph[point], len(places) + 1)
        firsts = {own.charToGlyph[point]: point for point in reversed(self._points)}
        with saving:
            program: bytes = own.makeSubset([firsts[glyph] for glyph in places])
        glyphs = [0, *(places[own.charToGlyph[point]] for point in self._points)]
        return program, b"".join(glyph.to_bytes(2, "big") for glyph in glyphs)

    def _widths(self) -> str:
        """Runs of characters that are not as wide as an em."""
        own = typeface(self.face)
        odd = [
            (code, width)
            for code, point in enumerate(self._points, 1)
            if (width := own.charWidths[point]) != _FULL_WIDTH
        ]
        runs = groupby(enumerate(odd), lambda each: each[1][0] - each[0])
        return " ".join(
            f"{run[0][1][0]} [{' '.join(f'{width:g}' for _, (_, width) in run)}]"
            for run in (list(each) for _, each in runs)
        )

    def _descriptor(self, file: PdfFile, base: str, program: bytes) -> int:
        own = typeface(self.face)
        embedded = file.add_stream(program, f" /Length1 {len(program)}")
        box = " ".join(f"{value:g}" for value in own.bbox)
        return file.add(
            f"<< /Type /FontDescriptor /FontName {base} /Flags 4 /FontBBox [{box}]"
            f" /ItalicAngle {own.italicAngle:g} /Ascent {own.ascent:g} /Descent {own.descent:g}"
            f" /CapHeight {own.capHeight:g} /StemV {own.stemV:g} /FontFile2 {embedded} 0 R >>"
        )
