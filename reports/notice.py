"""A notice about a hazard on paper: title, number, to whom, text, signature and stamp, and for 告知单 the receipt.

A committee's own sheet, no red header and no seal printed (domain part E; 安全生产法 §75).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db.spec import HAZARD, NOTICE, Record
from db.spec.code_tables import label_of
from reports.chinese_text import char_widths
from reports.flow import Block, Gap, TextBlock, Whole, flow, paragraphs
from reports.line_breaking import break_lines
from reports.page_furniture import STAMP, content_code, draw_footer, draw_signatures, long_date
from reports.paper import A4_PORTRAIT, HAIRLINE, MM, Paper
from reports.print_context import PrintContext, PrintResult
from reports.record_blocks import particulars
from reports.typefaces import HEI, SONG

MARGIN = 22 * MM
_TITLE_SIZE, _LINE_SIZE = 20.0, 10.5
_BODY_SIZE, _BODY_LEADING = 12.0, 20.0
_FIRST_HEAD, _NEXT_HEAD, _FOOTER = 21 * MM, 8 * MM, 7 * MM
_PARTICULARS = ("location", "category", "level", "found_on", "rect_unit", "deadline")
_SIGNERS = {
    "inform": ("经办人（签字）", "被告知人（签字）"),
    "report": ("经办人（签字）", "负责人（签字）"),
    "recheck": ("复查人（签字）", "被复查单位（签字）"),
    "extension": ("申请人（签字）", "负责人（签字）"),
}
_RECEIPT_KIND = "inform"


def notice_sheet(notice: Record, hazard: Record, context: PrintContext) -> PrintResult:
    """One notice as PDF, A4 portrait; a 告知单 ends with its receipt (回执联)."""
    kind = label_of(NOTICE.field("kind").codes, notice["kind"])
    title = f"{kind} {notice.get('no') or ''}".strip()
    paper = Paper(A4_PORTRAIT, title, context.unit_name, context.is_draft)
    width = paper.width - 2 * MARGIN
    blocks = _story(notice, hazard, context, kind, width)
    room = paper.height - 2 * MARGIN - _FOOTER
    pages = flow(blocks, room - _FIRST_HEAD, room - _NEXT_HEAD)
    code = content_code(title, context, (text for block in blocks for text in block.texts))
    for number, page in enumerate(pages, 1):
        start = _draw_head(paper, notice, context, kind, number)
        for top, block in page:
            block.draw(paper, MARGIN, start + top)
        draw_footer(paper, MARGIN, context, code, f"第 {number} 页/共 {len(pages)} 页")
        paper.end_page()
    return paper.finish()


def _story(notice: Record, hazard: Record, context: PrintContext, kind: str, width: float) -> list[Block]:
    person = f"（{notice['to_person']}）" if notice.get("to_person") else ""
    to = TextBlock(
        tuple(break_lines(f"{notice['to_unit']}{person}：", width / _BODY_SIZE, char_widths(HEI))),
        HEI,
        _BODY_SIZE,
        _BODY_LEADING,
        keeps_next=True,
    )
    fields = [HAZARD.field(name) for name in _PARTICULARS]
    blocks: list[Block] = [to, _running_text(notice["body"], width)]
    if notice.get("reply_by"):
        until = long_date(date.fromisoformat(notice["reply_by"]))
        blocks.append(_running_text(f"请在{until}前将办理情况告知我们。", width))
    blocks += [Gap(4 * MM), particulars(fields, hazard, context, width), Gap(5 * MM)]
    day = long_date(date.fromisoformat(notice["issued_on"]))
    signatures = _Signatures(_SIGNERS[notice["kind"]], context.unit_name, day)
    if notice["kind"] == _RECEIPT_KIND:
        return [
            *blocks,
            signatures,
            _Receipt(kind, notice.get("no") or "—", notice["to_unit"], context.unit_name),
        ]
    return [*blocks, signatures]


def _running_text(text: str, width: float) -> TextBlock:
    """The text of a notice, larger than a form's: it is read standing, at a counter or a door."""
    indented = "\n".join(f"　　{line}" for line in text.split("\n"))
    lines = tuple(break_lines(indented, width / _BODY_SIZE, char_widths(SONG)))
    return TextBlock(lines, SONG, _BODY_SIZE, _BODY_LEADING)


@dataclass(frozen=True)
class _Signatures(Whole):
    """Who signs, then unit, stamp and day at the right."""

    signers: Sequence[str]
    unit_name: str
    day: str
    texts: tuple[str, ...] = ()

    @property
    def height(self) -> float:
        """Height in points."""
        return 32 * MM

    def draw(self, paper: Paper, x: float, top: float) -> None:
        """Draws them across the page."""
        draw_signatures(paper, x, top + 5 * MM, self.signers, _LINE_SIZE, stamp="")
        right = paper.width - x
        paper.write_right(right, top + 16 * MM, f"{self.unit_name}{STAMP}", SONG, _LINE_SIZE)
        paper.write_right(right, top + 23 * MM, self.day, SONG, _LINE_SIZE)


@dataclass(frozen=True)
class _Receipt(Whole):
    """回执联, to be cut off along the dashes, signed and given back."""

    kind: str
    number: str
    to_unit: str
    unit_name: str
    texts: tuple[str, ...] = ()

    @property
    def height(self) -> float:
        """Height in points."""
        return 58 * MM

    def draw(self, paper: Paper, x: float, top: float) -> None:
        """Draws the cutting line and the receipt below it."""
        right = paper.width - x
        _dashes(paper, x, right, top + 4 * MM)
        paper.write_centred(paper.width / 2, top + 8 * MM, "回　执", HEI, 14)
        paper.write(x, top + 18 * MM, f"{self.unit_name}：", HEI, _LINE_SIZE)
        words = paragraphs(
            f"你单位的《{self.kind}》（编号 {self.number}）已收到。整改打算或情况：", right - x
        )
        words.draw(paper, x, top + 24 * MM)
        line = top + 24 * MM + words.height + 8 * MM
        paper.rule(x, line, right, line, HAIRLINE)
        draw_signatures(paper, x, top + 50 * MM, ("签收人（签字）", "日期"), _LINE_SIZE)


def _dashes(paper: Paper, x: float, right: float, top: float) -> None:
    step, dash = 6.0, 3.6
    while x < right:
        paper.rule(x, top, min(x + dash, right), top, HAIRLINE)
        x += step


def _draw_head(paper: Paper, notice: Record, context: PrintContext, kind: str, number: int) -> float:
    record_number = notice.get("no") or "—"
    if number > 1:
        paper.write(MARGIN, MARGIN, f"{kind}（续）　{context.unit_name}", SONG, _LINE_SIZE)
        paper.write_right(paper.width - MARGIN, MARGIN, f"编号：{record_number}", SONG, _LINE_SIZE)
        return MARGIN + _NEXT_HEAD
    paper.write_centred(paper.width / 2, MARGIN, kind, HEI, _TITLE_SIZE)
    top = MARGIN + _TITLE_SIZE + 5 * MM
    paper.write(MARGIN, top, f"填报单位：{context.unit_name}", SONG, _LINE_SIZE)
    paper.write_right(paper.width - MARGIN, top, f"编号：{record_number}", SONG, _LINE_SIZE)
    return MARGIN + _FIRST_HEAD
