"""Rows of a list for the clipboard, as Excel and WPS take them: tab-separated text, and a table in HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from db.spec.field import Values
from ui.models.columns import Column

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?")
_AS_TEXT = " style=\"mso-number-format:'\\@'\""  # so that 0012 and long numbers stay as they are


def rows_of_cells(
    columns: Sequence[Column], records: Iterable[Values], *, has_heads: bool = True
) -> list[list[str]]:
    """Headers, if wanted, and one row a record; tabs and line breaks inside a cell become blanks."""
    rows = [[column.label for column in columns]] if has_heads else []
    return rows + [[_cell(column, record) for column in columns] for record in records]


def tab_separated(rows: Iterable[Sequence[str]]) -> str:
    """One line a row."""
    return "".join("\t".join(row) + "\n" for row in rows)


def html_table(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> str:
    """The same as a table: numbers and days as such, everything else as text."""
    lines = (
        "<tr>"
        + "".join(_html_cell(column, text) for column, text in zip(columns, row, strict=True))
        + "</tr>"
        for row in rows
    )
    return f'<meta charset="utf-8"><table>{"".join(lines)}</table>'


def _html_cell(column: Column, text: str) -> str:
    is_plain = column.is_number or _DAY.fullmatch(text) is not None
    return f"<td{'' if is_plain else _AS_TEXT}>{escape(text)}</td>"


def _cell(column: Column, record: Values) -> str:
    text = column.text(record)
    mark = column.mark(record)
    if mark and mark.word != text and mark.is_pill:
        text = f"{text} {mark.word}".strip()
    return re.sub(r"[\t\r\n]+", " ", text)
