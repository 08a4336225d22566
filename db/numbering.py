"""Numbers such as YH-2026-0001: given when a record is registered, never reused, without gaps."""

from __future__ import annotations

from db.store import Transaction
from db.waiting_rows import Series, WaitingRows

# Two statements: RETURNING gathers its row in a table of its own, which takes six times as long as both of them.
_ONE_MORE = (
    "INSERT INTO number_series (committee_code, prefix, year, last) VALUES (?, ?, ?, 1)"
    " ON CONFLICT DO UPDATE SET last = last + 1"
)
_LAST = "SELECT last FROM number_series WHERE committee_code = ? AND prefix = ? AND year = ?"


def next_number(transaction: Transaction, committee_code: str, prefix: str, year: int) -> str:
    """The next number of the committee's series for that prefix and year (part E: per committee, type and year).

    The counter is part of the record's own transaction: a refused record leaves no gap, a retired one keeps its number.
    """
    series = (committee_code, prefix, year)
    if transaction.waiting is not None:
        last = _counted(transaction.waiting, series)
    else:
        transaction.execute(_ONE_MORE, series)
        (last,) = transaction.execute(_LAST, series).fetchone()
    return f"{prefix}-{year}-{last:04d}"


def _counted(waiting: WaitingRows, series: Series) -> int:
    """The next number, counted here; the counter is written with the rows that bear its numbers."""
    last = waiting.numbers.get(series)
    if last is None:
        row = waiting.first(_LAST, series)
        last = row[0] if row else 0
    waiting.numbers[series] = last + 1
    return last + 1
