"""A record's fields as blocks: short ones in a form, child rows as tables with totals where they count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from db.spec import Field, Kind, Record
from db.spec.kinds import show
from reports.chinese_text import text_width
from reports.flow import Block, Gap, TableBlock, TextBlock, heading
from reports.paper import MM
from reports.print_context import PrintContext
from reports.table import BODY_SIZE, PAD_X, Align, Cell, LaidRow, label_cell, lay_row
from reports.typefaces import HEI, SONG

LABEL_WIDTH = 27 * MM
_ORDINAL_WIDTH = 12 * MM
_SMALL_GAP = 2 * MM
_PROSE_LIMIT = 300  # child texts that may be this long get the widest columns


def shown(field: Field, value: Any, context: PrintContext) -> str:
    """The value with its unit; "" when there is none."""
    text = show(field, value, context.reference_title)
    return f"{text} {field.unit}" if text and field.unit and f"（{field.unit}）" not in field.label else text


def particulars(fields: Sequence[Field], record: Record, context: PrintContext, width: float) -> TableBlock:
    """A form of labels and values, two pairs in a row; a value that needs more room gets a row of its own."""
    half = width / 2 - LABEL_WIDTH
    rows: list[LaidRow] = []
    waiting: list[tuple[Cell, Cell]] = []
    for field in fields:
        pair = (label_cell(field.label), Cell(shown(field, record.get(field.name), context)))
        if not _fits(pair[1].text, half):
            rows += [_wide_row(each, width) for each in (*waiting, pair)]
            waiting = []
        elif waiting:
            rows.append(lay_row((LABEL_WIDTH, half, LABEL_WIDTH, half), (*waiting.pop(), *pair)))
        else:
            waiting = [pair]
    rows += [_wide_row(each, width) for each in waiting]
    return TableBlock((), tuple(rows))


def _fits(text: str, width: float) -> bool:
    return "\n" not in text and text_width(text, SONG, BODY_SIZE) <= width - 2 * PAD_X


def _wide_row(pair: tuple[Cell, Cell], width: float) -> LaidRow:
    return lay_row((LABEL_WIDTH, width - LABEL_WIDTH), pair)


def small_heading(text: str) -> TextBlock:
    """The name of a part of a section."""
    return heading(text, BODY_SIZE)


def rows_table(field: Field, rows: Sequence[Record], context: PrintContext, width: float) -> list[Block]:
    """The child rows as a table with ordinals; columns that count are summed in a last row."""
    widths = _row_widths(field.rows, width)
    head = lay_row(widths, [label_cell("序号"), *(label_cell(each.label) for each in field.rows)])
    laid = [
        lay_row(
            widths, [Cell(str(number), "center"), *(_row_cell(each, row, context) for each in field.rows)]
        )
        for number, row in enumerate(rows, 1)
    ]
    if len(rows) > 1 and any(each.kind is Kind.INTEGER for each in field.rows):
        laid.append(_sum_row(field.rows, rows, widths))
    return [TableBlock((head,), tuple(laid)), Gap(_SMALL_GAP)]


def _row_cell(field: Field, row: Record, context: PrintContext) -> Cell:
    return Cell(shown(field, row.get(field.name), context), _row_align(field))


def _row_align(field: Field) -> Align:
    return "left" if field.kind in (Kind.TEXT, Kind.LONG_TEXT) else "center"


def _sum_row(fields: Sequence[Field], rows: Sequence[Record], widths: Sequence[float]) -> LaidRow:
    """合计 under everything left of the first column that counts, then the sums."""
    first = next(index for index, field in enumerate(fields) if field.kind is Kind.INTEGER)
    sums = [_sum_cell(field, rows) for field in fields[first:]]
    return lay_row((sum(widths[: first + 1]), *widths[first + 1 :]), (label_cell("合计"), *sums))


def _sum_cell(field: Field, rows: Sequence[Record]) -> Cell:
    total = sum(row.get(field.name) or 0 for row in rows) if field.kind is Kind.INTEGER else ""
    return Cell(str(total), "center", HEI)


def _row_widths(fields: Sequence[Field], width: float) -> list[float]:
    shares = [_share(field) for field in fields]
    room = width - _ORDINAL_WIDTH
    return [_ORDINAL_WIDTH, *(room * share / sum(shares) for share in shares)]


def _share(field: Field) -> float:
    if field.kind in (Kind.TEXT, Kind.LONG_TEXT):
        return 4.5 if (field.max_length or 0) >= _PROSE_LIMIT or field.kind is Kind.LONG_TEXT else 2.0
    return {Kind.DATE: 2.0, Kind.DATE_TIME: 2.2, Kind.CHOICE: 2.6, Kind.PERSON: 2.0, Kind.REFERENCE: 4.0}.get(
        field.kind, 1.5
    )
