"""Rows of an .xlsx written straight into its archive: XlsxWriter makes everything else, with one sample row whose cell
styles are taken over. Memory holds one block of rows, and a sheet is written in half the time.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from db.spec.field import Values
from desktop.spreadsheets.cells import CellKind
from desktop.spreadsheets.columns import SheetColumn
from desktop.spreadsheets.csv_text import plain_text

SHEET = "xl/worksheets/sheet1.xml"
_SAMPLE_ROW = re.compile(r'<row r="2".*?</row>', re.S)
_STYLE = re.compile(r'<c r="[A-Z]+2" s="(\d+)"')
_DIMENSION = re.compile(r'(<dimension ref="[A-Z]+\d+:[A-Z]+)\d+"')
_EPOCH = date(1899, 12, 30).toordinal()
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(x[0-9A-Fa-f]{4}_)")
Cell = Callable[[Any, int], str]


def write_archive(
    path: Path, frame: BytesIO, columns: Sequence[SheetColumn], blocks: Iterable[Sequence[Values]], count: int
) -> int:
    """Write the workbook of `frame` with the records (about `count`) in place of its sample row; how many they were.
    Raises OSError."""
    with zipfile.ZipFile(frame) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name != SHEET:
                target.writestr(name, source.read(name))
        sheet = source.read(SHEET).decode()
        sample = _SAMPLE_ROW.search(sheet)
        assert sample is not None
        cells = _cells(columns, _STYLE.findall(sample.group()))
        with target.open(SHEET, "w", force_zip64=True) as file:
            file.write(_DIMENSION.sub(rf'\g<1>{count + 1}"', sheet[: sample.start()], count=1).encode())
            row = 2
            for block in blocks:
                file.write("".join(_rows(row, cells, block)).encode())
                row += len(block)
            file.write(sheet[sample.end() :].encode())
    return row - 2


def _rows(
    first: int, cells: Sequence[tuple[Callable[[Values], Any], Cell]], records: Iterable[Values]
) -> Iterator[str]:
    for row, record in enumerate(records, first):
        parts = (cell(value, row) for content, cell in cells if (value := content(record)) not in (None, ""))
        yield f'<row r="{row}">{"".join(parts)}</row>'


def _cells(
    columns: Sequence[SheetColumn], styles: Sequence[str]
) -> list[tuple[Callable[[Values], Any], Cell]]:
    from xlsxwriter.utility import xl_col_to_name

    return [
        (each.content, _cell(each.kind, xl_col_to_name(place), style))
        for place, (each, style) in enumerate(zip(columns, styles, strict=True))
    ]


def _cell(kind: CellKind, letters: str, style: str) -> Cell:
    """How a content of this kind is written; a text in a column of numbers or days (one too long or too early for a
    spreadsheet) is written as text."""

    def write_text(value: Any, row: int) -> str:
        text = _escaped(value if isinstance(value, str) else plain_text(value))
        return (
            f'<c r="{letters}{row}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        )

    def write_number(value: Any, row: int) -> str:
        return (
            write_text(value, row)
            if isinstance(value, str)
            else f'<c r="{letters}{row}" s="{style}"><v>{value:.16g}</v></c>'
        )

    def write_day(value: Any, row: int) -> str:
        minutes = value.hour * 60 + value.minute if kind is CellKind.MOMENT else 0
        if value.year < 1901 or (
            kind is CellKind.MOMENT and not minutes
        ):  # midnight reads as a day without time
            return write_text(value, row)
        return (
            f'<c r="{letters}{row}" s="{style}"><v>{value.toordinal() - _EPOCH + minutes / 1440:.16g}</v></c>'
        )

    others = {
        CellKind.NUMBER: write_number,
        CellKind.MONEY: write_number,
        CellKind.DATE: write_day,
        CellKind.MOMENT: write_day,
    }
    return others.get(kind, write_text)


def _escaped(text: str) -> str:
    """The text as XML that reads back as it was; `_x0041_` would be read as A."""
    if _FORBIDDEN.search(text):
        text = _FORBIDDEN.sub("", text)
    if "_x" in text:
        text = _LOOKS_ESCAPED.sub(r"_x005F_\1", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
