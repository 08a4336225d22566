"""Rows of cells on paper: wrapped once, measured, split between pages only when a row is taller than a
page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, groupby
from typing import Literal

from db.printed import PrintedRow
from reports.chinese_text import char_widths
from reports.line_breaking import break_lines
from reports.marks import MARK_WIDTH_EM, Mark, draw_mark
from reports.paper import HAIRLINE, MM, OUTLINE, Colour, Paper
from reports.typefaces import HEI, SONG

Align = Literal["left", "center", "right"]
BODY_SIZE = 10.5
LEADING = 14.5
PAD_X = 1.2 * MM
PAD_Y = 1.1 * MM
LABEL_TINT: Colour = (0.93, 0.93, 0.93)
BLANK = "—"
CONTINUED = "续"
_SHORT = 48  # texts up to this length repeat often enough to remember how they wrap


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows; an empty text is printed as “—”: nobody has to wonder whether it was forgotten."""

    text: str
    align: Align = "left"
    face: str = SONG
    mark: Mark | None = None
    tint: Colour | None = None


@dataclass(frozen=True, slots=True)
class LaidRow:
    """A row that knows its lines and its height in points."""

    widths: tuple[float, ...]
    cells: tuple[Cell, ...]
    lines: tuple[list[str], ...]
    height: float
    is_cut: bool = False  # a piece of a row taller than a page: its cells start at the top
    trace: PrintedRow | None = None


def label_cell(text: str, align: Align = "center") -> Cell:
    """A cell that names what stands beside or below it."""
    return Cell(text, align, HEI, tint=LABEL_TINT)


def lay_row(widths: Sequence[float], cells: Iterable[Cell], trace: PrintedRow | None = None) -> LaidRow:
    """Wraps the cells of one row into columns of these widths (points)."""
    shown = tuple(cells)
    lines = tuple(map(_wrap, shown, widths))
    height = max(map(len, lines)) * LEADING + 2 * PAD_Y
    return LaidRow(tuple(widths), shown, lines, height, trace=trace)


def _wrap(cell: Cell, width: float) -> list[str]:
    room = (width - 2 * PAD_X) / BODY_SIZE - (MARK_WIDTH_EM if cell.mark else 0)
    if len(cell.text) <= _SHORT:
        return _wrapped_short(cell.text or BLANK, room, cell.face)
    return break_lines(cell.text, room, char_widths(cell.face))


@lru_cache(maxsize=10_000)
def _wrapped_short(text: str, room: float, face: str) -> list[str]:
    return break_lines(text, room, char_widths(face))


def split_row(row: LaidRow, height: float) -> tuple[LaidRow, LaidRow]:
    """Cuts a row: as many lines as fit into `height`, and the rest, whose first cell is marked 续."""
    count = max(1, int((height - 2 * PAD_Y + 1e-6) // LEADING))
    head = tuple(lines[:count] for lines in row.lines)
    tail = tuple(lines[count:] for lines in row.lines)
    first = [*([line for line in tail[0] if line != CONTINUED] or row.lines[0][:1]), CONTINUED]
    rest = (first, *tail[1:])
    return (
        replace(row, is_cut=True, lines=head, height=max(map(len, head)) * LEADING + 2 * PAD_Y),
        replace(
            row,
            is_cut=True,
            lines=rest,
            cells=tuple(replace(cell, mark=None) for cell in row.cells),
            height=max(map(len, rest)) * LEADING + 2 * PAD_Y,
        ),
    )


def draw_rows(paper: Paper, x: float, top: float, rows: Sequence[LaidRow]) -> float:
    """Draws the rows below each other with their rules; gives where they end."""
    start, whole = top, sum(rows[0].widths)
    _draw_tints(paper, x, top, rows)
    for widths, group in groupby(rows, lambda row: row.widths):
        group_top, edges = top, [0.0, *accumulate(widths)]
        for row in group:
            _draw_cells(paper, x, top, edges, row)
            top += row.height
            paper.rule(x, top, x + whole, top)
        for edge in edges[1:-1]:
            paper.rule(x + edge, group_top, x + edge, top, HAIRLINE)
    paper.frame(x, start, whole, top - start, OUTLINE)
    return top


def _draw_tints(paper: Paper, x: float, top: float, rows: Iterable[LaidRow]) -> None:
    """The grounds of all cells come first: a later one would hide half of a rule."""
    for row in rows:
        if any(cell.tint for cell in row.cells):
            for cell, edge, width in zip(row.cells, accumulate((0.0, *row.widths)), row.widths, strict=False):
                if cell.tint:
                    paper.fill(x + edge, top, width, row.height, cell.tint)
        top += row.height


def _draw_cells(paper: Paper, x: float, top: float, edges: Sequence[float], row: LaidRow) -> None:
    room = row.height - 2 * PAD_Y
    first_top = top + PAD_Y + (LEADING - BODY_SIZE) / 2
    for index, (cell, lines) in enumerate(zip(row.cells, row.lines, strict=True)):
        left, right = x + edges[index], x + edges[index + 1]
        line_top = first_top if row.is_cut else first_top + (room - len(lines) * LEADING) / 2
        if cell.mark and lines:
            _draw_marked(paper, left, right, line_top, cell, cell.mark, lines)
        elif cell.align == "left":
            paper.write_lines(left + PAD_X, line_top, lines, LEADING, cell.face, BODY_SIZE)
        else:
            edge = (left + PAD_X, right - PAD_X)
            paper.write_lines_aligned(
                edge, cell.align == "right", line_top, lines, LEADING, cell.face, BODY_SIZE
            )


def _draw_marked(
    paper: Paper, left: float, right: float, top: float, cell: Cell, mark: Mark, lines: Sequence[str]
) -> None:
    """The mark stands before the first line; the lines below start under the first word."""
    widest = max(paper.measured(line, cell.face, BODY_SIZE) for line in lines)
    block = MARK_WIDTH_EM * BODY_SIZE + widest
    start = left + PAD_X if cell.align == "left" else (left + right - block) / 2
    draw_mark(paper, mark, start, top, BODY_SIZE)
    for index, line in enumerate(lines):
        paper.write(start + MARK_WIDTH_EM * BODY_SIZE, top + index * LEADING, line, cell.face, BODY_SIZE)
