"""How our .xlsx files look: heading that stays in view, text that stays text, real days and numbers, A4 landscape."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.spreadsheets.cells import CellKind
from desktop.spreadsheets.columns import SheetColumn

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_575  # and the heading
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
def new_workbook(target: Path | BytesIO) -> Iterator[Workbook]:
    """A workbook in which text stays text, written when the block ends well. Raises OSError, also for what XlsxWriter
    wraps.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    options = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    book = Workbook(target if isinstance(target, BytesIO) else str(target), options)
    yield book
    try:
        book.close()
    except FileCreateError as error:
        cause = error.args[0] if error.args else None
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from error


def frame_of(title: str, unit_name: str, columns: Sequence[SheetColumn], count: int) -> BytesIO:
    """A workbook with everything but its rows: heading, widths, print set-up, filter over `count` rows, and one sample
    row that has the style of each column."""
    frame = BytesIO()
    with new_workbook(frame) as book:
        sheet = book.add_worksheet(sheet_name(title))
        set_up_print(sheet, title, unit_name)
        write_head(book, sheet, columns)
        for place, column in enumerate(columns):
            sheet.write_blank(1, place, None, cell_format(book, column.kind))
        sheet.autofilter(0, 0, max(count, 1), len(columns) - 1)
    return frame


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


def sheet_name(title: str) -> str:
    """The title as the name of a sheet: at most 31 characters, without what Excel refuses there."""
    return re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:31] or "台账"
