"""移交清单: what is handed over when the clerk of a committee changes: what is open, what is unsent, the keys, the papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.flow import Block, Gap, TableBlock, heading, paragraphs
from reports.paper import MM
from reports.print_context import PrintContext, PrintResult
from reports.sheet import Sheet, Signatures, print_sheet
from reports.table import Cell, label_cell, lay_row

TITLE = "安全台账移交清单"
_NOTE = (
    "移交后请接收人当天更改或重新设定签名密钥的口令；口令只当面告知，不写在本单上。"
    "本单一式三份，移交人、接收人、单位各存一份。"
)
_GAP = 4 * MM


@dataclass(frozen=True)
class Part:
    """A part of the list: its heading, the heads of its columns with their shares of the width, and rows of text."""

    title: str
    heads: Sequence[tuple[str, float]]
    rows: Sequence[Sequence[str]]
    nothing: str = "无。"


def staff_handover(parts: Sequence[Part], context: PrintContext) -> PrintResult:
    """The list as PDF, A4 portrait, with lines for who hands over, who takes over and who sees to it."""
    sheet = Sheet(TITLE, "")
    story: list[Block] = []
    for number, part in enumerate(parts):
        story += [
            heading(f"{'一二三四五六七八'[number]}、{part.title}"),
            *_blocks(part, sheet.width),
            Gap(_GAP),
        ]
    story.append(paragraphs(_NOTE, sheet.width))
    signers = (("移交人（签字）", "日期"), ("接收人（签字）", "日期"), ("监交人（签字）", "日期"))
    story.append(Signatures(signers, context.unit_name, f"{context.printed_at:%Y-%m-%d}"))
    return print_sheet(sheet, story, context)


def _blocks(part: Part, width: float) -> list[Block]:
    if not part.rows:
        return [paragraphs(part.nothing, width)]
    total = sum(share for _, share in part.heads)
    widths = [width * share / total for _, share in part.heads]
    head = lay_row(widths, [label_cell(word) for word, _ in part.heads])
    rows = [lay_row(widths, [Cell(text or "—") for text in row]) for row in part.rows]
    return [TableBlock((head,), tuple(rows))]
