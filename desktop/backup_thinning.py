"""Which backups are kept: every one of today, the last of each of 14 days, of 8 weeks and of 24 months."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

DAYS, WEEKS, MONTHS = 14, 8, 24


def kept_backups(made: Iterable[datetime], today: date) -> set[datetime]:
    """Which of these moments are kept; the newest always is. Moments in the future (a clock put back) stay too."""
    moments = sorted(made, reverse=True)
    kept = set(moments[:1]) | {each for each in moments if each.date() >= today}
    for name, limit in ((_day, DAYS), (_week, WEEKS), (_month, MONTHS)):
        newest: dict[object, datetime] = {}
        for each in moments:
            newest.setdefault(name(each), each)
        kept |= set(sorted(newest.values(), reverse=True)[:limit])
    return kept


def _day(moment: datetime) -> object:
    return moment.date()


def _week(moment: datetime) -> object:
    return moment.isocalendar()[:2]


def _month(moment: datetime) -> object:
    return moment.year, moment.month
