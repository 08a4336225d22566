"""One record as a document on A4 portrait: its sections in order, child rows, photos, lines for signatures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.spec import Field, Kind, Record, RecordType
from reports.flow import Block, Gap, heading, paragraphs
from reports.paper import MM
from reports.photos import photo_rows
from reports.print_context import PrintContext, PrintResult
from reports.record_blocks import particulars, rows_table, small_heading
from reports.sheet import Sheet, print_sheet

_NUMERALS = "一二三四五六七八九十"
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
    sheet = Sheet(document.title, str(record.get("no") or ""), tuple(document.signers))
    return print_sheet(sheet, _story(document, record, context, sheet.width), context)


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
