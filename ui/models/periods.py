"""The period filter: 今天, 本周, 本月, 上月, 本季, 本年, 自定 or 全部, as first and last day."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from db.spec.dates import days_in_month
from db.value import Value


class Span(StrEnum):
    """Which period; its value is the word on the screen."""

    ALL = "全部时间"
    TODAY = "今天"
    WEEK = "本周"
    MONTH = "本月"
    LAST_MONTH = "上月"
    QUARTER = "本季"
    YEAR = "本年"
    CUSTOM = "自定"


class Period(Value):
    """A span around today, or with its own first and last day (ISO text, None is open)."""

    span: Span = Span.ALL
    first: str | None = None
    last: str | None = None

    def bounds(self, today: date) -> tuple[str | None, str | None]:
        """First and last day as ISO text; None where there is no bound."""
        if self.span is Span.ALL:
            return None, None
        if self.span is Span.CUSTOM:
            return self.first, self.last
        first, last = _days(self.span, today)
        return first.isoformat(), last.isoformat()

    def text(self, today: date) -> str:
        """The period in words: 2026年11月, 2026年第4季度, 2026年, 2026-11-01 至 2026-11-20."""
        if self.span is Span.CUSTOM:
            return f"{self.first or '最早'} 至 {self.last or '今后'}"
        if self.span in (Span.TODAY, Span.WEEK):
            first, last = self.bounds(today)
            return (
                f"{self.span.value}（{first}）"
                if first == last
                else f"{self.span.value}（{first} 至 {last}）"
            )
        if self.span is Span.LAST_MONTH:
            month, _ = _days(self.span, today)
            return f"{month.year}年{month.month}月"
        return {
            Span.ALL: Span.ALL.value,
            Span.MONTH: f"{today.year}年{today.month}月",
            Span.QUARTER: f"{today.year}年第{(today.month - 1) // 3 + 1}季度",
            Span.YEAR: f"{today.year}年",
        }[self.span]


def _days(span: Span, today: date) -> tuple[date, date]:
    """First and last day; a week begins on Monday."""
    if span is Span.TODAY:
        return today, today
    if span is Span.WEEK:
        monday = today - timedelta(days=today.weekday())
        return monday, monday + timedelta(days=6)
    if span is Span.LAST_MONTH:
        last = today.replace(day=1) - timedelta(days=1)
        return last.replace(day=1), last
    first_month, last_month = _months(span, today)
    last_day = days_in_month(today.year, last_month)
    return date(today.year, first_month, 1), date(today.year, last_month, last_day)


def _months(span: Span, today: date) -> tuple[int, int]:
    if span is Span.MONTH:
        return today.month, today.month
    if span is Span.QUARTER:
        first = (today.month - 1) // 3 * 3 + 1
        return first, first + 2
    return 1, 12


def days_to_deadline(today: date, hard_day: int = 27) -> int:
    """Days until the hard day of a return comes next (每月27日前 unless the committee set another); 0 on the day itself."""
    due = _day_in(today.year, today.month, hard_day)
    if due < today:
        due = _day_in(today.year + today.month // 12, today.month % 12 + 1, hard_day)
    return (due - today).days


def days_since_deadline(today: date, hard_day: int = 27) -> int:
    """Days since the hard day of this month passed; 0 on the day itself and before."""
    return max(0, (today - _day_in(today.year, today.month, hard_day)).days)


def _day_in(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, days_in_month(year, month)))
