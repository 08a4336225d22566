"""分期汇总: a quarter, half-year or year in the figures of the monthly return, each with the records behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from db import return_periods
from db.monthly_figures import BALANCE, all_figures, balances
from db.return_periods import BY_QUARTER, KINDS, Period, period_of
from db.return_standing import first_owed_month
from db.spec.field import Record
from desktop.office import Office

_NAMED = 6  # figures that differ are named up to so many


@dataclass(frozen=True)
class Rollup:
    """The figures of a period as rows (key, table, group, label, unit, value, rolls_up), the ids behind each, and whether
    期初 + 新增 + 转入 − 销号 − 转出 − 作废 = 期末 holds over it; `offenders` are (id, number) of hazards that contradict it.
    """

    period: Period
    first: str
    last: str
    rows: tuple[Record, ...]
    ids: Mapping[str, tuple[str, ...]]
    offenders: Sequence[tuple[str, str]]
    reported: Mapping[str, Decimal] | None = None  # what the signed returns of the months add up to

    @property
    def holds(self) -> bool:
        """Whether the identity holds and no hazard contradicts itself."""
        return not self.offenders and balances(self._balance())

    @property
    def identity(self) -> str:
        """期初 12 + 新增 5 + 转入 0 − 销号 6 − 转出 0 − 作废 1 = 期末 10."""
        found = self._balance()
        opening, came, again, closed, merged, voided, closing = (int(found[key]) for key in BALANCE)
        return (
            f"期初 {opening} + 新增 {came} + 转入 {again} − 销号 {closed} − 转出 {merged} − 作废 {voided}"
            f" {'=' if balances(found) else '≠'} 期末 {closing}"
        )

    @property
    def against_returns(self) -> str:
        """Whether the signed returns of the months add up to this, and by which figures not; "" while a month has none."""
        if self.reported is None:
            return ""
        differing = [
            f"{row['group']}：{row['label']} 月报合计 {self.reported[row['key']]}，现为 {row['value']}"
            for row in self.rows
            if row["key"] in self.reported and self.reported[row["key"]] != Decimal(row["value"])
        ]
        if not differing:
            return "与各月已签发的月报合计一致。"
        more = f"等 {len(differing)} 项" if len(differing) > _NAMED else ""
        return f"签发以后台账有变化，与各月月报合计不同：{'；'.join(differing[:_NAMED])}{more}。"

    @property
    def counted(self) -> list[Record]:
        """The rows that are not 0."""
        return [row for row in self.rows if row["value"] != "0"]

    def _balance(self) -> dict[str, Decimal]:
        return {row["key"]: Decimal(row["value"]) for row in self.rows if row["key"] in BALANCE}


def rollup(office: Office, code: str) -> Rollup:
    """The roll-up of 2026Q4, 2026H2, 2026 or 2026-11, up to today. Raises AppError `rollup_period_unknown`."""
    reader, period = office.store.reader(), period_of(code)
    span = return_periods.span_of(reader, period, office.today)
    found = return_periods.period_measured(reader, span)
    rows = tuple(
        {
            "key": each.key, "group": each.group, "label": each.label, "unit": each.unit,
            "value": found[each.key].text, "rolls_up": each.rolls_up, "table": each.table,
        }
        for each in all_figures()
    )  # fmt: skip
    ids = {key: value.ids for key, value in found.items()}
    offenders = return_periods.offenders(reader, span)
    reported = return_periods.signed_sums(reader, period)
    return Rollup(period, span.first, span.last, rows, ids, offenders, reported)


def periods_of(office: Office, kind: str) -> list[Period]:
    """The periods of a kind from the first month that has to be reported up to the present one, the newest first."""
    return return_periods.periods(kind, first_owed_month(office.store.reader()), office.today[:7])


def present_quarter(office: Office) -> str:
    """The code of the quarter of today."""
    return return_periods.periods(BY_QUARTER, office.today[:7], office.today[:7])[0].code


__all__ = ["BY_QUARTER", "KINDS", "Period", "Rollup", "periods_of", "present_quarter", "rollup"]
