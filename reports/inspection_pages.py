"""What the record of an inspection and the blank sheet for it share: pages of blocks, grouped items, signatures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from db.spec.field import Values
from reports.flow import Block, TableBlock, Whole, flow
from reports.page_furniture import STAMP, content_code, draw_footer, draw_signatures
from reports.paper import A4_PORTRAIT, GREY, HAIRLINE, MM, Paper
from reports.print_context import PrintContext, PrintResult
from reports.table import LaidRow, label_cell, lay_row
from reports.typefaces import HEI, SONG

MARGIN = 15 * MM
WIDTH = A4_PORTRAIT[0] - 2 * MARGIN
OWN_GROUP = "另外检查的"
_TITLE_SIZE, LINE_SIZE = 20.0, 10.5
_FIRST_HEAD, _NEXT_HEAD, _FOOTER = 19 * MM, 8 * MM, 7 * MM


def print_pages(title: str, number: str, blocks: Sequence[Block], context: PrintContext) -> PrintResult:
    """The blocks as PDF, A4 portrait, under the title and the unit; every page says which of how many it is."""
    paper = Paper(A4_PORTRAIT, f"{title} {number}".strip(), context.unit_name, context.is_draft)
    room = paper.height - 2 * MARGIN - _FOOTER
    pages = flow(blocks, room - _FIRST_HEAD, room - _NEXT_HEAD)
    code = content_code(title, context, (number, *(text for block in blocks for text in block.texts)))
    for page_number, page in enumerate(pages, 1):
        start = _draw_head(paper, title, number, context, page_number)
        for top, block in page:
            block.draw(paper, MARGIN, start + top)
        draw_footer(paper, MARGIN, context, code, f"第 {page_number} 页/共 {len(pages)} 页")
        paper.end_page()
    return paper.finish()


def _draw_head(paper: Paper, title: str, number: str, context: PrintContext, page_number: int) -> float:
    words = f"编号：{number or '　　　　　　　　'}"
    if page_number > 1:
        paper.write(MARGIN, MARGIN, f"{title}（续）　{context.unit_name}", SONG, LINE_SIZE)
        paper.write_right(paper.width - MARGIN, MARGIN, words, SONG, LINE_SIZE)
        return MARGIN + _NEXT_HEAD
    paper.write_centred(paper.width / 2, MARGIN, title, HEI, _TITLE_SIZE)
    top = MARGIN + _TITLE_SIZE + 4 * MM
    paper.write(MARGIN, top, f"填报单位：{context.unit_name}", SONG, LINE_SIZE)
    paper.write_right(paper.width - MARGIN, top, words, SONG, LINE_SIZE)
    return MARGIN + _FIRST_HEAD


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
class Signatures(Whole):
    """Lines for the signers, each row of them across the page, then unit, stamp and day at the right."""

    rows: tuple[tuple[str, ...], ...]
    unit_name: str
    day: str
    note: str = ""
    texts: tuple[str, ...] = ()

    @property
    def height(self) -> float:
        """Height in points."""
        return (8 + 11 * len(self.rows) + 15) * MM

    def draw(self, paper: Paper, x: float, top: float) -> None:
        """Draws them across the page."""
        top += 5 * MM
        for signers in self.rows:
            draw_signatures(paper, x, top, signers, LINE_SIZE, stamp="")
            top += 11 * MM
        right = paper.width - x
        paper.write_right(right, top, f"{self.unit_name}{STAMP}", SONG, LINE_SIZE)
        paper.write_right(right, top + 7 * MM, self.day, SONG, LINE_SIZE)
        if self.note:
            paper.write(x, top + 7 * MM, self.note, SONG, LINE_SIZE, GREY)


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
