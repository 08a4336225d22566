"""Dates as people write them. A day that does not exist is refused; a year that was not typed is asked for."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from db.spec.text import plain_digits

_SEPARATED = r"(\d{4})\s*[-/.。年\s]\s*(\d{1,2})\s*[-/.。月\s]\s*(\d{1,2})\s*[日号]?"
_COMPACT = r"(\d{4})(\d{2})(\d{2})"
_NO_YEAR = r"(\d{1,2})\s*[-/.。月]\s*(\d{1,2})\s*[日号]?"
_SHORT_YEAR = r"'?(\d{2})\s*[-/.。年]\s*(\d{1,2})\s*[-/.。月]\s*(\d{1,2})\s*[日号]?"
_NO_DAY = r"(\d{4})\s*[-/.。年]\s*(\d{1,2})\s*月?"
_CLOCK = r"(上午|下午|晚上)?\s*(\d{1,2})\s*[:时点]\s*(\d{1,2})?\s*分?(?::(\d{1,2}))?"
_WORDS = {"前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2}
_FIGURES = {each: place % 10 for place, each in enumerate("零一二三四五六七八九〇")} | {"○": 0}
_IN_CHINESE = re.compile(
    r"([零〇○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]"
)
_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_SERIALS = range(20000, 80000)  # 1954-10-03 to 2119-01-10


class NotADate(ValueError):
    """The text names no day; `problem_id` and `params` say why."""

    def __init__(self, problem_id: str, **params: object) -> None:
        super().__init__(problem_id)
        self.problem_id = problem_id
        self.params = params


def parse_date(typed: str, today: date) -> date:
    """The day a clerk typed or pasted: 2024.4.7, 2024年4月7日, 20240407, 二〇二四年四月七日, 今天, +7, an Excel serial.

    Raises NotADate: `date_year_missing` (4.7, 24-4-7), `date_day_missing` (2024年4月), `date_not_existing` (2024-2-30),
    `date_unreadable`.
    """
    text = re.sub(r"(?:\s+|T)0?0:00(?::00)?$", "", plain_digits(typed))
    if text in _WORDS:
        return today + timedelta(days=_WORDS[text])
    if re.fullmatch(r"[+-]\d{1,4}", text):
        return today + timedelta(days=int(text))
    if found := re.fullmatch(_SEPARATED, text) or re.fullmatch(_COMPACT, text):
        return _existing(*(int(part) for part in found.groups()), typed=text)
    if found := _IN_CHINESE.fullmatch(text):
        year = int("".join(str(_FIGURES[each]) for each in found[1]))
        return _existing(year, _below_hundred(found[2]), _below_hundred(found[3]), typed=text)
    if re.fullmatch(r"\d{5}(\.0+)?", text) and int(float(text)) in _EXCEL_SERIALS:
        return _EXCEL_EPOCH + timedelta(days=int(float(text)))
    raise _why_not(text)


def _below_hundred(text: str) -> int:
    """三 → 3, 十 → 10, 十五 → 15, 二十 → 20, 三十一 → 31; what is no number (三五) becomes 0, which is no day."""
    tens, ten, ones = text.partition("十")
    if not ten:
        return _FIGURES[tens] if len(tens) == 1 else 0
    if len(tens) > 1 or len(ones) > 1 or ones == "十":
        return 0
    return (_FIGURES[tens] if tens else 1) * 10 + (_FIGURES[ones] if ones else 0)


def _existing(year: int, month: int, day: int, *, typed: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NotADate("date_not_existing", typed=typed) from None


def _why_not(text: str) -> NotADate:
    if re.fullmatch(_NO_DAY, text):
        return NotADate("date_day_missing", typed=text)
    if re.fullmatch(_NO_YEAR, text) or re.fullmatch(_SHORT_YEAR, text):
        return NotADate("date_year_missing", typed=text)
    return NotADate("date_unreadable", typed=text)


def parse_date_time(typed: str, today: date) -> datetime:
    """The day and time typed, to the minute: 2024-4-7 14:30, 2024年4月7日下午2点半. A day alone has no time: refused.

    Raises NotADate as `parse_date` does, and `time_missing`, `time_unreadable`.
    """
    text = plain_digits(typed).replace("T", " ").replace("半", "30分")
    found = re.search(r"(上午|下午|晚上)?\s*\d{1,2}\s*[:时点].*$", text)
    if not found:
        parse_date(text, today)
        raise NotADate("time_missing", typed=text)
    day = parse_date(text[: found.start()], today) if text[: found.start()].strip() else today
    return datetime.combine(day, parse_clock(found.group()))


def parse_clock(typed: str) -> time:
    """A time of day: 14:30, 下午2:30, 9点. Raises NotADate `time_unreadable`."""
    found = re.fullmatch(_CLOCK, plain_digits(typed))
    if not found:
        raise NotADate("time_unreadable", typed=typed)
    half, hour, minute = found.group(1), int(found.group(2)), int(found.group(3) or 0)
    hour += 12 if half in ("下午", "晚上") and hour < 12 else 0
    try:
        return time(hour, minute)
    except ValueError:
        raise NotADate("time_unreadable", typed=typed) from None


def days_in_month(year: int, month: int) -> int:
    """28 to 31. The library's `calendar` also loads the locale, 3 ms of every start."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - date(year, month, 1)).days
