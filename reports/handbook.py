"""The manual on paper, A4 portrait: the chapters that the program shows, with their pictures, and the quick card.

Reads the Markdown that docs/manual is written in: headings, paragraphs, lists, tables, fenced lines and pictures. Nothing
else is used there (tests/reports/test_handbook.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reports.chinese_text import char_widths
from reports.flow import Block, Gap, TableBlock, TextBlock, Whole, heading
from reports.line_breaking import break_lines
from reports.paper import Paper
from reports.photos import Picture, load_picture
from reports.print_context import PrintContext, PrintResult
from reports.sheet import SHEET_WIDTH, Sheet, print_sheet
from reports.table import BODY_SIZE, Cell, LaidRow, label_cell, lay_row
from reports.typefaces import SONG

_GAP, _AFTER_CHAPTER = 5.0, 22.0
_HEADINGS = {1: 16.0, 2: 12.5, 3: 11.0}
_PICTURE_SHARE, _PICTURE_HEIGHT = 0.92, 270.0  # of the width of the page; points
_WHOLE_WINDOW = 1180  # pixels of the main window, which takes that width; the words of a dialog are no larger
_IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_LIST = re.compile(r"^(\s*)(-|\d+\.)\s+(.*)$")


@dataclass(frozen=True)
class PictureBlock(Whole):
    """One picture in the middle of the page; `words` say what it shows."""

    picture: Picture
    words: str

    @property
    def size(self) -> tuple[float, float]:
        """Its width and height on paper, in points."""
        width = SHEET_WIDTH * _PICTURE_SHARE
        scale = min(
            width / max(_WHOLE_WINDOW, self.picture.width_px), _PICTURE_HEIGHT / self.picture.height_px
        )
        return self.picture.width_px * scale, self.picture.height_px * scale

    @property
    def height(self) -> float:
        """Height in points, with the air below."""
        return self.size[1] + 2 * _GAP

    @property
    def texts(self) -> tuple[str, ...]:
        """What it shows."""
        return (self.words,)

    def draw(self, paper: Paper, x: float, top: float) -> None:
        """The picture and a thin frame."""
        wide, high = self.size
        left = x + (SHEET_WIDTH - wide) / 2
        paper.picture(self.picture.jpeg, left, top, wide, high)
        paper.frame(left, top, wide, high)


def print_handbook(title: str, chapters: Sequence[tuple[str, Path]], context: PrintContext) -> PrintResult:
    """The chapters (their Markdown, and the folder that their pictures are named from) as one PDF."""
    blocks: list[Block] = []
    for text, folder in chapters:
        blocks += [*([Gap(_AFTER_CHAPTER)] if blocks else []), *markdown_blocks(text, folder)]
    return print_sheet(Sheet(title, ""), blocks, context)


def markdown_blocks(text: str, folder: Path) -> list[Block]:
    """The blocks of one chapter."""
    lines = text.split("\n")
    found: list[Block] = []
    place = 0
    while place < len(lines):
        taken, blocks = _next(lines, place, folder)
        after_heading = bool(found) and found[-1].keeps_next
        found += [each for each in blocks if not (after_heading and isinstance(each, Gap))]
        place += taken
    return found


def _next(lines: Sequence[str], place: int, folder: Path) -> tuple[int, list[Block]]:
    line = lines[place]
    if not line.strip():
        return 1, [Gap(_GAP)]
    if head := re.match(r"^(#{1,3}) (.+)$", line):
        return 1, [heading(plain(head[2]), _HEADINGS[len(head[1])])]
    if line.startswith("```"):
        return _fenced(lines, place)
    if image := _IMAGE.match(line.strip()):
        picture = load_picture(folder / image[2])
        return 1, [PictureBlock(picture, image[1])] if picture else []
    for pattern, make in ((r"^\s*\|", _table), (r"^\s*(-|\d+\.)\s", _item)):
        if re.match(pattern, line):
            return make(lines, place)
    taken = _while(lines, place, lambda each: bool(each.strip()) and not _begins_something(each))
    return taken, [_text("".join(each.strip() for each in lines[place : place + taken]))]


def _begins_something(line: str) -> bool:
    return bool(re.match(r"^(#{1,3} |```|\s*\||\s*(-|\d+\.)\s|!\[)", line))


def _while(lines: Sequence[str], place: int, holds: Callable[[str], bool]) -> int:
    """How many lines belong together: the first one, and those after it for which that holds."""
    taken = 1
    while place + taken < len(lines) and holds(lines[place + taken]):
        taken += 1
    return taken


def _fenced(lines: Sequence[str], place: int) -> tuple[int, list[Block]]:
    taken = _while(lines, place, lambda each: not each.startswith("```"))
    inner = lines[place + 1 : place + taken]
    return taken + 1, [_text(each, indent="　　") for each in inner]


def _item(lines: Sequence[str], place: int) -> tuple[int, list[Block]]:
    found = _LIST.match(lines[place])
    assert found
    taken = _while(lines, place, lambda each: bool(re.match(r"^\s+\S", each)) and not _LIST.match(each))
    more = "".join(each.strip() for each in lines[place + 1 : place + taken])
    mark = "·" if found[2] == "-" else found[2]
    return taken, [_text(f"{mark} {found[3]}{more}", indent="　" * (1 + len(found[1]) // 2)), Gap(1.5)]


def _table(lines: Sequence[str], place: int) -> tuple[int, list[Block]]:
    taken = _while(lines, place, lambda each: each.lstrip().startswith("|"))
    rows = [_cells(each) for each in lines[place : place + taken] if not re.fullmatch(r"[\s|:-]+", each)]
    widths = _column_widths(rows)
    head = lay_row(widths, (label_cell(each) for each in rows[0]))
    body = tuple(_row(widths, each) for each in rows[1:])
    return taken, [TableBlock((head,), body), Gap(_GAP)] if body else []


def _row(widths: Sequence[float], cells: Sequence[str]) -> LaidRow:
    return lay_row(widths, (Cell(each) for each in cells))


def _cells(line: str) -> list[str]:
    return [plain(each.strip()) for each in line.strip().strip("|").split("|")]


def _column_widths(rows: Sequence[Sequence[str]]) -> list[float]:
    """Shares of the page by the longest cell of each column; no column gets less than an eighth."""
    longest = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    shares = [max(each, sum(longest) / 8) for each in longest]
    return [SHEET_WIDTH * each / sum(shares) for each in shares]


def _text(words: str, indent: str = "") -> TextBlock:
    room = SHEET_WIDTH / BODY_SIZE - len(indent)
    lines = break_lines(plain(words), room, char_widths(SONG))
    return TextBlock(tuple(f"{indent}{each}" for each in lines))


def plain(words: str) -> str:
    """Markdown of one line without its marks: bold, code, links."""
    return _LINK.sub(r"\1", words).replace("**", "").replace("`", "")
