"""A notice about a hazard on paper: title, number, to whom, text, signature and stamp, and for 告知单 the receipt.

A committee's own sheet, no red header and no seal printed (domain part E; 安全生产法 §75).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from db.spec import HAZARD, NOTICE, Record
from db.spec.code_tables import label_of
from reports.chinese_text import char_widths
from reports.flow import Block, Gap, TextBlock, Whole, paragraphs
from reports.line_breaking import break_lines
from reports.page_furniture import draw_signatures, long_date
from reports.paper import HAIRLINE, MM, Paper
from reports.print_context import PrintContext, PrintResult
from reports.record_blocks import particulars
from reports.sheet import LINE_SIZE, Sheet, Signatures, print_sheet
from reports.typefaces import HEI, SONG

MARGIN = 22 * MM
_BODY_SIZE, _BODY_LEADING = 12.0, 20.0
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
    sheet = Sheet(kind, notice.get("no") or "", margin=MARGIN)
    return print_sheet(sheet, _story(notice, hazard, context, kind, sheet.width), context)


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
    signatures = Signatures((_SIGNERS[notice["kind"]],), context.unit_name, day)
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
        paper.write(x, top + 18 * MM, f"{self.unit_name}：", HEI, LINE_SIZE)
        words = paragraphs(
            f"你单位的《{self.kind}》（编号 {self.number}）已收到。整改打算或情况：", right - x
        )
        words.draw(paper, x, top + 24 * MM)
        line = top + 24 * MM + words.height + 8 * MM
        paper.rule(x, line, right, line, HAIRLINE)
        draw_signatures(paper, x, top + 50 * MM, ("签收人（签字）", "日期"), LINE_SIZE)


def _dashes(paper: Paper, x: float, right: float, top: float) -> None:
    step, dash = 6.0, 3.6
    while x < right:
        paper.rule(x, top, min(x + dash, right), top, HAIRLINE)
        x += step
