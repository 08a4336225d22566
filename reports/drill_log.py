"""The record of one drill (part B5, AQ/T 9007): cover form, plan, course, photos, people, evaluation,
signatures.

Which fields a section holds follows from the record type; this module gives the sections their order and
their names.
"""

from __future__ import annotations

from collections.abc import Sequence

from db.spec import DRILL, Field, Kind, Record
from reports.drill_issues import issues_table
from reports.flow import Block
from reports.photos import photo_rows
from reports.print_context import PrintContext, PrintResult
from reports.record_blocks import rows_table
from reports.sections import numbered, section_blocks
from reports.sheet import SHEET_WIDTH, Sheet, print_sheet

TITLE = "应急演练记录"
_SIGNERS = ("总指挥（签字）", "评估人（签字）", "记录人（签字）")
_SECTIONS = {
    "基本信息": "基本信息",
    "方案": "方案摘要",
    "过程": "演练过程",
    "照片": "演练照片",
    "人员": "参演人员",
    "评估": "评估与改进",
}


def drill_log(record: Record, context: PrintContext) -> PrintResult:
    """One drill as PDF, A4 portrait. A section without any value is left out; an empty field is “—”."""
    sheet = Sheet(TITLE, str(record.get("no") or ""), _SIGNERS)
    return print_sheet(sheet, _story(record, context, SHEET_WIDTH), context)


def _story(record: Record, context: PrintContext, width: float) -> list[Block]:
    return numbered(
        [
            (_SECTIONS.get(section, section), _section_blocks(section, fields, record, context, width))
            for section, fields in _sections()
        ]
    )


def _sections() -> list[tuple[str, list[Field]]]:
    """The sections in their printed order, each with its fields; others come last."""
    names = list(dict.fromkeys((*_SECTIONS, *(field.section for field in DRILL.fields))))
    return [(name, [field for field in DRILL.fields if field.section == name]) for name in names]


def _section_blocks(
    section: str, fields: Sequence[Field], record: Record, context: PrintContext, width: float
) -> list[Block]:
    return section_blocks(
        fields,
        record,
        context,
        width,
        said_above=(_SECTIONS.get(section, ""), "照片"),
        blocks_of=lambda field: _field_blocks(field, record, context, width),
        is_kept=section == "基本信息",
    )


def _field_blocks(field: Field, record: Record, context: PrintContext, width: float) -> Sequence[Block]:
    value = record[field.name]
    if field.name == "issues":
        return issues_table(value, context, width)
    if field.name == "attendance":  # names and units; telephones stay in the ledger
        return rows_table(field.with_changes(rows=field.rows[:2]), value, context, width)
    if field.kind is Kind.ROWS:
        return rows_table(field, value, context, width)
    place = (record.get("place") or "") if field.section == "照片" else ""
    return photo_rows(value, place, width, context, field.label)
