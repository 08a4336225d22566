"""The figures of a month over all committees, out of their signed monthly returns: by committee and summed (B11 part 3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from db.errors import AppError
from db.monthly_figures import all_figures
from db.spec import MONTHLY_RETURN
from db.spec.field import Record
from db.spec.return_months import is_month
from desktop.street.month_board import MonthBoard, MonthLine, Standing, month_of_all
from desktop.street.street_ledger import StreetLedger

MONTH, YEAR = "month", "year"


@dataclass(frozen=True)
class CommitteeFigures:
    """One committee's month: how it stands on the board, and its figures by key ({}: no signed return came)."""

    line: MonthLine
    figures: Mapping[str, Record]

    def value(self, key: str, span: str = MONTH) -> Decimal | None:
        """A figure of the month or of the year so far; None when the return has none."""
        text = (self.figures.get(key) or {}).get(span)
        return Decimal(str(text)) if text not in (None, "") else None


@dataclass(frozen=True)
class MonthFigures:
    """The board of a month with the figures of every committee."""

    board: MonthBoard
    committees: tuple[CommitteeFigures, ...]

    @property
    def reported(self) -> list[CommitteeFigures]:
        """The committees whose figures are in the sums."""
        return [each for each in self.committees if each.figures]

    def sum(self, key: str, span: str = MONTH) -> Decimal:
        """A figure over all committees that reported."""
        return sum((each.value(key, span) or Decimal(0) for each in self.reported), Decimal(0))

    def summed_rows(self) -> list[Record]:
        """Every figure that is not 0 in the month or the year: group, label, unit, month, year, how many committees have it."""
        rows = []
        for each in all_figures():
            month, year = self.sum(each.key), self.sum(each.key, YEAR)
            if month or year:
                count = sum(bool(one.value(each.key)) for one in self.reported)
                rows.append(
                    {
                        "key": each.key, "group": each.group, "label": each.label, "unit": each.unit,
                        "month": plain(month), "year": "" if each.is_stock else plain(year), "committees": str(count),
                    }
                )  # fmt: skip
        return rows

    def missing(self) -> Sequence[str]:
        """The names of the committees that are not in the sums."""
        return [
            each.line.name
            for each in self.committees
            if not each.figures and each.line.standing is not Standing.NOT_ASKED
        ]


def plain(number: Decimal) -> str:
    """A sum as paper shows it: 12, 0.35."""
    return f"{number.normalize():f}" if number else "0"


def figures_of_month(street: StreetLedger, month: str, *, with_unenrolled: bool = False) -> MonthFigures:
    """The figures of a month; of the present one for "". The board as `month_of_all` gives it. Raises AppError `period_unreadable`.

    A return that the street sent back counts as not reported until its correction comes.
    """
    wanted = month or street.today[:7]
    if not is_month(wanted):
        raise AppError("period_unreadable", typed=month)
    board = month_of_all(street, wanted, with_unenrolled=with_unenrolled)
    return MonthFigures(board, tuple(_of_committee(street, each) for each in board.lines))


def _of_committee(street: StreetLedger, line: MonthLine) -> CommitteeFigures:
    if not line.arrived_at or line.standing is Standing.RETURNED:
        return CommitteeFigures(line, {})
    record = street.get(MONTHLY_RETURN.table, line.return_id)
    return CommitteeFigures(line, {each["key"]: each for each in record.get("figures") or ()})
