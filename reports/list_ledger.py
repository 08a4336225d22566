"""Any list on paper as it stands on the screen: its columns in their order, on A4 across; on A3 when they are too many,
and several fields in one column when even that is too narrow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from db.committee_names import ROSTER
from db.report_states import LABELS
from db.spec import Field, Kind, Record, RecordType
from db.spec.kinds import show
from db.spec.masking import masked_phones
from db.spec.query import UNIT
from reports.chinese_text import text_width
from reports.columns import Column, ordinal_column
from reports.ledger import MARGIN, Ledger
from reports.paper import A3_LANDSCAPE, A4_LANDSCAPE, MM
from reports.print_context import PrintContext
from reports.table import BLANK, BODY_SIZE, PAD_X, Align, Cell
from reports.typefaces import HEI, SONG

LIST_FORM = "list"
_NOT_PRINTED = (Kind.ATTACHMENTS, Kind.ROWS)
_CENTRED = (Kind.DATE, Kind.DATE_TIME, Kind.CHOICE, Kind.YES_NO, Kind.PERSON, Kind.PHONE, Kind.INTEGER)
_WIDTHS_MM = {
    Kind.LONG_TEXT: 60.0, Kind.TEXT: 38.0, Kind.REFERENCE: 38.0, Kind.CHOICES: 30.0, Kind.PHONE: 26.0, Kind.PERSON: 20.0,
    Kind.DATE_TIME: 22.0, Kind.CHOICE: 20.0, Kind.MONEY: 20.0,
}  # fmt: skip
_USUAL_MM = 18.0
_HIGHEST = 6  # fields that share a column at most
_TIGHTEST = 0.6  # of its usual width: a column narrower than that makes towers of its texts


def list_form(
    record_type: RecordType, names: Sequence[str], records: Sequence[Record], context: PrintContext
) -> Ledger:
    """The list of these records with these columns: fields of the type, or no, status, report_state, updated_at,
    updated_by. Columns that a list cannot show on paper are left out.
    """
    columns = [ordinal_column(), *(each for name in names for each in _columns(record_type, name, context))]
    form = f"{LIST_FORM}:{record_type.table}:{','.join(names)}"
    page_size = A4_LANDSCAPE if _fits(columns, A4_LANDSCAPE[0]) else A3_LANDSCAPE
    if page_size is A3_LANDSCAPE and not _fits(columns, A3_LANDSCAPE[0]):
        piled = (_stacked(columns, height) for height in range(2, _HIGHEST + 1))
        columns = next((each for each in piled if _fits(each, A3_LANDSCAPE[0])), _stacked(columns, _HIGHEST))
    title = f"{record_type.label}一览表"
    return Ledger(title, columns, records, f"共 {len(records)} 条。", form, page_size)


def _columns(record_type: RecordType, name: str, context: PrintContext) -> list[Column]:
    if name in _HEADS:
        return [_HEADS[name]]
    if name == UNIT:
        return [_unit_column(context)]
    if name == "status":
        return [_status_column(record_type)] if record_type.statuses else []
    field = record_type.by_name.get(name)
    return [_field_column(field, context)] if field and field.kind not in _NOT_PRINTED else []


def _head(label: str, name: str, width_mm: float, sample: str) -> Column:
    return Column(
        label, width_mm, lambda ordinal, record: Cell(str(record.get(name) or ""), "center"), sample
    )


_HEADS = {
    "no": _head("编号", "no", 24, "YH-2026-"),
    "updated_by": _head("修改人", "updated_by", 20, ""),
    "updated_at": Column(
        "修改时间",
        22,
        lambda ordinal, record: Cell((record.get("updated_at") or "")[:16].replace("T", " "), "center"),
        "2026-00-00",
    ),
    "report_state": Column(
        "报送",
        20,
        lambda ordinal, record: Cell(LABELS.get(record.get("report_state") or "", ""), "center"),
    ),
}


def _status_column(record_type: RecordType) -> Column:
    labels = {each.code: each.label for each in record_type.statuses}
    return Column(
        "状态", 20, lambda ordinal, record: Cell(labels.get(record.get("status") or "", ""), "center")
    )


def _unit_column(context: PrintContext) -> Column:
    """Whose record it is, where a street prints those of many committees."""
    return Column(
        "村居", 36, lambda ordinal, record: Cell(context.reference_title(ROSTER, str(record.get(UNIT) or "")))
    )


def _field_column(field: Field, context: PrintContext) -> Column:
    align: Align = "center" if field.kind in _CENTRED else "left"
    if field.kind in (Kind.MONEY, Kind.DECIMAL):
        align = "right"
    unit = f"（{field.unit}）" if field.unit and field.unit not in field.label else ""

    is_masked = field.kind is Kind.PHONE and field.personal and not context.shows_phones

    def cell(ordinal: int, record: Record) -> Cell:
        if is_masked:
            return Cell(masked_phones(record.get(field.name) or ""), align)
        return Cell(show(field, record.get(field.name), context.reference_title), align)

    sample = {Kind.DATE: "2026-00-00", Kind.PHONE: "13900000000"}.get(field.kind, "")
    return Column(
        field.label + unit, field.pdf_width_mm or _WIDTHS_MM.get(field.kind, _USUAL_MM), cell, sample
    )


def _fits(columns: Sequence[Column], page_width: float) -> bool:
    """Whether every column keeps a readable part of its usual width, and its heading."""
    wanted = 0.0
    for column in columns:
        words, face = (column.sample, SONG) if column.sample else (column.label, HEI)
        least = max(text_width(line, face, BODY_SIZE) for line in words.split("\n")) + 2 * PAD_X
        wanted += least if column.sample else max(least, _TIGHTEST * column.width_mm * MM)
    return wanted <= page_width - 2 * MARGIN


def _stacked(columns: Sequence[Column], height: int) -> list[Column]:
    """The first column as it is, the others in piles of that height."""
    first, *others = columns
    piles = [others[start : start + height] for start in range(0, len(others), height)]
    return [first, *(_pile(pile) if len(pile) > 1 else pile[0] for pile in piles)]


def _pile(pile: Sequence[Column]) -> Column:
    """One column that shows several, one below the other."""

    def cell(ordinal: int, record: Record) -> Cell:
        cells = [column.cell(ordinal, record) for column in pile]
        return replace(cells[0], text="\n".join(each.text or BLANK for each in cells), align="left")

    samples = [column.sample for column in pile]
    return Column(
        "\n".join(column.label for column in pile),
        max(column.width_mm for column in pile),
        cell,
        max(samples, key=len) if all(samples) else "",
    )
