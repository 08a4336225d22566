"""Filling an .xlsx form: cells with marks, one row repeated with its look, merges and formulas, the rest moved down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.errors import AppError
from db.spec.field import RecordType
from desktop.form_templates.container import UNREADABLE
from desktop.form_templates.form_values import BLANK, Filling, FormValues, as_text
from desktop.form_templates.layout import (
    MOST_PAGES,
    MOST_ROWS,
    NOTHING,
    FoundRow,
    has_record_marks,
    repeated_row,
)
from desktop.form_templates.marks import MARK, marks_in, read_mark
from desktop.form_templates.moving_rows import make_room
from desktop.form_templates.pictures import refuse_too_many, shown_alone
from desktop.form_templates.sheet_pictures import put_pictures

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

# A formula that reaches out of the sheet: other files, the network, other programs.
_REACHES_OUT = re.compile(r"\||\[|\b(WEBSERVICE|HYPERLINK|FILTERXML|IMAGE|RTD|DDE|CALL|REGISTER)\b", re.I)


def open_form(path: Path) -> Workbook:
    """The workbook of a checked file; links to other files are left out. Raises AppError `form_unreadable`."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return load_workbook(path, keep_links=False)
    except (InvalidFileException, *UNREADABLE) as error:
        raise AppError("form_unreadable", name=path.name) from error


def marks_of(path: Path) -> list[str]:
    """The texts of the marks in the form, in reading order."""
    book = open_form(path)
    return [
        text for sheet in book.worksheets for cell in _marked_cells(sheet) for text in marks_in(cell.value)
    ]


def is_repeating(path: Path, record_type: RecordType) -> bool:
    """Whether a row of the form is repeated for each record."""
    return any(_row_to_repeat(sheet, record_type) is not None for sheet in open_form(path).worksheets)


def fill(path: Path, values: FormValues, out: Path) -> None:
    """Write the filled form. Raises AppError `form_too_many_records`, `form_too_many_photos`."""
    book = open_form(path)
    refuse_too_many(values, marks_of(path))
    _silence(book)
    rows = {sheet.title: _row_to_repeat(sheet, values.record_type) for sheet in book.worksheets}
    if any(row is not None for row in rows.values()):
        _refuse_more_than(MOST_ROWS, values)
        for sheet in book.worksheets:
            _fill_sheet(sheet, values, rows[sheet.title])
    else:
        _refuse_more_than(MOST_PAGES, values)
        _fill_one_each(book, values)
    book.save(out)


def _refuse_more_than(most: int, values: FormValues) -> None:
    if len(values.records) > most:
        raise AppError("form_too_many_records", count=len(values.records), most=most)


def _row_to_repeat(sheet: Worksheet, record_type: RecordType) -> int | None:
    rows: dict[int, list[str]] = {}
    for cell in _marked_cells(sheet):
        rows.setdefault(cell.row, []).extend(marks_in(cell.value))
    return repeated_row(record_type, [FoundRow(row, tuple(marks)) for row, marks in rows.items()])


def _marked_cells(sheet: Worksheet) -> Iterator[Any]:
    for row in sheet.iter_rows():
        yield from (cell for cell in row if isinstance(cell.value, str) and MARK.search(cell.value))


def _fill_sheet(sheet: Worksheet, values: FormValues, row: int | None) -> None:
    """Every cell once, for what a record says must not be taken for a mark."""
    for cell in list(_marked_cells(sheet)):
        if cell.row != row:
            _fill_cell(cell, values, 0)
    if row is not None and not values.records:
        _say_nothing(sheet, values, row)
    elif row is not None:
        make_room(sheet, row, len(values.records) - 1)
        for place in range(len(values.records)):
            _fill_row(sheet, values, row + place, place)


def _fill_row(sheet: Worksheet, values: FormValues, row: int, place: int) -> None:
    for cell in sheet[row]:
        if isinstance(cell.value, str) and MARK.search(cell.value):
            _fill_cell(cell, values, place)


def _say_nothing(sheet: Worksheet, values: FormValues, row: int) -> None:
    """本期无记录, in the first place of the row that would have been repeated."""
    word = NOTHING
    for cell in sheet[row]:
        if isinstance(cell.value, str) and has_record_marks(values.record_type, cell.value):
            _write(cell, word)
            word = BLANK
        elif isinstance(cell.value, str) and MARK.search(cell.value):
            _fill_cell(cell, values, 0)


def _fill_one_each(book: Workbook, values: FormValues) -> None:
    """Each record on a sheet of its own: copies of the form's first sheet; its further sheets are filled once."""
    form = book.worksheets[0]
    copies = [form, *(book.copy_worksheet(form) for _ in values.records[1:])]
    for place, sheet in enumerate(copies):
        if len(values.records) > 1:
            sheet.title = _title(values, place)
        if place:
            sheet.print_options, sheet.print_title_rows = copy(form.print_options), form.print_title_rows
        for cell in list(_marked_cells(sheet)):
            _fill_cell(cell, values, place)
    for sheet in (each for each in book.worksheets if each not in copies):
        _fill_sheet(sheet, values, None)


def _title(values: FormValues, place: int) -> str:
    number = str(values.records[place].get("no") or place + 1)
    return re.sub(r"[\[\]:*?/\\]", " ", number)[:31]


def _fill_cell(cell: Cell, values: FormValues, place: int) -> None:
    text = str(cell.value)
    shown = shown_alone(values, text, place)
    if shown is not None:
        _write(cell, shown.words)
        put_pictures(cell, shown.pictures)
        return
    alone = MARK.fullmatch(text.strip())
    if alone:
        _write(cell, values.filling(read_mark(values.record_type, alone.group(1)), place))
        return
    put = lambda found: values.text(read_mark(values.record_type, found.group(1)), place)  # noqa: E731
    _write(cell, MARK.sub(put, text))


def _write(cell: Cell, filling: Filling) -> None:
    """Numbers and days as real ones; text always as text, whatever it begins with."""
    if isinstance(filling, date) and filling.year >= 1901:
        cell.value = filling
        if cell.number_format in ("General", "@") or "y" not in cell.number_format.lower():
            cell.number_format = "yyyy-mm-dd"
    elif isinstance(filling, float):
        cell.value = int(filling) if filling.is_integer() else filling
    else:
        cell.value = as_text(filling)[:32_767]
        cell.data_type = "s"


def _silence(book: Workbook) -> None:
    """Formulas that would reach out of the file become their text."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                formula = getattr(cell.value, "text", cell.value)
                if cell.data_type == "f" and _REACHES_OUT.search(str(formula)):
                    cell.value = str(formula)
                    cell.data_type = "s"
