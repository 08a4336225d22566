"""Writing .xlsx with XlsxWriter, a row at a time and each gone from memory once it is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from db.spec.field import Values
from desktop.spreadsheets.cells import CellKind
from desktop.spreadsheets.columns import SheetColumn
from desktop.spreadsheets.csv_text import text_of

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

LONGEST_CELL = 32_767  # characters; the file format knows no longer ones
MOST_ROWS = 1_048_575  # and the heading
_EPOCH = date(1899, 12, 30).toordinal()
_FONT = {"font_name": "宋体", "font_size": 10.5, "valign": "top"}
_FORMATS: dict[CellKind, dict[str, Any]] = {
    CellKind.TEXT: {"num_format": "@", "text_wrap": True},
    CellKind.LONG: {"num_format": "@", "text_wrap": True},
    CellKind.NUMBER: {"num_format": "General", "align": "right"},
    CellKind.MONEY: {"num_format": "0.00####", "align": "right"},
    CellKind.DATE: {"num_format": "yyyy-mm-dd", "align": "center"},
    CellKind.MOMENT: {"num_format": "yyyy-mm-dd hh:mm", "align": "center"},
}
_HEAD = {"bold": True, "text_wrap": True, "valign": "vcenter", "align": "center", "bg_color": "#E3EEEE", "border": 1,
         "border_color": "#B5C4C4", "num_format": "@", "font_name": "宋体", "font_size": 10.5}  # fmt: skip


@contextmanager
def new_workbook(path: Path, *, in_rows: bool) -> Iterator[Workbook]:
    """A workbook in which text stays text, written when the block ends well; with `in_rows` each row leaves the memory
    for a temporary file when the next begins. Raises OSError, also for what XlsxWriter wraps.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    with (
        TemporaryDirectory() as folder
    ):  # rows of personal data must not stay behind when the work is stopped
        options = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
        book = Workbook(str(path), options | {"constant_memory": in_rows, "tmpdir": folder})
        yield book
        try:
            book.close()
        except FileCreateError as error:
            cause = error.args[0] if error.args else None
            raise cause if isinstance(cause, OSError) else OSError(str(error)) from error


def cell_format(book: Workbook, kind: CellKind) -> Format:
    """How a body cell of that kind looks."""
    return book.add_format(_FONT | _FORMATS[kind])


def head_format(book: Workbook, **changes: Any) -> Format:
    """How a heading looks."""
    return book.add_format(_HEAD | changes)


def write_head(book: Workbook, sheet: Worksheet, columns: Sequence[SheetColumn]) -> None:
    """The heading, which stays in view and is repeated on every printed page, and the widths of the columns."""
    formats = {kind: cell_format(book, kind) for kind in CellKind}
    head = head_format(book)
    for place, column in enumerate(columns):
        hidden = {"hidden": True} if column.is_hidden else {}
        sheet.set_column(place, place, column.width, formats[column.kind], hidden)
    sheet.set_row(0, 30)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.label, head)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)


def set_up_print(sheet: Worksheet, title: str, unit_name: str) -> None:
    """A4 landscape, as wide as one page, title and unit above, 第 x 页/共 y 页 below (part E of the domain reference)."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.9, bottom=0.7)
    sheet.set_header(f"&L{_plain(unit_name)}&C&14{_plain(title)}&R打印日期：&D")
    sheet.set_footer("&C第 &P 页/共 &N 页")


def _plain(text: str) -> str:
    return f" {text}".replace("&", "&&")[:100]  # the blank keeps a leading digit apart from a font size


def row_writer(
    book: Workbook, sheet: Worksheet, columns: Sequence[SheetColumn]
) -> Callable[[int, Iterable[Values]], int]:
    """A function that writes records from a row on and gives the number of the next free row."""
    writers = [
        (place, each.content, _writer(sheet, each.kind, cell_format(book, each.kind)))
        for place, each in enumerate(columns)
    ]

    def write(row: int, records: Iterable[Values]) -> int:
        for record in records:
            for place, content, write_cell in writers:
                value = content(record)
                if value is not None and value != "":
                    write_cell(row, place, value)
            row += 1
        return row

    return write


def sheet_name(title: str) -> str:
    """The title as the name of a sheet: at most 31 characters, without what Excel refuses there."""
    return re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:31] or "台账"


def _writer(sheet: Worksheet, kind: CellKind, look: Format) -> Callable[[int, int, Any], object]:
    """How a content of this kind is written; a text in a column of numbers or dates (one too long or too early for a
    spreadsheet) is written as text."""

    def write_text(row: int, place: int, value: Any) -> object:
        return sheet.write_string(row, place, str(value), look)

    def write_number(row: int, place: int, value: Any) -> object:
        return (
            sheet.write_string(row, place, value)
            if isinstance(value, str)
            else sheet.write_number(row, place, value, look)
        )

    def write_day(row: int, place: int, value: Any) -> object:
        minutes = value.hour * 60 + value.minute if kind is CellKind.MOMENT else 0
        if value.year < 1901 or (
            kind is CellKind.MOMENT and not minutes
        ):  # midnight reads as a day without time
            return sheet.write_string(row, place, text_of(value))
        return sheet.write_number(row, place, value.toordinal() - _EPOCH + minutes / 1440, look)

    writers = {
        CellKind.NUMBER: write_number,
        CellKind.MONEY: write_number,
        CellKind.DATE: write_day,
        CellKind.MOMENT: write_day,
    }
    return writers.get(kind, write_text)
