"""Which months the committee still owes a return: from the first month it has to report up to the present one."""

from __future__ import annotations

import sqlite3
from datetime import date

from db.return_standing import due_days_of, first_owed_month, standing_of_months
from db.spec.monthly_return import ACCEPTED, SENT
from db.spec.return_months import DueDays, months_between
from db.value import Value


class OwedMonth(Value):
    """A month that is not with the street: its newest return, if there is one, its status and version, and its days."""

    month: str
    return_id: str
    status: str  # "" while nothing has been made
    version: int
    due: DueDays

    def days_late(self, today: date) -> int:
        """Days past the hard day; 0 while that day has not passed."""
        return max(0, (today - self.due.hard).days)


def owed_months(connection: sqlite3.Connection, today: date) -> list[OwedMonth]:
    """The months that are not sent, the newest first; the present one belongs to them, so that its countdown is seen."""
    standing = standing_of_months(connection)
    months = months_between(first_owed_month(connection), f"{today:%Y-%m}")
    found = [(month, standing.get(month, ("", "", 0))) for month in reversed(months)]
    return [
        OwedMonth(month, return_id, status, version, due_days_of(connection, month))
        for month, (return_id, status, version) in found
        if status not in (SENT, ACCEPTED)
    ]
