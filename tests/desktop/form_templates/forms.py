"""Makes forms as a superior's clerk would: in Excel and in Word."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from docx import Document
from openpyxl import Workbook
from openpyxl.styles import Border, Font, Side

LINE = Side(style="thin")


def xlsx_form(path: Path, rows: Sequence[Sequence[object]], merged: Sequence[str] = ()) -> Path:
    """A workbook with these cells, each with a border."""
    book = Workbook()
    sheet = book.active
    for cells in rows:
        sheet.append(list(cells))
    for row in sheet.iter_rows():
        for cell in row:
            cell.border = Border(LINE, LINE, LINE, LINE)
            cell.font = Font(name="仿宋", size=12)
    for each in merged:
        sheet.merge_cells(each)
    book.save(path)
    return path


def docx_form(path: Path, lines: Sequence[str], table: Sequence[Sequence[str]] = ()) -> Path:
    """A document with paragraphs, then a table; every mark is cut into three runs, as Word likes to do."""
    document = Document()
    for line in lines:
        _in_runs(document.add_paragraph(), line)
    if table:
        grid = document.add_table(rows=len(table), cols=len(table[0]))
        for row, cells in enumerate(table):
            for place, text in enumerate(cells):
                _in_runs(grid.cell(row, place).paragraphs[0], text)
    document.save(str(path))
    return path


def _in_runs(paragraph: object, text: str) -> None:
    third = max(1, len(text) // 3)
    for start in range(0, len(text), third):
        paragraph.add_run(text[start : start + third])  # type: ignore[attr-defined]


def docx_text(path: Path) -> str:
    """The paragraphs and cells of a document, a line each."""
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def changed_zip(source: Path, target: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The archive with each member's content changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return target
