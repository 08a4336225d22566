"""What the record of an inspection and the blank sheet for it share: pages of blocks, grouped items, signatures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from db.spec.field import Values
from reports.flow import Block, TableBlock, Whole
from reports.paper import A4_PORTRAIT, HAIRLINE, MM, Paper
from reports.print_context import PrintContext, PrintResult
from reports.sheet import Sheet, print_sheet
from reports.table import LaidRow, label_cell, lay_row

MARGIN = 15 * MM
WIDTH = A4_PORTRAIT[0] - 2 * MARGIN
OWN_GROUP = "另外检查的"


def print_pages(title: str, number: str, blocks: Sequence[Block], context: PrintContext) -> PrintResult:
    """The blocks as PDF, A4 portrait, under the title and the unit; the number of a blank sheet is written in by hand."""
    return print_sheet(Sheet(title, number, margin=MARGIN, blank_number="　" * 8), blocks, context)


def grouped_tables(
    items: Sequence[Values],
    widths: Sequence[float],
    heads: Sequence[str],
    lay: Callable[[int, Values], LaidRow],
) -> list[TableBlock]:
    """A table for each checklist: its name and the heads stand above its items and again on the next page, so that no
    name is left alone at the foot of one. Items are numbered through.
    """
    numbered = enumerate(items, 1)
    return [
        TableBlock(
            (
                lay_row((WIDTH,), (label_cell(group or OWN_GROUP, "left"),)),
                lay_row(widths, [label_cell(each) for each in heads]),
            ),
            tuple(lay(number, item) for number, item in rows),
        )
        for group, rows in groupby(numbered, lambda each: each[1].get("group"))
    ]


@dataclass(frozen=True)
class WritingLines(Whole):
    """Empty lines to write on."""

    count: int
    texts: tuple[str, ...] = ()

    @property
    def height(self) -> float:
        """Height in points."""
        return self.count * 9 * MM

    def draw(self, paper: Paper, x: float, top: float) -> None:
        """Draws the lines across the page."""
        for index in range(1, self.count + 1):
            paper.rule(x, top + index * 9 * MM, paper.width - x, top + index * 9 * MM, HAIRLINE)
