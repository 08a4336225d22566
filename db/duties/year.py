"""One year of a standing as twelve months: what was done, what is due, overdue, missed or planned."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from db.duties.standing import Standing
from db.duties.windows import calendar_bounds


class Cell(StrEnum):
    """What a month says of a duty; its value is the word on the screen and on paper ("" for nothing)."""

    EMPTY = ""
    DONE = "已办"
    DUE = "应办"
    PLANNED = "已计划"
    OVERDUE = "逾期"
    MISSED = "缺"
    NOT_REQUIRED = "—"


def months_of(standing: Standing, year: int, today: date) -> tuple[Cell, ...]:
    """The twelve cells of a year. Of what a month could say, doing wins over overdue, plan, due and missed."""
    cells = [Cell.EMPTY] * 12
    if standing.rule is None or standing.is_suspended:
        cells = [Cell.NOT_REQUIRED] * 12
    for day in (window.last for window in standing.windows if window.done_on is None):
        _mark(cells, day, year, Cell.MISSED if day < today else Cell.DUE)
    for window in standing.windows:
        if window.done_on and window.done_on > window.last:
            _mark(cells, window.last, year, Cell.MISSED)
    _mark_coming(cells, standing, year, today)
    for planned in standing.planned:
        _mark(cells, planned.day, year, Cell.PLANNED)
    _mark_overdue(cells, standing, year, today)
    for day in standing.done:
        _mark(cells, day, year, Cell.DONE)
    return tuple(cells)


def _mark(cells: list[Cell], day: date, year: int, cell: Cell) -> None:
    if day.year == year:
        cells[day.month - 1] = cell


def _mark_coming(cells: list[Cell], standing: Standing, year: int, today: date) -> None:
    """By the calendar the windows after the open one are known as well."""
    rule = standing.rule
    if rule is None or rule.counted == "rolling" or not standing.windows:
        return
    opened = standing.windows[-1].last
    for month in range(rule.months, 13, rule.months):
        _, last = calendar_bounds(date(year, month, 1), rule.months)
        if last > opened and last >= today:
            _mark(cells, last, year, Cell.DUE)


def _mark_overdue(cells: list[Cell], standing: Standing, year: int, today: date) -> None:
    """Every month since the due day, up to the present one."""
    if not standing.is_overdue or standing.due is None:
        return
    for month in range(1, 13):
        if (standing.due.year, standing.due.month) <= (year, month) <= (today.year, today.month):
            cells[month - 1] = Cell.OVERDUE
