"""Pages of a PDF in the making: text, rules, tints and pictures are put on them in points from the top left corner.

Operators are written straight into the page: a line of text is encoded once and remembered, because ledgers
repeat their words. Used by one thread at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby

from reports.chinese_text import (
    BOX_MARGIN,
    BOXED_SIZE,
    char_widths,
    code_point_label,
    face_for,
    is_unseen,
    text_width,
)
from reports.composite_font import ForeignCharacter
from reports.pdf_file import About, PdfFile
from reports.print_context import PrintResult
from reports.print_run import file_to_bind, tell_progress
from reports.typefaces import HEI, SONG

MM: float = 72 / 25.4  # points
Colour = tuple[float, float, float]
A4_PORTRAIT = (210 * MM, 297 * MM)
A4_LANDSCAPE = (297 * MM, 210 * MM)
A3_LANDSCAPE = (420 * MM, 297 * MM)
BLACK: Colour = (0, 0, 0)
GREY: Colour = (0.35, 0.35, 0.35)
HAIRLINE, OUTLINE = 0.4, 0.8
_ASCENT = 0.88  # of both typefaces, in em: the em box sits between 0.88 above and 0.12 below the baseline
_THICKENED = 0.022  # of the size: what a stroke gains that stands in for 小标宋
_REMEMBERED_LINES = 5_000

__all__ = [
    "A3_LANDSCAPE",
    "A4_LANDSCAPE",
    "A4_PORTRAIT",
    "BLACK",
    "GREY",
    "HAIRLINE",
    "MM",
    "OUTLINE",
    "Colour",
    "Paper",
]


class Paper:
    """One document. `title` and `author` (a unit, never a person) go into the file's metadata.

    While documents are bound together (`reports.print_run`), it becomes the next pages of their file.
    """

    def __init__(
        self, page_size: tuple[float, float], title: str, author: str, is_draft: bool = False
    ) -> None:
        self.width, self.height = page_size
        bound = file_to_bind()
        self._is_bound = bound is not None
        self._file = bound or PdfFile(About(title, author))
        self._is_draft = is_draft
        self._encoded: dict[tuple[str, str, float], tuple[str, float]] = {}
        self._missing: dict[str, None] = {}
        self._numbered: list[tuple[int, int, float, float, float, Colour]] = []
        self._pages = 0
        self._start_page()

    def _start_page(self) -> None:
        self._under: list[str] = []
        self._text: list[str] = []
        if self._is_draft:
            self._watermark("草稿")

    def end_page(self) -> None:
        """Closes the page; what is put down next lands on the following one. Whoever listens may stop the work here."""
        self._file.add_page((self.width, self.height), self._operators_of_page())
        self._pages += 1
        self._start_page()
        tell_progress()

    def _operators_of_page(self) -> str:
        return "\n".join([*self._under, "BT", *self._text, "ET"])

    @property
    def page_number(self) -> int:
        """The number of the page in the making, from 1."""
        return self._pages + 1

    def write_page_number(self, right: float, top: float, size: float = 10.5, colour: Colour = BLACK) -> None:
        """Puts 第 x 页/共 y 页 so that it ends at `right`; written when the document is finished and y is known."""
        self._numbered.append((self._file.page_count, self._pages + 1, right, top, size, colour))

    def finish(self) -> PrintResult:
        """The finished document; every page must have been ended."""
        for index, number, right, top, size, colour in self._numbered:
            self._start_page()
            self._under.clear()
            self.write_right(right, top, f"第 {number} 页/共 {self._pages} 页", SONG, size, colour)
            self._file.add_to_page(index, self._operators_of_page())
        pdf = b"" if self._is_bound else self._file.finish()
        return PrintResult(pdf, self._pages, tuple(self._missing))

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

    def write_lines(
        self, x: float, top: float, lines: Sequence[str], leading: float, face: str = SONG, size: float = 10.5
    ) -> None:
        """Puts lines below each other, all from `x`; as one piece when the typeface has every character."""
        encode, y = self._encode, self.height - top - _ASCENT * size
        pieces = [encode(line, face, size)[0] for line in lines]
        if all(pieces):
            self._text.append(f"{leading:g} TL 1 0 0 1 {x:.2f} {y:.2f} Tm {' T* '.join(pieces)}")
            return
        for index, line in enumerate(lines):
            self._put(x, y - index * leading, line, face, size, BLACK)

    def write_lines_aligned(
        self, edges: tuple[float, float], is_right: bool, top: float, lines: Sequence[str], leading: float,
        face: str = SONG, size: float = 10.5,
    ) -> None:  # fmt: skip
        """Puts lines below each other, each in the middle between two edges, or at the right one."""
        (left, right), y = edges, self.height - top - _ASCENT * size
        for line in lines:
            ops, width = self._encode(line, face, size)
            x = right - width if is_right else (left + right - width) / 2
            if ops:
                self._text.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm {ops}")
            else:
                self._put_with_boxes(x, y, line, face, size)
            y -= leading

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

    def shape(
        self, points: tuple[tuple[float, float], ...], fill: Colour | None, x: float, top: float
    ) -> None:
        """A closed shape with a dark outline, whose points are seen from (x, top)."""
        self._under.append(
            f"q 0.7 w 1 0 0 1 {x:.2f} {self.height - top:.2f} cm {_shape_path(points, fill)} Q"
        )

    def picture(self, jpeg: bytes, x: float, top: float, width: float, height: float) -> None:
        """A JPEG picture in exactly this rectangle, embedded as it is."""
        name = self._file.picture(jpeg)
        bottom = self.height - top - height
        self._under.append(f"q {width:.2f} 0 0 {height:.2f} {x:.2f} {bottom:.2f} cm /{name} Do Q")

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
        font = self._file.fonts[face]
        try:
            return f"/{font.name} {size:g} Tf <{''.join(map(font.__getitem__, text))}> Tj"
        except ForeignCharacter:
            return self._mixed_operators(text, face, size)

    def _mixed_operators(self, text: str, face: str, size: float) -> str:
        """Runs of both typefaces, without what has no shape; "" when a character must be boxed."""
        if any(self._is_missing(char, face) for char in text):
            return ""
        runs = groupby(text, lambda char: face_for(face, char))
        shown = ((self._file.fonts[drawn_by], "".join(run)) for drawn_by, run in runs if drawn_by)
        return (
            " ".join(
                f"/{font.name} {size:g} Tf <{''.join(map(font.__getitem__, run))}> Tj" for font, run in shown
            )
            or " "
        )


@lru_cache(maxsize=1000)
def _shape_path(points: tuple[tuple[float, float], ...], fill: Colour | None) -> str:
    (x, top), *rest = points
    path = f"{x:.2f} {-top:.2f} m " + " ".join(f"{x:.2f} {-top:.2f} l" for x, top in rest)
    return f"{_rgb(fill)} rg {path} b" if fill else f"{path} s"


def _rgb(colour: Colour) -> str:
    return " ".join(f"{part:g}" for part in colour)
