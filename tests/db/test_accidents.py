"""Accidents beside the year the goal starts from: a base of zero is a figure, a missing one is not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from db.accident_comparison import comparison_note, comparison_rows
from db.accidents import (
    Baseline,
    accident_goal,
    at_most,
    baseline,
    change_percent,
    keep_baseline,
    year_of_accidents,
)
from db.errors import InvalidRecord
from desktop.office import Office
from tests import factories


def enter(office: Office) -> None:
    office.add("accident", factories.accident())
    office.add(
        "accident", factories.accident(title="居民楼火灾", category="火灾", is_production="否", dead="1")
    )
    later = [{"told_at": "2026-08-14 09:00", "dead": "3", "to": "夏阳街道"}]
    office.add("accident", factories.accident(title="仓库坍塌", type_2025="坍塌", dead="1", follow_ups=later))


def test_only_production_accidents_count_with_what_was_followed_up(office: Office) -> None:
    enter(office)
    year = year_of_accidents(office.store.reader(), 2026)
    assert (year.count, year.deaths, year.larger) == (2, 3, 1)
    assert year_of_accidents(office.store.reader(), 2025).count == 0


def test_the_goal_is_ten_per_cent_less_than_2023() -> None:
    goal = accident_goal()
    assert (goal.baseline_year, goal.reduce_percent, goal.years) == (2023, 10, (2024, 2025, 2026))
    assert (at_most(10, 10), change_percent(4, 3)) == (Decimal(9), Decimal("-25.0"))
    assert (at_most(0, 10), change_percent(0, 3)) == (None, None)


def test_the_base_is_unknown_until_it_is_entered_and_may_be_zero(office: Office) -> None:
    reader = office.store.reader()
    assert baseline(reader) is None
    office.write(lambda tx: keep_baseline(tx, 0, 0, " 街道通报 "), "登记事故基数")
    assert baseline(reader) == Baseline(0, 0, "街道通报")


def test_deaths_without_an_accident_are_refused(office: Office) -> None:
    with pytest.raises(InvalidRecord) as refused:
        office.write(lambda tx: keep_baseline(tx, 0, 1, ""), "登记事故基数")
    assert refused.value.problems[0].message_id == "deaths_without_accident"


@pytest.mark.parametrize(
    ("base", "first", "year", "words"),
    [
        (None, ("", ""), ("2", "", "", "3", "", ""), "基数还没有填写"),
        (Baseline(0, 0, ""), ("0", "0"), ("2", "基数为零", "增加 2", "3", "基数为零", "增加 3"), "起数和死亡人数为零"),
        (Baseline(4, 2, "通报"), ("4", "2"), ("2", "不超过 3.6", "-50%", "3", "不超过 1.8", "+50%"), "目标"),
    ],
)  # fmt: skip
def test_the_table_says_what_can_be_said(
    office: Office, base: Baseline | None, first: tuple[str, str], year: tuple[str, ...], words: str
) -> None:
    enter(office)
    goal, found = accident_goal(), year_of_accidents(office.store.reader(), 2026)
    rows = comparison_rows(goal, base, [found])
    assert (rows[0][1], rows[0][4]) == first
    assert rows[1][1:7] == year and rows[1][7] == "1"
    assert "SG-2026-0001" in rows[1][8] and "居民楼" not in rows[1][8]
    assert words in comparison_note(goal, base)


def test_a_year_like_a_base_of_zero_is_level(office: Office) -> None:
    rows = comparison_rows(
        accident_goal(), Baseline(0, 0, ""), [year_of_accidents(office.store.reader(), 2024)]
    )
    assert rows[1][3] == rows[1][6] == "持平"
