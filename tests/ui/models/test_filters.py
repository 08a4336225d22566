"""Filters: the query they ask, the chips they show, and taking one off."""

from __future__ import annotations

from datetime import date

import pytest

from db.spec import HAZARD, INSPECTION
from ui.models.filters import Filters
from ui.models.periods import Period, Span, days_to_deadline

TODAY = date(2026, 11, 23)
ALL_ON = Filters(
    search="通道",
    statuses=("registered", "closed"),
    choices={"level": ("major",)},
    period=Period(Span.MONTH),
    is_open=True,
    is_overdue=True,
    due_by="2026-11-30",
    report_state="unreported",
    premises=("01X", "老张面馆"),
)


def test_every_filter_that_is_on_has_a_chip_in_words() -> None:
    assert [words for _, words in ALL_ON.chips(HAZARD, TODAY)] == [
        "搜索：通道",
        "场所：老张面馆",
        "状态：已上账、已销号",
        "隐患级别：重大（部门认定）",
        "2026年11月",
        "未办结",
        "逾期",
        "整改期限不晚于 2026-11-30",
        "未报送",
    ]


def test_taking_off_every_chip_leaves_nothing_filtered() -> None:
    filters = ALL_ON
    for key, _ in ALL_ON.chips(HAZARD, TODAY):
        assert filters.is_filtering()
        filters = filters.without(key)
    assert not filters.is_filtering()
    assert filters.chips(HAZARD, TODAY) == []


def test_a_choice_with_nothing_ticked_does_not_filter() -> None:
    filters = Filters().with_choice("level", ("major",)).with_choice("level", ())
    assert not filters.is_filtering()
    assert filters.query(TODAY, ()).choices == {}


@pytest.mark.parametrize(
    ("span", "bounds", "words"),
    [
        (Span.ALL, (None, None), "全部时间"),
        (Span.MONTH, ("2026-11-01", "2026-11-30"), "2026年11月"),
        (Span.QUARTER, ("2026-10-01", "2026-12-31"), "2026年第4季度"),
        (Span.YEAR, ("2026-01-01", "2026-12-31"), "2026年"),
    ],
)
def test_periods_around_today(span: Span, bounds: tuple[str | None, str | None], words: str) -> None:
    assert Period(span).bounds(TODAY) == bounds
    assert Period(span).text(TODAY) == words


def test_february_ends_on_the_29th_in_a_leap_year() -> None:
    assert Period(Span.MONTH).bounds(date(2028, 2, 10)) == ("2028-02-01", "2028-02-29")


def test_own_period_keeps_its_days() -> None:
    period = Period(Span.CUSTOM, "2026-03-01", "2026-03-15")
    assert period.bounds(TODAY) == ("2026-03-01", "2026-03-15")
    assert period.text(TODAY) == "2026-03-01 至 2026-03-15"


@pytest.mark.parametrize(
    ("day", "left"),
    [(date(2026, 11, 23), 4), (date(2026, 11, 27), 0), (date(2026, 11, 28), 29), (date(2026, 12, 31), 27)],
)
def test_days_until_the_27th(day: date, left: int) -> None:
    assert days_to_deadline(day) == left


def test_a_list_can_be_limited_to_chosen_records_under_their_own_words() -> None:
    filters = Filters(only=("本季没有检查的场所", ("01A", "01B")))
    assert filters.query(TODAY, ()).only == ("01A", "01B")
    assert filters.chips(HAZARD, TODAY) == [("only", "本季没有检查的场所")]
    assert filters.is_filtering() and not filters.without("only").is_filtering()


def test_a_field_of_yes_or_no_is_filtered_in_words() -> None:
    chips = Filters(choices={"led_by_principal": ("1",)}).chips(INSPECTION, TODAY)
    assert chips == [("choice:led_by_principal", "主要负责人带队：是")]
