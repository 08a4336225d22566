"""A spreadsheet file or a pasted block as sheets of cells. Any thread; nothing of the file is trusted."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from types import TracebackType

from db.errors import AppError, EnvironmentProblem

Cell = str | float | int | bool | date | datetime | time | timedelta | None
Range = tuple[int, int, int, int]  # first row, first column, last row, last column, from 0
LARGEST_FILE = 128 << 20
MOST_CELLS = 6_000_000  # 100,000 rows of 60 columns; a reader of sheets keeps the whole rectangle in memory
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Picture:
    """A picture that lies in a cell: its bytes and the name it has inside the file."""

    content: bytes
    name: str


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows from the first of the sheet on, so that row 0 is what the clerk sees as row 1."""

    name: str
    rows: Sequence[tuple[Cell, ...]]
    merged: tuple[Range, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    pictures: Mapping[tuple[int, int], tuple[Picture, ...]] = field(default_factory=dict)
    is_hidden: bool = False

    @property
    def width(self) -> int:
        """The number of columns of the widest row."""
        return max((len(row) for row in self.rows), default=0)


@dataclass(frozen=True)
class Book:
    """What was read: the file's name ("" for a pasted block) and its sheets; and whether it has pictures that could not
    be read, as no maintained reader gives those of an .xls."""

    name: str
    sheets: tuple[Sheet, ...]
    has_unread_pictures: bool = False


def read_book(file: Path, should_stop: Callable[[], None] = lambda: None) -> Book:
    """The sheets of a file, told by what is in it and not by its name; `should_stop` may raise between the parts.

    Raises AppError `table_empty`, `table_too_large`, `table_not_readable`, `table_encrypted`, `table_is_web_page`,
    `table_unsafe`; EnvironmentProblem `file_unreadable`.
    """
    content = _content(file)
    if not content.strip(b"\x00\r\n\t "):
        raise AppError("table_empty", name=file.name)
    if content.startswith(b"PK"):
        return Book(file.name, _from_archive(content, file.name, should_stop))
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise AppError("table_encrypted", name=file.name)
        from reports.sheet_reading.old_excel import check_old_excel

        has_pictures = check_old_excel(content, file.name)
        return Book(file.name, _from_workbook(content, file.name, {}, should_stop), has_pictures)
    from reports.sheet_reading.delimited import decoded, split_rows

    text = decoded(content, file.name)
    return Book(file.name, (Sheet(file.stem, split_rows(text, file.name)),))


def read_pasted(text: str) -> Book:
    """What was copied in Excel, WPS or a web page: one sheet of tab-separated cells. Raises AppError `table_empty`."""
    from reports.sheet_reading.delimited import split_rows

    if not text.strip():
        raise AppError("table_empty", name="剪贴板")
    return Book("", (Sheet("剪贴板", split_rows(text, "剪贴板", is_pasted=True)),))


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise AppError("table_too_large", name=file.name, limit_mb=LARGEST_FILE >> 20)
        return file.read_bytes()
    except OSError as error:
        raise EnvironmentProblem("file_unreadable", name=file.name, reason=error.strerror) from error


class _Panics:
    """A fault inside the reader of sheets comes out as a kind of exception of its own, for any file that is no sheet."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None and kind.__name__ == "PanicException":
            raise AppError("table_not_readable", name=self._name) from error


def _from_archive(content: bytes, name: str, should_stop: Callable[[], None]) -> tuple[Sheet, ...]:
    from reports.sheet_reading.archive import Archive
    from reports.sheet_reading.parts import sheet_parts

    with Archive(content, name) as archive:
        parts = sheet_parts(archive, should_stop)
    return _from_workbook(content, name, parts, should_stop)


def _from_workbook(
    content: bytes, name: str, parts: Mapping[str, object], should_stop: Callable[[], None]
) -> tuple[Sheet, ...]:
    from python_calamine import CalamineError

    try:
        with _Panics(name):
            sheets = _sheets(content, name, parts, should_stop)
    except (CalamineError, OSError, ValueError) as error:
        raise AppError("table_not_readable", name=name) from error
    if not any(sheet.rows for sheet in sheets):
        raise AppError("table_empty", name=name)
    return sheets


def _sheets(
    content: bytes, name: str, parts: Mapping[str, object], should_stop: Callable[[], None]
) -> tuple[Sheet, ...]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    found = []
    for each in workbook.sheets_metadata:
        if each.typ == SheetTypeEnum.WorkSheet:
            should_stop()
            is_hidden = each.visible != SheetVisibleEnum.Visible
            sheet = workbook.get_sheet_by_name(each.name)
            found.append(_sheet(sheet, name, parts.get(each.name), is_hidden))
    return tuple(found)


def _sheet(found: object, name: str, part: object, is_hidden: bool) -> Sheet:
    from python_calamine import CalamineSheet

    from reports.sheet_reading.parts import SheetPart

    assert isinstance(found, CalamineSheet)
    if found.total_height * found.total_width > MOST_CELLS:
        raise AppError(
            "table_too_wide", name=name, sheet=found.name, row=found.total_height, column=found.total_width
        )
    # The reader gives the empty rows above the first filled one, but not the empty columns before it.
    lead = (None,) * (found.start[1] if found.start else 0)
    rows: list[tuple[Cell, ...]] = [lead + tuple(row) for row in found.iter_rows()]
    merged = tuple((*begin, *end) for begin, end in found.merged_cell_ranges or ())
    extra = part if isinstance(part, SheetPart) else SheetPart()
    return Sheet(found.name, rows, merged, extra.hidden_rows, extra.pictures, is_hidden)
