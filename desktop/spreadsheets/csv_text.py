"""Text of spreadsheets: csv that Excel opens with a double click (BOM, CRLF), formulas guarded."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TextIO

from db.spec.field import Values
from db.spec.formula_guard import guarded
from desktop.spreadsheets.cells import Content
from desktop.spreadsheets.columns import SheetColumn


def write_head(file: TextIO, columns: Sequence[SheetColumn]) -> None:
    """The heading of a csv file opened with `utf-8-sig` and `newline=""`."""
    csv.writer(file).writerow([guarded(each.label) for each in columns])


def write_rows(file: TextIO, columns: Sequence[SheetColumn], rows: Iterable[Values]) -> None:
    """One line a record."""
    writer = csv.writer(file)
    contents = [each.content for each in columns]
    writer.writerows([text_of(content(record)) for content in contents] for record in rows)


def text_of(content: Content) -> str:
    """A cell's content as the text of a csv cell, guarded where it would be run."""
    return guarded(content) if isinstance(content, str) else plain_text(content)


def plain_text(content: Content) -> str:
    """A cell's content as text: numbers without trailing zeros, days as 2026-11-03, times to the minute."""
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    if isinstance(content, float):
        return f"{content:.15g}"
    return content.isoformat(" ", "minutes") if isinstance(content, datetime) else content.isoformat()
