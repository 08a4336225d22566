"""Selected rows as tab-separated text with headers, as Excel and WPS take it from the clipboard; text that they would
run as a formula is guarded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from db.spec.field import Values
from db.spec.formula_guard import guarded
from ui.models.columns import Column


def tab_separated(columns: Sequence[Column], records: Iterable[Values]) -> str:
    """Headers and one line a record; tabs and line breaks inside a cell become blanks."""
    lines = ["\t".join(column.label for column in columns)]
    lines += ["\t".join(_cell(column, record) for column in columns) for record in records]
    return "\n".join(lines) + "\n"


def _cell(column: Column, record: Values) -> str:
    text = column.text(record)
    mark = column.mark(record)
    if mark and mark.word != text and mark.is_pill:
        text = f"{text} {mark.word}".strip()
    line = re.sub(r"[\t\r\n]+", " ", text)
    return line if column.is_number else guarded(line)
