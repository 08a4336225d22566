"""In which span of days something must be done once. Days only; nothing here reads a database or a clock.

每年, 每季度 and 每月 are counted by the calendar. 每半年 of the regulation is counted from the last time: drilled in
January, due in July (part H 23).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from db.duties.rules import ROLLING
from db.spec.dates import days_in_month


@dataclass(frozen=True, slots=True)
class Window:
    """From the first to the last day; `done_on` is the first time it was done within."""

    first: date
    last: date
    done_on: date | None


def months_later(day: date, months: int) -> date:
    """The same day some months later; the last of the month where there is no such day."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    return date(year, month + 1, min(day.day, days_in_month(year, month + 1)))


def calendar_bounds(day: date, months: int) -> tuple[date, date]:
    """The first and last day of the month, quarter, half-year or year that holds a day."""
    return _bounds(day.year, (day.month - 1) // months * months + 1, months)


@lru_cache(maxsize=5_000)  # a board asks for the same few hundred windows for every premises
def _bounds(year: int, month: int, months: int) -> tuple[date, date]:
    first = date(year, month, 1)
    return first, months_later(first, months) - timedelta(days=1)


def windows_until(counted: str, months: int, start: date, done: Sequence[date], until: date) -> list[Window]:
    """Every window from the one that holds `start` to the one open on `until`, and the next when that one is done.

    `done` are the days it was done, in order. By the calendar each window needs its own; counted from the last time,
    each time opens the next window.
    """
    if counted == ROLLING:
        return _rolling(months, start, done)
    return _by_calendar(months, start, done, until)


def due_window(windows: Sequence[Window]) -> Window:
    """The window that is to be fulfilled next: the first of those missed since it was last done, or the open one.

    What was missed before the last time stays missed, but can no longer be made good.
    """
    place = len(windows) - 1
    while place and windows[place - 1].done_on is None:
        place -= 1
    return windows[place]


def _by_calendar(months: int, start: date, done: Sequence[date], until: date) -> list[Window]:
    windows: list[Window] = []
    first, last = calendar_bounds(start, months)
    while True:
        place = bisect_left(done, first)
        found = done[place] if place < len(done) and done[place] <= last else None
        windows.append(Window(first, last, found))
        if last >= until and found is None:
            return windows
        first, last = calendar_bounds(last + timedelta(days=1), months)


def _rolling(months: int, start: date, done: Sequence[date]) -> list[Window]:
    first, last = calendar_bounds(start, months)
    windows = []
    for day in done:
        windows.append(Window(first, last, day))
        first, last = day, months_later(day, months)
    return [*windows, Window(first, last, None)]
