"""The sections of a document: numbered 一、 二、 三、, each with a record's short fields in a form and its long ones below."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from db.spec import Field, Kind, Record
from reports.flow import Block, Gap, heading, paragraphs
from reports.paper import MM
from reports.print_context import PrintContext
from reports.record_blocks import particulars, small_heading

_DIGITS = "一二三四五六七八九十"
_GAP = 4 * MM
_FORM_KINDS = frozenset(Kind) - {Kind.LONG_TEXT, Kind.ROWS, Kind.ATTACHMENTS}


def numbered(parts: Sequence[tuple[str, Sequence[Block]]], gap: float = _GAP) -> list[Block]:
    """The parts that hold something, under headings 一、 二、 三、, up to twenty; a gap below each."""
    blocks: list[Block] = []
    for number, (name, content) in enumerate(((name, content) for name, content in parts if content), 1):
        blocks += [heading(f"{_numeral(number)}、{name}"), *content, Gap(gap)]
    return blocks


def section_blocks(
    fields: Sequence[Field],
    record: Record,
    context: PrintContext,
    width: float,
    *,
    said_above: Collection[str],
    blocks_of: Callable[[Field], Sequence[Block]],
    is_kept: bool = False,
) -> list[Block]:
    """A form of the short fields, then each longer one that holds something; [] when none does, unless the form is kept.

    A long field is named unless the words of the section, `said_above`, name it. `blocks_of` gives the blocks of rows and
    photos.
    """
    short = [field for field in fields if field.kind in _FORM_KINDS]
    blocks: list[Block] = []
    if is_kept or any(record.get(field.name) not in (None, "") for field in short):
        blocks += [particulars(short, record, context, width), Gap(_GAP / 2)]
    for field in fields:
        if record.get(field.name) and field not in short:
            blocks += [small_heading(field.label)] if field.label not in said_above else []
            is_text = field.kind is Kind.LONG_TEXT
            blocks += [paragraphs(record[field.name], width), Gap(_GAP / 2)] if is_text else blocks_of(field)
    return blocks


def _numeral(number: int) -> str:
    return _DIGITS[number - 1] if number <= 10 else f"十{_DIGITS[number - 11]}"
