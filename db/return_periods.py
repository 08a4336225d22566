"""月, 季, 半年, 年: the figures of the monthly return over the months of a longer period, counted from the same records."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Mapping
from decimal import Decimal

from db.errors import AppError
from db.monthly_figures import MONTH, SUMMED, Measured, Span, all_figures, measured, offending_hazards
from db.return_standing import bounds_of_month
from db.spec.monthly_return import FIXED
from db.spec.return_months import is_month, month_words, months_between, shifted_month
from db.value import Value

BY_MONTH, BY_QUARTER, BY_HALF, BY_YEAR = "month", "quarter", "half", "year"
KINDS: Mapping[str, str] = {BY_MONTH: "月", BY_QUARTER: "季", BY_HALF: "半年", BY_YEAR: "年"}
_CODE = re.compile(r"(20[0-9]{2})(?:Q([1-4])|H([12]))?")
_QUARTER, _HALF, _YEAR = 3, 6, 12


class Period(Value):
    """A run of months with its code (2026-11, 2026Q4, 2026H2, 2026) and its words."""

    code: str
    words: str
    first_month: str
    last_month: str


def period_of(code: str) -> Period:
    """The period of a code. Raises AppError `rollup_period_unknown`."""
    if is_month(code):
        return Period(code, month_words(code), code, code)
    found = _CODE.fullmatch(code)
    if found is None:
        raise AppError("rollup_period_unknown", typed=code)
    year, quarter, half = found.groups()
    if quarter:
        return _run(code, f"{year}年第{quarter}季度", year, (int(quarter) - 1) * _QUARTER, _QUARTER)
    if half:
        return _run(
            code, f"{year}年{'上' if half == '1' else '下'}半年", year, (int(half) - 1) * _HALF, _HALF
        )
    return _run(code, f"{year}年", year, 0, _YEAR)


def _run(code: str, words: str, year: str, after: int, count: int) -> Period:
    first = shifted_month(f"{year}-01", after)
    return Period(code, words, first, shifted_month(first, count - 1))


def periods(kind: str, first_month: str, last_month: str) -> list[Period]:
    """The periods of a kind that hold a month from the first to the last, the newest first."""
    codes = dict.fromkeys(_code(kind, month) for month in reversed(months_between(first_month, last_month)))
    return [period_of(code) for code in codes]


def _code(kind: str, month: str) -> str:
    year, number = month[:4], int(month[5:])
    return {
        BY_MONTH: month,
        BY_QUARTER: f"{year}Q{(number + _QUARTER - 1) // _QUARTER}",
        BY_HALF: f"{year}H{1 if number <= _HALF else 2}",
        BY_YEAR: year,
    }[kind]


def span_of(connection: sqlite3.Connection, period: Period, today: str) -> Span:
    """The days of a period: from the first day of its first return to the last day of its last, up to today."""
    first = bounds_of_month(connection, period.first_month)[0]
    last = bounds_of_month(connection, period.last_month)[1]
    return Span(first, min(last, max(today, first)))


def period_measured(connection: sqlite3.Connection, span: Span) -> dict[str, Measured]:
    """Every figure over these days, by its key: flows summed, stocks as of the last day."""
    return {key: value for (key, _), value in measured(connection, {MONTH: span}).items()}


def offenders(connection: sqlite3.Connection, span: Span) -> list[tuple[str, str]]:
    """(id, number) of the hazards by which the identity of these days fails or only seems to hold."""
    return offending_hazards(connection, span)


def signed_sums(connection: sqlite3.Connection, period: Period) -> dict[str, Decimal] | None:
    """What the signed returns of the months add up to, by the keys of the figures that are summed, the newest signed
    version of each month; None while a month of the period has none.
    """
    marks = ", ".join("?" * len(FIXED))
    rows = connection.execute(
        f"SELECT month, figures FROM monthly_return WHERE month BETWEEN ? AND ? AND retired_at IS NULL"
        f" AND status IN ({marks}) ORDER BY month, version",
        (period.first_month, period.last_month, *FIXED),
    ).fetchall()
    months = {month: json.loads(figures) for month, figures in rows}
    if list(months) != months_between(period.first_month, period.last_month):
        return None
    sums: dict[str, Decimal] = {each.key: Decimal(0) for each in all_figures() if each.rolls_up == SUMMED}
    for row in (row for figures in months.values() for row in figures):
        if row["key"] in sums:
            sums[row["key"]] += Decimal(row["month"])
    return sums
