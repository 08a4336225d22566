"""Recognising a sheet that this program wrote, exported or blank, and reading it exactly: no head is guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from db.spec import RECORD_TYPES
from db.spec.field import RecordType
from desktop.spreadsheets.cells import Content
from desktop.spreadsheets.columns import MARK_LABEL
from reports.sheet_reading.book import Book, Cell, Sheet, read_book

__all__ = ["OwnRow", "OwnSheet", "own_sheet", "read_book"]
_CONTINUED = re.compile(r"（续\d+）$")
_MARKED = re.compile(r"([0-9A-HJKMNP-TV-Z]{26})@(\d+)")


@dataclass(frozen=True)
class OwnRow:
    """One row: its number in the sheet, the record and revision it was exported from ("" and 0: a new one), and what
    its cells hold, by field; `number` is the record's number as it stands there."""

    row: int
    record_id: str
    rev: int
    number: str
    cells: Mapping[str, Content]


@dataclass(frozen=True)
class OwnSheet:
    """A sheet that the program wrote, as it is now."""

    file_name: str
    record_type: RecordType
    rows: tuple[OwnRow, ...]


def own_sheet(book: Book) -> OwnSheet | None:
    """The sheet of a book that this program wrote; None when there is none."""
    for sheet in book.sheets:
        record_type = _type_of(sheet)
        if record_type is not None:
            heads = [str(cell or "").strip() for cell in sheet.rows[0]]
            rows = (_row(record_type, heads, number, cells) for number, cells in enumerate(sheet.rows[1:], 2))
            return OwnSheet(book.name, record_type, tuple(each for each in rows if each is not None))
    return None


def _type_of(sheet: Sheet) -> RecordType | None:
    heads = [str(cell) for cell in sheet.rows[0]] if sheet.rows else []
    marks = [each.strip().removeprefix(MARK_LABEL) for each in heads if each.strip().startswith(MARK_LABEL)]
    return RECORD_TYPES.get(marks[0]) if marks else None


def _row(record_type: RecordType, heads: Sequence[str], row: int, cells: Sequence[Cell]) -> OwnRow | None:
    names = {each.label: each.name for each in record_type.fields}
    found: dict[str, Content] = {}
    mark, number = "", ""
    for place, head in enumerate(heads):
        cell = _content(cells[place]) if place < len(cells) else None
        name = names.get(_CONTINUED.sub("", head), "")
        if head.startswith(MARK_LABEL):
            mark = str(cell or "")
        elif head == "编号":
            number = str(cell or "")
        elif name and _CONTINUED.search(head):
            found[name] = f"{found.get(name) or ''}{cell or ''}" or None
        elif name:
            found[name] = cell
    if not any(found.values()) and not mark:
        return None
    marked = _MARKED.fullmatch(mark.strip())
    record_id, rev = (marked.group(1), int(marked.group(2))) if marked else ("", 0)
    return OwnRow(row, record_id, rev, number, found)


def _content(cell: Cell) -> Content:
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, int | float):
        return float(cell)
    if cell is None or isinstance(cell, str):
        return cell or None
    return cell if isinstance(cell, date) else str(cell)
