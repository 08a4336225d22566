"""A document on A4 portrait: title, unit and number, blocks that flow, page numbers; and the lines for those who sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.flow import Block, Whole, flow
from reports.page_furniture import STAMP, content_code, draw_footer, draw_signatures, long_date
from reports.paper import A4_PORTRAIT, GREY, MM, Paper
from reports.print_context import PrintContext, PrintResult
from reports.typefaces import HEI, SONG

MARGIN = 20 * MM
SHEET_WIDTH = A4_PORTRAIT[0] - 2 * MARGIN
_TITLE_SIZE, LINE_SIZE = 20.0, 10.5
_FIRST_HEAD, _NEXT_HEAD, _FOOTER = 19 * MM, 8 * MM, 7 * MM


@dataclass(frozen=True)
class Sheet:
    """What stands around the blocks: title, the record's number, who signs (nobody: the blocks bring their own lines).

    `state` is named beside the unit; `blank_number` stands for a number that is written in by hand.
    """

    title: str
    number: str
    signers: tuple[str, ...] = ()
    margin: float = MARGIN
    state: str = ""
    blank_number: str = "—"

    @property
    def width(self) -> float:
        """The width of the blocks, in points."""
        return A4_PORTRAIT[0] - 2 * self.margin


def print_sheet(sheet: Sheet, story: Sequence[Block], context: PrintContext) -> PrintResult:
    """The document as PDF; the signatures are never alone on a page."""
    title = f"{sheet.title} {sheet.number}".strip()
    paper = Paper(A4_PORTRAIT, title, context.unit_name, context.is_draft)
    blocks = [*story]
    if sheet.signers:
        blocks.append(Signatures((sheet.signers,), context.unit_name, long_date(context.printed_at)))
    room = paper.height - 2 * sheet.margin - _FOOTER
    pages = flow(blocks, room - _FIRST_HEAD, room - _NEXT_HEAD)
    code = content_code(title, context, (text for block in blocks for text in block.texts))
    for number, page in enumerate(pages, 1):
        start = _draw_head(paper, sheet, context, number)
        for top, block in page:
            block.draw(paper, sheet.margin, start + top)
        draw_footer(paper, sheet.margin, context, code, f"第 {number} 页/共 {len(pages)} 页")
        paper.end_page()
    return paper.finish()


@dataclass(frozen=True)
class Signatures(Whole):
    """Lines for the signers, each row of them across the page, then unit, stamp and day at the right; a note beside."""

    rows: tuple[tuple[str, ...], ...]
    unit_name: str
    day: str
    note: str = ""
    texts: tuple[str, ...] = ()

    @property
    def height(self) -> float:
        """Height in points."""
        return (19 + 11 * len(self.rows)) * MM

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


def _draw_head(paper: Paper, sheet: Sheet, context: PrintContext, page_number: int) -> float:
    margin, right = sheet.margin, paper.width - sheet.margin
    number = f"编号：{sheet.number or sheet.blank_number}"
    if page_number > 1:
        paper.write(margin, margin, f"{sheet.title}（续）　{context.unit_name}", SONG, LINE_SIZE)
        paper.write_right(right, margin, number, SONG, LINE_SIZE)
        return margin + _NEXT_HEAD
    paper.write_centred(paper.width / 2, margin, sheet.title, HEI, _TITLE_SIZE)
    top = margin + _TITLE_SIZE + 4 * MM
    state = f"　　状态：{sheet.state}" if sheet.state else ""
    paper.write(margin, top, f"填报单位：{context.unit_name}{state}", SONG, LINE_SIZE)
    paper.write_right(right, top, number, SONG, LINE_SIZE)
    return margin + _FIRST_HEAD
