"""Columns of a printed ledger: one for every field with a `pdf_width_mm`, in the order people know, scaled
to the page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from db.spec import Field, Kind, Record, RecordType
from db.spec.kinds import show
from reports.chinese_text import text_width
from reports.paper import MM
from reports.print_context import PrintContext
from reports.table import BLANK, BODY_SIZE, PAD_X, Align, Cell
from reports.typefaces import HEI, SONG

_CENTRED = frozenset(
    (Kind.DATE, Kind.DATE_TIME, Kind.CHOICE, Kind.YES_NO, Kind.PERSON, Kind.PHONE, Kind.INTEGER)
)
_NUMBERS = frozenset((Kind.DECIMAL, Kind.MONEY))


@dataclass(frozen=True)
class Column:
    """One printed column: `cell` makes its content from the row's ordinal and record.

    `sample` is text that must not be broken, like a date: the column gets exactly its width.
    """

    label: str
    width_mm: float
    cell: Callable[[int, Record], Cell]
    sample: str = ""


def ordinal_column() -> Column:
    """序号, counted within the document."""
    return Column("序号", 10, lambda ordinal, record: Cell(str(ordinal), "center"), sample="9999")


def number_column() -> Column:
    """编号, the number the record keeps for ever."""
    return Column(
        "编号", 18, lambda ordinal, record: Cell(record.get("no") or "", "center"), sample="YH-2026-"
    )


@dataclass(frozen=True)
class Group:
    """Fields that share one printed column, one under the other; `dress` may add a mark, a tint or another
    face.

    Label and sample follow from the fields unless given here.
    """

    names: tuple[str, ...]
    label: str = ""
    sample: str = ""
    dress: Callable[[Record, Cell], Cell] | None = None


def spec_columns(record_type: RecordType, order: Sequence[Group], context: PrintContext) -> list[Column]:
    """The columns of `order`, then one for every other field of the type that has a `pdf_width_mm`."""
    named = {name for group in order for name in group.names}
    rest = [
        Group((each.name,)) for each in record_type.fields if each.pdf_width_mm and each.name not in named
    ]
    return [_column(record_type, group, context) for group in (*order, *rest)]


def _column(record_type: RecordType, group: Group, context: PrintContext) -> Column:
    fields = [record_type.field(name) for name in group.names]
    align = _align(fields)

    def cell(ordinal: int, record: Record) -> Cell:
        texts = [show(each, record.get(each.name), context.reference_title) or BLANK for each in fields]
        plain = Cell(BLANK if set(texts) == {BLANK} else "\n".join(texts), align)
        return group.dress(record, plain) if group.dress else plain

    return Column(
        group.label or "\n".join(each.label for each in fields),
        max(each.pdf_width_mm or 0 for each in fields),
        cell,
        group.sample or ("2026-00-00" if any(each.kind is Kind.DATE for each in fields) else ""),
    )


def _align(fields: Sequence[Field]) -> Align:
    if all(each.kind in _NUMBERS for each in fields):
        return "right"
    return "center" if all(each.kind in _CENTRED for each in fields) else "left"


def fitted_widths(columns: Sequence[Column], room: float) -> list[float]:
    """Widths in points that fill `room`.

    Columns with a sample keep its width, the others share what is left as their `width_mm` asks, none
    narrower than its heading. When that cannot be, all shrink alike.
    """
    wanted = [column.width_mm * MM for column in columns]
    least = [
        _text_room(column.sample, SONG) if column.sample else _text_room(column.label, HEI)
        for column in columns
    ]
    kept = {index: least[index] for index, column in enumerate(columns) if column.sample}
    while len(kept) < len(columns):
        flexible = [index for index in range(len(columns)) if index not in kept]
        scale = (room - sum(kept.values())) / sum(wanted[index] for index in flexible)
        narrow = {index: least[index] for index in flexible if wanted[index] * scale < least[index]}
        if not narrow:
            return [kept.get(index, want * scale) for index, want in enumerate(wanted)]
        kept.update(narrow)
    return [width * room / sum(kept.values()) for _, width in sorted(kept.items())]


def _text_room(text: str, face: str) -> float:
    return max(text_width(line, face, BODY_SIZE) for line in text.split("\n")) + 2 * PAD_X + 0.5
