"""The time, as the program sees it. China has one zone, so stored times are UTC+08:00."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))


class Clock:
    """The computer's clock in China's zone; tests put their own in its place."""

    def now(self) -> datetime:
        """The moment, to the second."""
        return datetime.now(CHINA).replace(microsecond=0)

    def today(self) -> date:
        """The day."""
        return self.now().date()


class FixedClock(Clock):
    """A clock that stands still until it is moved: for sample data and for tests."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment if moment.tzinfo else moment.replace(tzinfo=CHINA)

    def now(self) -> datetime:
        """The moment it stands at."""
        return self.moment
