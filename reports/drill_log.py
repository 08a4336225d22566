"""The record of one drill (part B5, AQ/T 9007): cover form, plan, course, photos, people, evaluation,
signatures.

Which fields a section holds follows from the record type; this module gives the sections their order and
their names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.spec import DRILL, Field, Kind, Record
from reports.flow import Block, Gap, Whole, flow, heading, paragraphs
from reports.page_furniture import STAMP, content_code, draw_footer, draw_signatures, long_date
from reports.paper import A4_PORTRAIT, MM, Paper
from reports.photos import photo_rows
from reports.print_context import PrintContext, PrintResult
from reports.record_blocks import particulars, rows_table, small_heading
from reports.typefaces import HEI, SONG

TITLE = "应急演练记录"
MARGIN = 20 * MM
_SIGNERS = ("总指挥（签字）", "评估人（签字）", "记录人（签字）")
_SECTIONS = {
    "基本信息": "基本信息",
    "方案": "方案摘要",
    "过程": "演练过程",
    "照片": "演练照片",
    "人员": "参演人员",
    "评估": "评估与改进",
}
_NUMERALS = "一二三四五六七八九十"
_TITLE_SIZE, _LINE_SIZE = 20.0, 10.5
_FIRST_HEAD, _NEXT_HEAD, _FOOTER = 19 * MM, 8 * MM, 7 * MM
_SECTION_GAP = 4 * MM
_FORM_KINDS = frozenset(Kind) - {Kind.LONG_TEXT, Kind.ROWS, Kind.ATTACHMENTS}


def drill_log(record: Record, context: PrintContext) -> PrintResult:
    """One drill as PDF, A4 portrait. A section without any value is left out; an empty field is “—”."""
    title = f"{TITLE} {record.get('no') or ''}".strip()
    paper = Paper(A4_PORTRAIT, title, context.unit_name, context.is_draft)
    blocks = [
        *_story(record, context, paper.width - 2 * MARGIN),
        _Signatures(context.unit_name, long_date(context.printed_at)),
    ]
    room = paper.height - 2 * MARGIN - _FOOTER
    pages = flow(blocks, room - _FIRST_HEAD, room - _NEXT_HEAD)
    code = content_code(title, context, (text for block in blocks for text in block.texts))
    for number, page in enumerate(pages, 1):
        start = _draw_head(paper, record, context, number)
        for top, block in page:
            block.draw(paper, MARGIN, start + top)
        draw_footer(paper, MARGIN, context, code, f"第 {number} 页/共 {len(pages)} 页")
        paper.end_page()
    return paper.finish()


@dataclass(frozen=True)
class _Signatures(Whole):
    """The lines for three signers, below them the place of the stamp with unit and day."""

    unit_name: str
    day: str
    texts: tuple[str, ...] = ()

    @property
    def height(self) -> float:
        """Height in points."""
        return 30 * MM

    def draw(self, paper: Paper, x: float, top: float) -> None:
        """Draws them across the page."""
        draw_signatures(paper, x, top + 5 * MM, _SIGNERS, _LINE_SIZE, stamp="")
        right = paper.width - x
        paper.write_right(right, top + 15 * MM, f"{self.unit_name}{STAMP}", SONG, _LINE_SIZE)
        paper.write_right(right, top + 22 * MM, self.day, SONG, _LINE_SIZE)


def _story(record: Record, context: PrintContext, width: float) -> list[Block]:
    blocks: list[Block] = []
    number = 0
    for section, fields in _sections():
        content = _section_blocks(section, fields, record, context, width)
        if content:
            blocks += [
                heading(f"{_NUMERALS[number]}、{_SECTIONS.get(section, section)}"),
                *content,
                Gap(_SECTION_GAP),
            ]
            number += 1
    return blocks


def _sections() -> list[tuple[str, list[Field]]]:
    """The sections in their printed order, each with its fields; others come last."""
    names = list(dict.fromkeys((*_SECTIONS, *(field.section for field in DRILL.fields))))
    return [(name, [field for field in DRILL.fields if field.section == name]) for name in names]


def _section_blocks(
    section: str, fields: Sequence[Field], record: Record, context: PrintContext, width: float
) -> list[Block]:
    short = [field for field in fields if field.kind in _FORM_KINDS]
    has_short = any(record.get(field.name) not in (None, "") for field in short)
    blocks: list[Block] = []
    if has_short or section == "基本信息":
        blocks += [particulars(short, record, context, width), Gap(_SECTION_GAP / 2)]
    for field in fields:
        if record.get(field.name) and field not in short:
            is_named = field.label not in (_SECTIONS.get(section), "照片")
            blocks += [small_heading(field.label)] if is_named else []
            blocks += _field_blocks(field, record, context, width)
    return blocks


def _field_blocks(field: Field, record: Record, context: PrintContext, width: float) -> Sequence[Block]:
    value = record[field.name]
    if field.kind is Kind.LONG_TEXT:
        return [paragraphs(value, width), Gap(_SECTION_GAP / 2)]
    if field.kind is Kind.ROWS:
        return rows_table(field, value, context, width)
    place = (record.get("place") or "") if field.section == "照片" else ""
    return photo_rows(value, place, width, context, field.label)


def _draw_head(paper: Paper, record: Record, context: PrintContext, number: int) -> float:
    record_number = record.get("no") or "—"
    if number > 1:
        paper.write(MARGIN, MARGIN, f"{TITLE}（续）　{context.unit_name}", SONG, _LINE_SIZE)
        paper.write_right(paper.width - MARGIN, MARGIN, f"编号：{record_number}", SONG, _LINE_SIZE)
        return MARGIN + _NEXT_HEAD
    paper.write_centred(paper.width / 2, MARGIN, TITLE, HEI, _TITLE_SIZE)
    top = MARGIN + _TITLE_SIZE + 4 * MM
    paper.write(MARGIN, top, f"填报单位：{context.unit_name}", SONG, _LINE_SIZE)
    paper.write_right(paper.width - MARGIN, top, f"编号：{record_number}", SONG, _LINE_SIZE)
    return MARGIN + _FIRST_HEAD
