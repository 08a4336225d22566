"""A document of one record on A4 portrait: title, unit and number, blocks that flow, signers and stamp, page numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.flow import Block, Whole, flow
from reports.page_furniture import STAMP, content_code, draw_footer, draw_signatures, long_date
from reports.paper import A4_PORTRAIT, MM, Paper
from reports.print_context import PrintContext, PrintResult
from reports.typefaces import HEI, SONG

MARGIN = 20 * MM
SHEET_WIDTH = A4_PORTRAIT[0] - 2 * MARGIN
_TITLE_SIZE, _LINE_SIZE = 20.0, 10.5
_FIRST_HEAD, _NEXT_HEAD, _FOOTER = 19 * MM, 8 * MM, 7 * MM


@dataclass(frozen=True)
class Sheet:
    """What stands around the blocks: the title, the record's number and who signs."""

    title: str
    number: str
    signers: tuple[str, ...]


def print_sheet(sheet: Sheet, story: Sequence[Block], context: PrintContext) -> PrintResult:
    """The document as PDF; the signatures are never alone on a page."""
    title = f"{sheet.title} {sheet.number}".strip()
    paper = Paper(A4_PORTRAIT, title, context.unit_name, context.is_draft)
    blocks = [*story, _Signatures(sheet.signers, context.unit_name, long_date(context.printed_at))]
    room = paper.height - 2 * MARGIN - _FOOTER
    pages = flow(blocks, room - _FIRST_HEAD, room - _NEXT_HEAD)
    code = content_code(title, context, (text for block in blocks for text in block.texts))
    for number, page in enumerate(pages, 1):
        start = _draw_head(paper, sheet, context, number)
        for top, block in page:
            block.draw(paper, MARGIN, start + top)
        draw_footer(paper, MARGIN, context, code, f"第 {number} 页/共 {len(pages)} 页")
        paper.end_page()
    return paper.finish()


@dataclass(frozen=True)
class _Signatures(Whole):
    """A line for each signer, below them the place of the stamp with unit and day."""

    signers: tuple[str, ...]
    unit_name: str
    day: str
    texts: tuple[str, ...] = ()

    @property
    def height(self) -> float:
        """Height in points."""
        return 30 * MM

    def draw(self, paper: Paper, x: float, top: float) -> None:
        """Draws them across the page."""
        draw_signatures(paper, x, top + 5 * MM, self.signers, _LINE_SIZE, stamp="")
        right = paper.width - x
        paper.write_right(right, top + 15 * MM, f"{self.unit_name}{STAMP}", SONG, _LINE_SIZE)
        paper.write_right(right, top + 22 * MM, self.day, SONG, _LINE_SIZE)


def _draw_head(paper: Paper, sheet: Sheet, context: PrintContext, number: int) -> float:
    record_number = sheet.number or "—"
    if number > 1:
        paper.write(MARGIN, MARGIN, f"{sheet.title}（续）　{context.unit_name}", SONG, _LINE_SIZE)
        paper.write_right(paper.width - MARGIN, MARGIN, f"编号：{record_number}", SONG, _LINE_SIZE)
        return MARGIN + _NEXT_HEAD
    paper.write_centred(paper.width / 2, MARGIN, sheet.title, HEI, _TITLE_SIZE)
    top = MARGIN + _TITLE_SIZE + 4 * MM
    paper.write(MARGIN, top, f"填报单位：{context.unit_name}", SONG, _LINE_SIZE)
    paper.write_right(paper.width - MARGIN, top, f"编号：{record_number}", SONG, _LINE_SIZE)
    return MARGIN + _FIRST_HEAD
