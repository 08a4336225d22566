"""What a cell of a spreadsheet holds for a value, and the value that was meant by what is read from one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from db.spec.code_tables import find_code, label_of
from db.spec.field import Field, Kind
from desktop.spreadsheets.child_rows import rows_from_text, rows_text

Content = str | float | date | datetime | None  # of a cell
MOST_DIGITS = 15  # a spreadsheet keeps no more of a number


class CellKind(StrEnum):
    """How a cell is written: numbers and dates are real ones, everything else is text."""

    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    MOMENT = "moment"


_CELLS = {
    Kind.LONG_TEXT: CellKind.LONG, Kind.ROWS: CellKind.LONG, Kind.ATTACHMENTS: CellKind.LONG,
    Kind.INTEGER: CellKind.NUMBER, Kind.DECIMAL: CellKind.NUMBER, Kind.MONEY: CellKind.MONEY,
    Kind.DATE: CellKind.DATE, Kind.DATE_TIME: CellKind.MOMENT,
}  # fmt: skip


def cell_kind(field: Field) -> CellKind:
    """How the cells of a field are written."""
    return _CELLS.get(field.kind, CellKind.TEXT)


def content_of(field: Field, word: Callable[[str, str], str]) -> Callable[[Any], Content]:
    """What a cell holds for a value of this field; read again by `db.spec.kinds.parse` it gives the same value."""
    if field.kind is Kind.CHOICE:
        labels: dict[str, str] = {}  # the same few codes ten thousand times
        return lambda code: (
            labels.get(code) or labels.setdefault(code, choice_word(field, code)) if code else None
        )
    maker = _CONTENTS.get(field.kind)
    if maker:
        return lambda value: None if value is None else maker(value)
    if field.kind is Kind.CHOICES:
        return lambda codes: "；".join(choice_word(field, each) for each in codes) if codes else None
    if field.kind is Kind.REFERENCE:
        return lambda id_: word(field.refers_to, id_) if id_ else None
    if field.kind in (Kind.ROWS, Kind.ATTACHMENTS):
        text = lambda each, value: _text_of(content_of(each, word)(value))  # noqa: E731
        return lambda rows: rows_text(field, rows, text) if rows else None
    return lambda value: value


def choice_word(field: Field, code: str) -> str:
    """The Chinese word of a code, or the code where that word would be read as another one (火灾 of 1986 and 2025)."""
    label = label_of(field.codes, code)
    found = find_code(field.codes, label)
    return label if found and found.code == code else code


def _text_of(content: Content) -> str:
    """A cell's content inside a line of child rows, as people type it."""
    if isinstance(content, datetime):
        return content.isoformat(" ", "minutes")
    if isinstance(content, float):
        return f"{content:.15g}"
    return "" if content is None else str(content)


def _number(value: int | str) -> Content:
    text = str(value)
    return float(text) if sum(map(str.isdigit, text)) <= MOST_DIGITS else text


def moment(stamp: str | None) -> datetime | None:
    """The day and time of a stamp, to the minute."""
    return datetime.fromisoformat(stamp[:16]) if stamp else None


_CONTENTS: Mapping[Kind, Callable[[Any], Content]] = {
    Kind.INTEGER: _number,
    Kind.DECIMAL: _number,
    Kind.MONEY: _number,
    Kind.DATE: date.fromisoformat,
    Kind.DATE_TIME: moment,
    Kind.YES_NO: lambda value: "是" if value else "否",
}


def read_back(field: Field, content: Content) -> Any:
    """What an exported cell is as typed values, before `db.spec.kinds.parse`: child rows taken apart again, dates as
    ISO text. A text of child rows that is not of our form stays text, and is refused by its kind.
    """
    if isinstance(content, datetime):
        return (
            content.isoformat(" ", "minutes") if field.kind is Kind.DATE_TIME else content.date().isoformat()
        )
    if isinstance(content, date):
        return content.isoformat()
    if isinstance(content, float):
        return f"{content:.15g}"
    if field.kind in (Kind.ROWS, Kind.ATTACHMENTS) and isinstance(content, str) and content.strip():
        rows = rows_from_text(field, content)
        return content if rows is None else rows
    return content
