"""A PDF in the making: text, rules, tints and pictures are put on a page in points from the top left corner.

Operators are written straight into the page: a line of text is encoded once and remembered, because ledgers
repeat their words. Used by one thread at a time.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from itertools import groupby

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from reports.chinese_text import (
    BOX_MARGIN,
    BOXED_SIZE,
    char_widths,
    code_point_label,
    face_for,
    is_unseen,
    register_typefaces,
    saving,
    text_width,
)
from reports.print_context import PrintResult
from reports.typefaces import HEI, SONG

MM: float = 72 / 25.4  # points
Colour = tuple[float, float, float]
A4_PORTRAIT = (210 * MM, 297 * MM)
A4_LANDSCAPE = (297 * MM, 210 * MM)
BLACK: Colour = (0, 0, 0)
GREY: Colour = (0.35, 0.35, 0.35)
HAIRLINE, OUTLINE = 0.4, 0.8
_ASCENT = 0.88  # of both typefaces, in em: the em box sits between 0.88 above and 0.12 below the baseline
_REMEMBERED_LINES = 20_000
_THICKENED = 0.022  # of the size: what a stroke gains that stands in for 小标宋
_PROGRAM = "村居安全台账"

__all__ = ["A4_LANDSCAPE", "A4_PORTRAIT", "BLACK", "GREY", "HAIRLINE", "MM", "OUTLINE", "Colour", "Paper"]


class Paper:
    """One document. `title` and `author` (a unit, never a person) go into its metadata."""

    def __init__(
        self, page_size: tuple[float, float], title: str, author: str, is_draft: bool = False
    ) -> None:
        register_typefaces()
        self.width, self.height = page_size
        self._stream = BytesIO()
        self._canvas = Canvas(
            self._stream, pagesize=page_size, pageCompression=1, invariant=1, initialFontName=SONG
        )
        self._describe(title, author)
        self._is_draft = is_draft
        self._codes: dict[tuple[str, str], tuple[str, str]] = {}
        self._encoded: dict[tuple[str, str, float], tuple[str, float]] = {}
        self._missing: dict[str, None] = {}
        self._pages = 0
        self._start_page()

    def _describe(self, title: str, author: str) -> None:
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setCreator(_PROGRAM)
        self._canvas.setSubject(title)
        self._canvas.setCatalogEntry("Lang", pdfdoc.PDFString("zh-CN"))
        self._canvas.setViewerPreference("PrintScaling", "None")
        self._canvas.setViewerPreference("DisplayDocTitle", "true")

    def _start_page(self) -> None:
        self._under: list[str] = []
        self._text: list[str] = []
        if self._is_draft:
            self._watermark("草稿")

    def end_page(self) -> None:
        """Closes the page; what is put down next lands on the following one."""
        self._canvas.addLiteral("\n".join([*self._under, "BT", *self._text, "ET"]))
        self._canvas.showPage()
        self._pages += 1
        self._start_page()

    def finish(self) -> PrintResult:
        """The finished document; every page must have been ended."""
        with saving:
            self._canvas.save()
        return PrintResult(self._stream.getvalue(), self._pages, tuple(self._missing))

    def write(
        self, x: float, top: float, text: str, face: str = SONG, size: float = 10.5, colour: Colour = BLACK
    ) -> float:
        """Puts one line whose em box starts at `top`; gives its width in points."""
        return self._put(x, self.height - top - _ASCENT * size, text, face, size, colour)

    def write_right(
        self,
        right: float,
        top: float,
        text: str,
        face: str = SONG,
        size: float = 10.5,
        colour: Colour = BLACK,
    ) -> None:
        """Puts one line that ends at `right`."""
        self.write(right - text_width(text, face, size), top, text, face, size, colour)

    def write_centred(
        self, middle: float, top: float, text: str, face: str = SONG, size: float = 10.5
    ) -> None:
        """Puts one line around `middle`."""
        self.write(middle - text_width(text, face, size) / 2, top, text, face, size)

    def write_heavy_centred(
        self, middle: float, top: float, text: str, face: str = SONG, size: float = 22.0
    ) -> None:
        """Puts one line around `middle` with its strokes thickened, where a bolder face is not to be had."""
        self._text.append(f"2 Tr {size * _THICKENED:.2f} w")
        self.write_centred(middle, top, text, face, size)
        self._text.append("0 Tr")

    def measured(self, text: str, face: str, size: float) -> float:
        """Width of one line in points; cheap for a line that is written as well."""
        return self._encode(text, face, size)[1]

    def rule(self, x: float, top: float, x_end: float, top_end: float, thickness: float = HAIRLINE) -> None:
        """A straight line."""
        start, end = self.height - top, self.height - top_end
        self._under.append(f"{thickness} w {x:.2f} {start:.2f} m {x_end:.2f} {end:.2f} l S")

    def fill(self, x: float, top: float, width: float, height: float, colour: Colour) -> None:
        """A filled rectangle."""
        self.fill_all([(x, top, width, height)], colour)

    def fill_all(self, boxes: Iterable[tuple[float, float, float, float]], colour: Colour) -> None:
        """Filled rectangles (x, top, width, height) as one shape, without seams between neighbours."""
        path = " ".join(
            f"{x:.2f} {self.height - top - high:.2f} {wide:.2f} {high:.2f} re" for x, top, wide, high in boxes
        )
        self._under.append(f"q {_rgb(colour)} rg {path} f Q")

    def frame(self, x: float, top: float, width: float, height: float, thickness: float = HAIRLINE) -> None:
        """The outline of a rectangle."""
        self._under.append(
            f"{thickness} w {x:.2f} {self.height - top - height:.2f} {width:.2f} {height:.2f} re S"
        )

    def polygon(self, points: Iterable[tuple[float, float]], fill: Colour | None) -> None:
        """A closed shape with a dark outline."""
        (x, top), *rest = points
        lines = " ".join(f"{x:.2f} {self.height - top:.2f} l" for x, top in rest)
        path = f"{x:.2f} {self.height - top:.2f} m {lines}"
        paint = f"{_rgb(fill)} rg {path} b" if fill else f"{path} s"
        self._under.append(f"q 0.7 w {paint} Q")

    def picture(self, jpeg: bytes, x: float, top: float, width: float, height: float) -> None:
        """A JPEG picture in exactly this rectangle, embedded as it is."""
        self._canvas.drawImage(ImageReader(BytesIO(jpeg)), x, self.height - top - height, width, height)

    def _watermark(self, word: str) -> None:
        size = 150.0
        ops, width = self._encode(word, HEI, size)
        x, y = self.width / 2 - 0.866 * width / 2 + 0.2 * size, self.height / 2 - width / 4 - 0.3 * size
        self._under.append(f"q 0.93 g BT 0.866 0.5 -0.5 0.866 {x:.2f} {y:.2f} Tm {ops} ET Q")

    def _put(self, x: float, y: float, text: str, face: str, size: float, colour: Colour) -> float:
        ops, width = self._encode(text, face, size)
        if not ops:
            return self._put_with_boxes(x, y, text, face, size)
        line = f"1 0 0 1 {x:.2f} {y:.2f} Tm {ops}"
        self._text.append(line if colour == BLACK else f"{_rgb(colour)} rg {line} 0 g")
        return width

    def _put_with_boxes(self, x: float, y: float, text: str, face: str, size: float) -> float:
        start = x
        for is_missing, chars in groupby(text, lambda char: self._is_missing(char, face)):
            if not is_missing:
                x += self._put(x, y, "".join(chars), face, size, BLACK)
                continue
            for char in chars:
                width = char_widths(face)[char] * size
                self._missing[char] = None
                self.frame(x + 0.04 * size, self.height - y - 0.74 * size, width - 0.08 * size, 0.78 * size)
                self._put(
                    x + BOX_MARGIN * size,
                    y + 0.16 * size,
                    code_point_label(char),
                    face,
                    BOXED_SIZE * size,
                    BLACK,
                )
                x += width
        return x - start

    def _is_missing(self, char: str, face: str) -> bool:
        return not face_for(face, char) and not is_unseen(char)

    def _encode(self, text: str, face: str, size: float) -> tuple[str, float]:
        """The operators of a line and its width; no operators when it holds a character to be boxed."""
        key = (text, face, size)
        found = self._encoded.get(key)
        if found is None:
            if len(self._encoded) >= _REMEMBERED_LINES:
                self._encoded.clear()
            found = self._encoded[key] = (self._operators(text, face, size), text_width(text, face, size))
        return found

    def _operators(self, text: str, face: str, size: float) -> str:
        codes = [self._code(char, face) for char in text]
        if ("", "") in codes:
            return ""
        runs = groupby(codes, lambda code: code[0])
        return (
            " ".join(
                f"{font} {size:g} Tf <{''.join(code for _, code in run)}> Tj"
                for font, run in runs
                if font != "-"
            )
            or " "
        )

    def _code(self, char: str, face: str) -> tuple[str, str]:
        """Subset font and hex code of a character; ("", "") when it must be boxed, ("-", "") when it has no
        shape.
        """
        key = (char, face)
        if key not in self._codes:
            self._codes[key] = self._new_code(char, face)
        return self._codes[key]

    def _new_code(self, char: str, face: str) -> tuple[str, str]:
        drawn_by = face_for(face, char)
        if not drawn_by:
            return ("-", "") if is_unseen(char) else ("", "")
        font, document = pdfmetrics.getFont(drawn_by), self._canvas._doc
        ((subset, code),) = font.splitString(char, document)
        return font.getSubsetInternalName(subset, document), code.hex()


def _rgb(colour: Colour) -> str:
    return " ".join(f"{part:g}" for part in colour)
