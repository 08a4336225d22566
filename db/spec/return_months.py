"""The months of returns: their days by the cut-off day, and by when they must reach the street.

每月27日前 (青夏街〔2024〕13号 safeguard 6): the plan says neither up to which day a return counts nor whether the 27th
itself is in time, so both are 本单位设定.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from db.spec.dates import days_in_month
from db.value import Value

FIRST_MONTH = "2024-04"  # the plan was issued on 2024-04-07
_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


def is_month(text: str) -> bool:
    """Whether a text is a month: 2026-11."""
    return _MONTH.fullmatch(text) is not None


def month_words(month: str) -> str:
    """2026年11月."""
    return f"{month[:4]}年{int(month[5:])}月"


def shifted_month(month: str, by: int) -> str:
    """The month so many months later."""
    total = int(month[:4]) * 12 + int(month[5:]) - 1 + by
    return f"{total // 12}-{total % 12 + 1:02d}"


def months_between(first: str, last: str) -> list[str]:
    """Every month from the first to the last, both included."""
    found = []
    while first <= last:
        found.append(first)
        first = shifted_month(first, 1)
    return found


def day_in(month: str, day: int) -> date:
    """That day of the month, or its last day when it is shorter."""
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, min(day, days_in_month(year, number)))


def month_bounds(month: str, cutoff_day: int) -> tuple[str, str]:
    """First and last day a return of that month counts; a cut-off on the 31st is the end of the month."""
    before = day_in(shifted_month(month, -1), cutoff_day)
    return (before + timedelta(days=1)).isoformat(), day_in(month, cutoff_day).isoformat()


def year_start(month: str, cutoff_day: int) -> str:
    """The day from which the year to date counts: where January's return begins."""
    return month_bounds(f"{month[:4]}-01", cutoff_day)[0]


class DueDays(Value):
    """By when a month's return should and must be out: both days count whole, to 24:00."""

    target: date
    hard: date


def due_days(month: str, cutoff_day: int, target_day: int, hard_day: int) -> DueDays:
    """The days of a month's return; in the next month when its data run up to the hard day or beyond it."""
    due_month = month if cutoff_day < hard_day else shifted_month(month, 1)
    hard = day_in(due_month, hard_day)
    return DueDays(min(day_in(due_month, target_day), hard), hard)
