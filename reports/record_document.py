"""One record as a document on A4 portrait: its sections in order, child rows, photos, lines for signatures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.spec import Field, Kind, Record, RecordType
from reports.flow import Block
from reports.photos import photo_rows
from reports.print_context import PrintContext, PrintResult
from reports.record_blocks import rows_table
from reports.sections import numbered, section_blocks
from reports.sheet import Sheet, print_sheet


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
    return numbered(
        [
            (
                label,
                section_blocks(
                    _fields(document, section, record),
                    record,
                    context,
                    width,
                    said_above=(label,),
                    blocks_of=lambda field: _field_blocks(field, record, context, width),
                ),
            )
            for section, label in document.sections.items()
        ]
    )


def _fields(document: RecordDocument, section: str, record: Record) -> list[Field]:
    return [
        field
        for field in document.record_type.fields
        if field.section == section
        and field.name not in document.omitted
        and (field.name not in document.if_filled or record.get(field.name) not in (None, "", []))
    ]


def _field_blocks(field: Field, record: Record, context: PrintContext, width: float) -> Sequence[Block]:
    value = record[field.name]
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
