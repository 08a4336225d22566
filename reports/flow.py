"""Blocks set one below the other on portrait pages: none clipped, no heading left alone, no empty page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from reports.chinese_text import char_widths
from reports.line_breaking import break_lines
from reports.paper import Paper
from reports.table import LEADING, LaidRow, draw_rows, split_row
from reports.typefaces import HEI, SONG

_LEAST_LINES = 5 * LEADING


class Block(Protocol):
    """Something with a height; one that can be split may start in a room of `least`."""

    @property
    def height(self) -> float: ...
    @property
    def least(self) -> float: ...
    @property
    def keeps_next(self) -> bool: ...
    @property
    def texts(self) -> Iterable[str]: ...
    def split(self, room: float) -> tuple[Block, Block]: ...
    def draw(self, paper: Paper, x: float, top: float) -> None: ...


@dataclass(frozen=True)
class Whole:
    """Base of blocks that are never split."""

    @property
    def height(self) -> float:
        """Height in points."""
        raise NotImplementedError

    @property
    def least(self) -> float:
        """All of it."""
        return self.height

    @property
    def keeps_next(self) -> bool:
        """Whether it must stand on the page where the next block starts."""
        return False

    def split(self, room: float) -> tuple[Block, Block]:
        """Never asked for."""
        raise NotImplementedError


@dataclass(frozen=True)
class Gap(Whole):
    """Empty room; falls away at the top of a page."""

    size: float
    texts: tuple[str, ...] = ()

    @property
    def height(self) -> float:
        """Height in points."""
        return self.size

    def draw(self, paper: Paper, x: float, top: float) -> None:
        """Nothing to see."""


@dataclass(frozen=True)
class TextBlock:
    """Lines of text; split between lines, with two lines at least on either side."""

    lines: tuple[str, ...]
    face: str = SONG
    size: float = 10.5
    leading: float = LEADING + 1
    keeps_next: bool = False

    @property
    def height(self) -> float:
        """Height in points."""
        return len(self.lines) * self.leading

    @property
    def least(self) -> float:
        """Two lines; all of a block of up to three, or of a heading."""
        return self.height if self.keeps_next or len(self.lines) < 4 else 2 * self.leading

    @property
    def texts(self) -> tuple[str, ...]:
        """What it says."""
        return self.lines

    def split(self, room: float) -> tuple[Block, Block]:
        """The lines that fit, leaving two at least for the next page."""
        count = min(int((room + 1e-6) // self.leading), len(self.lines) - 2)
        return replace(self, lines=self.lines[:count]), replace(self, lines=self.lines[count:])

    def draw(self, paper: Paper, x: float, top: float) -> None:
        """Sets the lines from the left margin."""
        for index, line in enumerate(self.lines):
            if line:
                paper.write(
                    x, top + index * self.leading + (self.leading - self.size) / 2, line, self.face, self.size
                )


def paragraphs(text: str, width: float) -> TextBlock:
    """Running text, each paragraph indented by two characters."""
    indented = "\n".join(f"　　{line}" for line in text.split("\n"))
    return TextBlock(tuple(break_lines(indented, width / 10.5, char_widths(SONG))))


def heading(text: str, size: float = 12.0) -> TextBlock:
    """A heading, kept with what follows."""
    return TextBlock((text,), HEI, size, size * 1.9, keeps_next=True)


@dataclass(frozen=True)
class TableBlock:
    """Rows under a head (which may be empty) that is repeated on every page."""

    head: tuple[LaidRow, ...]
    rows: tuple[LaidRow, ...]
    keeps_next: bool = False

    @property
    def height(self) -> float:
        """Height in points."""
        return sum(row.height for row in (*self.head, *self.rows))

    @property
    def least(self) -> float:
        """The head and the first row, or the first lines of a long first row."""
        return sum(row.height for row in self.head) + min(self.rows[0].height, _LEAST_LINES)

    @property
    def texts(self) -> tuple[str, ...]:
        """What its cells say."""
        return tuple(cell.text for row in (*self.head, *self.rows) for cell in row.cells)

    def split(self, room: float) -> tuple[Block, Block]:
        """The rows that fit; a first row that does not fit is cut and marked 续."""
        left = room - sum(row.height for row in self.head)
        count = 0
        while count < len(self.rows) - 1 and self.rows[count].height <= left + 1e-6:
            left -= self.rows[count].height
            count += 1
        if count:
            return replace(self, rows=self.rows[:count]), replace(self, rows=self.rows[count:])
        piece, rest = split_row(self.rows[0], left)
        return replace(self, rows=(piece,)), replace(self, rows=(rest, *self.rows[1:]))

    def draw(self, paper: Paper, x: float, top: float) -> None:
        """Draws head and rows."""
        draw_rows(paper, x, top, (*self.head, *self.rows))


def flow(blocks: Sequence[Block], first_room: float, room: float) -> list[list[tuple[float, Block]]]:
    """The blocks of each page and their distance from its top; the last block is never alone on a page."""
    pages: list[list[tuple[float, Block]]] = [[]]
    used, page_room = 0.0, first_room
    for index, block in enumerate(blocks):
        if isinstance(block, Gap):
            used += block.height if pages[-1] else 0.0
            continue
        while _wanted(blocks, index, block) > page_room - used + 1e-6:
            if block.least < block.height and block.least <= page_room - used:
                piece, block = block.split(min(page_room - used, block.height - LEADING))
                pages[-1].append((used, piece))
            elif not pages[-1]:
                break
            pages.append([])
            used, page_room = 0.0, room
        pages[-1].append((used, block))
        used += block.height
    return pages


def _wanted(blocks: Sequence[Block], index: int, block: Block) -> float:
    """The room in which a block and what it must not be parted from stand whole."""
    return block.height + (_least(blocks, index + 1) if block.keeps_next else _after(blocks, index))


def _least(blocks: Sequence[Block], index: int) -> float:
    """The smallest room in which the block of that index may start."""
    if index >= len(blocks):
        return 0.0
    block = blocks[index]
    return block.least if block.least < block.height else _wanted(blocks, index, block)


def _after(blocks: Sequence[Block], index: int) -> float:
    """Room for the last block, asked for by the one before it."""
    content = [each for each, block in enumerate(blocks) if not isinstance(block, Gap)]
    return blocks[-1].height if len(content) > 1 and index == content[-2] else 0.0
