"""One record as a document on A4 portrait: its sections in order, child rows, photos, lines for signatures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.spec import Field, Kind, Record, RecordType
from reports.flow import Block, Gap, Whole, flow, heading, paragraphs
from reports.page_furniture import STAMP, content_code, draw_footer, draw_signatures, long_date
from reports.paper import A4_PORTRAIT, MM, Paper
from reports.photos import photo_rows
from reports.print_context import PrintContext, PrintResult
from reports.record_blocks import particulars, rows_table, small_heading
from reports.typefaces import HEI, SONG

MARGIN = 20 * MM
_NUMERALS = "一二三四五六七八九十"
_TITLE_SIZE, _LINE_SIZE = 20.0, 10.5
_FIRST_HEAD, _NEXT_HEAD, _FOOTER = 19 * MM, 8 * MM, 7 * MM
_SECTION_GAP = 4 * MM
_FORM_KINDS = frozenset(Kind) - {Kind.LONG_TEXT, Kind.ROWS, Kind.ATTACHMENTS}


@dataclass(frozen=True)
class RecordDocument:
    """What a document of one record is called, which sections it has under which names, and who signs it.

    `omitted` are fields that do not go onto paper; those without a value in `if_filled` are left out too.
    """

    title: str
    record_type: RecordType
    sections: Mapping[str, str]
    signers: Sequence[str]
    omitted: frozenset[str] = frozenset()
    if_filled: frozenset[str] = frozenset()


def print_record(document: RecordDocument, record: Record, context: PrintContext) -> PrintResult:
    """The record as PDF. A section without any value is left out; an empty field is “—”."""
    title = f"{document.title} {record.get('no') or ''}".strip()
    paper = Paper(A4_PORTRAIT, title, context.unit_name, context.is_draft)
    blocks = [
        *_story(document, record, context, paper.width - 2 * MARGIN),
        _Signatures(document.signers, context.unit_name, long_date(context.printed_at)),
    ]
    room = paper.height - 2 * MARGIN - _FOOTER
    pages = flow(blocks, room - _FIRST_HEAD, room - _NEXT_HEAD)
    code = content_code(title, context, (text for block in blocks for text in block.texts))
    for number, page in enumerate(pages, 1):
        start = draw_head(paper, document.title, str(record.get("no") or "—"), context, number)
        for top, block in page:
            block.draw(paper, MARGIN, start + top)
        draw_footer(paper, MARGIN, context, code, f"第 {number} 页/共 {len(pages)} 页")
        paper.end_page()
    return paper.finish()


def draw_head(paper: Paper, title: str, record_number: str, context: PrintContext, number: int) -> float:
    """Title, unit and number on the first page, a running line on the others; gives where the page's content begins."""
    if number > 1:
        paper.write(MARGIN, MARGIN, f"{title}（续）　{context.unit_name}", SONG, _LINE_SIZE)
        paper.write_right(paper.width - MARGIN, MARGIN, f"编号：{record_number}", SONG, _LINE_SIZE)
        return MARGIN + _NEXT_HEAD
    paper.write_centred(paper.width / 2, MARGIN, title, HEI, _TITLE_SIZE)
    top = MARGIN + _TITLE_SIZE + 4 * MM
    paper.write(MARGIN, top, f"填报单位：{context.unit_name}", SONG, _LINE_SIZE)
    paper.write_right(paper.width - MARGIN, top, f"编号：{record_number}", SONG, _LINE_SIZE)
    return MARGIN + _FIRST_HEAD


@dataclass(frozen=True)
class _Signatures(Whole):
    """The lines for the signers, below them the place of the stamp with unit and day."""

    signers: Sequence[str]
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


def _story(document: RecordDocument, record: Record, context: PrintContext, width: float) -> list[Block]:
    blocks: list[Block] = []
    number = 0
    for section, label in document.sections.items():
        fields = [
            field
            for field in document.record_type.fields
            if field.section == section
            and field.name not in document.omitted
            and (field.name not in document.if_filled or record.get(field.name) not in (None, "", []))
        ]
        content = _section_blocks(label, fields, record, context, width)
        if content:
            blocks += [heading(f"{_NUMERALS[number]}、{label}"), *content, Gap(_SECTION_GAP)]
            number += 1
    return blocks


def _section_blocks(
    label: str, fields: Sequence[Field], record: Record, context: PrintContext, width: float
) -> list[Block]:
    short = [field for field in fields if field.kind in _FORM_KINDS]
    blocks: list[Block] = []
    if any(record.get(field.name) not in (None, "") for field in short):
        blocks += [particulars(short, record, context, width), Gap(_SECTION_GAP / 2)]
    for field in fields:
        if record.get(field.name) and field not in short:
            blocks += [small_heading(field.label)] if field.label != label else []
            blocks += _field_blocks(field, record, context, width)
    return blocks


def _field_blocks(field: Field, record: Record, context: PrintContext, width: float) -> Sequence[Block]:
    value = record[field.name]
    if field.kind is Kind.LONG_TEXT:
        return [paragraphs(value, width), Gap(_SECTION_GAP / 2)]
    if field.kind is Kind.ROWS:
        return rows_table(_without_empty_columns(field, value), value, context, width)
    return photo_rows(value, record.get("place") or "", width, context, field.label)


def _without_empty_columns(field: Field, rows: Sequence[Record]) -> Field:
    """The child rows' columns in which something stands, or must."""
    filled = tuple(
        each
        for each in field.rows
        if each.required or any(row.get(each.name) not in (None, "") for row in rows)
    )
    return field.with_changes(rows=filled)
