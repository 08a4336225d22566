"""Which months are owed: from the first one set, until the street has them; with the days by which they are due."""

from __future__ import annotations

from datetime import date

import pytest

from db.owed_months import owed_months
from db.spec.return_months import due_days
from desktop.office import Office
from desktop.owed_returns import countdown_sentence, days_too_late, late_entry_words, run_words, status_words
from tests.db.test_monthly_returns import act, begun, corrected, signed

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("cutoff", "target", "hard", "due"),
    [
        (25, 26, 27, (date(2026, 2, 26), date(2026, 2, 27))),
        (
            31,
            26,
            27,
            (date(2026, 3, 26), date(2026, 3, 27)),
        ),  # data up to the month's end are due in the next month
        (25, 31, 27, (date(2026, 2, 27), date(2026, 2, 27))),  # the target never lies behind the hard day
        (25, 30, 31, (date(2026, 2, 28), date(2026, 2, 28))),
    ],
)
def test_a_return_is_due_on_the_set_days(cutoff: int, target: int, hard: int, due: tuple[date, date]) -> None:
    found = due_days("2026-02", cutoff, target, hard)
    assert (found.target, found.hard) == due


def test_a_month_is_owed_until_the_street_has_it(office: Office) -> None:
    office.keep_own_numbers({"return_first_year": 2026, "return_first_month": 9})
    owed = lambda: [(each.month, status_words(each)) for each in owed_months(office.store.reader(), TODAY)]  # noqa: E731
    assert owed() == [("2026-11", "没有编"), ("2026-10", "没有编"), ("2026-09", "没有编")]
    september, october, november = (signed(office, month=f"2026-{month:02d}") for month in (9, 10, 11))
    act(office, september, "send", sent_way="纸质")
    act(office, october, "accept")
    assert owed() == [("2026-11", "已签发")]
    row = (november["id"], "monthly_return", november["rev"], "P1")
    office.write(lambda tx: tx.execute("INSERT INTO reported_record VALUES (?,?,?,?)", row), "回执")
    assert owed() == []  # the package's receipt confirmed it
    corrected(office, november)
    assert owed() == [("2026-11", "更正第2版 草稿")]


def test_nothing_is_owed_before_the_plan_was_issued(office: Office) -> None:
    office.keep_own_numbers({"return_first_year": 2024, "return_first_month": 1})
    assert owed_months(office.store.reader(), TODAY)[-1].month == "2024-04"


def test_a_month_that_is_sent_leaves_the_sentence(office: Office) -> None:
    office.keep_own_numbers({"return_first_year": 2026, "return_first_month": 11})
    assert countdown_sentence(office, []) == "2026年11月月报已报送"
    assert run_words(["2024-12", "2025-01", "2025-03", "2025-05", "2025-07"]) == (
        "2024年12月至2025年1月、2025年3月、2025年5月等"
    )


def test_a_return_made_after_its_day_says_when_it_was_entered(office: Office) -> None:
    late = begun(office, month="2026-10")
    assert late_entry_words(office, late) == "补报：2026年11月23日编制，截止日为2026年10月27日"
    assert late_entry_words(office, begun(office)) == ""


def test_a_correction_needs_its_reason(office: Office) -> None:
    first = signed(office)
    second = corrected(office, first)
    steps = {each.transition.name: each.why_not for each in office.possible_steps(second, "monthly_return")}
    assert steps["compile"] is not None and steps["compile"].message_id == "correction_reason_missing"
    office.change("monthly_return", second["id"], {"correction_reason": "漏报检查"})
    assert act(office, second, "compile")["status"] == "compiled"
    returned = signed(office, month="2026-10")
    act(office, returned, "send_back", answer_note="检查次数不对")
    assert corrected(office, returned)["correction_reason"] == "检查次数不对"


def test_a_return_that_came_after_its_day_is_late_by_that_many_days(office: Office) -> None:
    found = signed(office)
    assert days_too_late(office, found) == 0
    by_hand = act(office, found, "send", sent_way="纸质", sent_on="2026-11-30")
    assert days_too_late(office, by_hand) == 3
    assert days_too_late(office, by_hand | {"version": 2}) == 0
