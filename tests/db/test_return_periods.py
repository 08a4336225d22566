"""Quarter, half-year and year from the figures of the months: flows add up, stocks are those of the end."""

from __future__ import annotations

import pytest

from db.errors import AppError
from db.monthly_figures import AT_FIRST, AT_LAST, MONTH, SUMMED, Span, all_figures, measured
from db.return_periods import BY_HALF, BY_MONTH, BY_QUARTER, BY_YEAR, period_of, periods
from db.return_standing import bounds_of_month
from db.spec.return_months import months_between
from desktop.office import Office
from desktop.return_rollup import present_quarter, rollup
from tests import factories
from tests.db.test_monthly_returns import signed
from tests.sample_year import SampleYear


def test_a_code_names_its_months() -> None:
    found = {code: period_of(code) for code in ("2026-11", "2026Q4", "2026H1", "2026H2", "2026")}
    assert {code: (each.words, each.first_month, each.last_month) for code, each in found.items()} == {
        "2026-11": ("2026年11月", "2026-11", "2026-11"),
        "2026Q4": ("2026年第4季度", "2026-10", "2026-12"),
        "2026H1": ("2026年上半年", "2026-01", "2026-06"),
        "2026H2": ("2026年下半年", "2026-07", "2026-12"),
        "2026": ("2026年", "2026-01", "2026-12"),
    }
    for wrong in ("2026Q5", "2026H3", "26", "2026-13", ""):
        with pytest.raises(AppError, match="rollup_period_unknown"):
            period_of(wrong)


def test_the_periods_of_each_kind_run_backwards_over_the_months() -> None:
    codes = {
        kind: [each.code for each in periods(kind, "2025-11", "2026-04")]
        for kind in (BY_MONTH, BY_QUARTER, BY_HALF, BY_YEAR)
    }
    assert codes[BY_MONTH][:2] == ["2026-04", "2026-03"] and len(codes[BY_MONTH]) == 6
    assert codes[BY_QUARTER] == ["2026Q2", "2026Q1", "2025Q4"]
    assert codes[BY_HALF] == ["2026H1", "2025H2"]
    assert codes[BY_YEAR] == ["2026", "2025"]


@pytest.mark.parametrize("code", ["2026Q1", "2026Q3", "2026H1", "2026"])
def test_flows_are_the_sums_of_the_months_and_stocks_those_of_the_first_or_last(
    office: Office, code: str
) -> None:
    SampleYear(office).write()
    office.clock.moment = office.clock.moment.replace(month=12, day=31)  # type: ignore[attr-defined]
    reader, period = office.store.reader(), period_of(code)
    spans = [
        Span(*bounds_of_month(reader, month)[:2])
        for month in months_between(period.first_month, period.last_month)
    ]
    months = [
        {key: value.value for (key, _), value in measured(reader, {MONTH: span}).items()} for span in spans
    ]
    found = rollup(office, code)
    values = {row["key"]: row["value"] for row in found.rows}
    for each in all_figures():
        parts = [month[each.key] for month in months]
        expected = {SUMMED: sum(parts), AT_FIRST: parts[0], AT_LAST: parts[-1]}.get(each.rolls_up)
        assert (
            expected is None
            or values[each.key] == f"{expected:f}".rstrip("0").rstrip(".")
            or float(values[each.key]) == float(expected)
        ), each.key
    assert int(values["inspected"]) <= sum(int(month["inspected"]) for month in months)
    assert found.holds and "= 期末" in found.identity
    assert len(found.ids["found"]) == int(values["found"])


def test_the_present_quarter_counts_up_to_today(office: Office) -> None:
    assert present_quarter(office) == "2026Q4"
    found = rollup(office, "2026Q4")
    assert (found.first, found.last) == ("2026-09-26", "2026-11-23")
    assert found.counted == []


def test_the_signed_returns_of_the_months_are_held_against_the_roll_up(office: Office) -> None:
    for month in ("2026-07", "2026-08"):
        signed(office, month=month)
    assert rollup(office, "2026Q3").against_returns == ""  # September has none yet
    signed(office, month="2026-09")
    assert rollup(office, "2026Q3").against_returns == "与各月已签发的月报合计一致。"
    office.add("hazard", factories.hazard(found_on="2026-08-01"))
    told = rollup(office, "2026Q3").against_returns
    assert told.startswith("签发以后台账有变化，与各月月报合计不同：隐患：新增 月报合计 0，现为 1；")
