"""What a cell says, as text that the ledger reads."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from db.spec.text import is_kept_as_typed, many_lines, plain_digits
from reports.sheet_reading.book import Cell

_ERRORS = frozenset(("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA"))
_GUARDED = re.compile(r"'+[=+\-@|%]")  # an apostrophe that keeps a spreadsheet from running the text
_CLOCK_AFTER_DAY = re.compile(
    r"^(.*?[\d日号])\s*[T\s(（]*((?:上午|下午|晚上|早上|中午)?\s*\d{1,2}\s*[:：点时]\s*(?:\d{1,2}|半)?\s*分?(?::\d{1,2})?)"
    r"(?:\s*[-–—~～至到]\s*((?:上午|下午|晚上)?\s*\d{1,2}\s*[:：点时]\s*(?:\d{1,2}|半)?\s*分?))?\s*[)）]?$"
)


def cell_text(cell: Cell) -> str:
    """The text of a cell: whole numbers without .0, days as 2024-04-07, times as 14:30; "" for nothing and for pictures."""
    if isinstance(cell, str):
        if is_kept_as_typed(cell) and cell[:1] != "'" and "DISPIMG(" not in cell:
            return cell
        if "DISPIMG(" in cell:
            return ""
        if _GUARDED.match(cell):
            cell = cell[1:]
        # ｜ parts the values of child rows, and folding would make it a common bar.
        return many_lines(cell) if "｜" not in cell else "｜".join(map(many_lines, cell.split("｜")))
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, (float, int)):  # noqa: UP038 - half the time of float | int, a million times
        return _number_text(cell)
    if isinstance(cell, datetime):
        is_day = cell.hour == cell.minute == cell.second == 0
        return cell.date().isoformat() if is_day else cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    return _span_text(cell)


def _number_text(number: float) -> str:
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    return format(number, ".12g")


def _span_text(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def is_error(text: str) -> bool:
    """Whether a formula of the spreadsheet failed."""
    return text in _ERRORS


def parted_day(text: str) -> tuple[str, str, str]:
    """(day, begin, end) of a day with a time behind it: 2024.01.08 上午9：30-10：30; begin and end may be ""."""
    plain = plain_digits(text).replace("：", ":")
    found = _CLOCK_AFTER_DAY.match(plain)
    if not found:
        return text, "", ""
    begin, end = (_clock(each) for each in (found[2], found[3] or ""))
    return found[1].strip(), begin, end


def _clock(text: str) -> str:
    return text.replace("早上", "上午").replace("中午", "").replace(" ", "").replace("半", "30分")
