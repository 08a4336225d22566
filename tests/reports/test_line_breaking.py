from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.line_breaking import NEVER_FIRST, NEVER_LAST, break_lines

ONE_EM: defaultdict[str, float] = defaultdict(lambda: 1.0)


def halves() -> dict[str, float]:
    return {chr(code): 0.5 for code in range(32, 127)} | {
        char: 1.0 for char in "整改完成后报街道，。（）《》“”"
    }


def test_a_mark_that_may_not_start_a_line_takes_the_character_before_it_along() -> None:
    assert break_lines("清理可燃物，开启出口", 5, ONE_EM) == ["清理可燃", "物，开启出", "口"]


@pytest.mark.parametrize("mark", "，。、；：？！）》”…％")
def test_no_line_starts_with_a_closing_mark(mark: str) -> None:
    lines = break_lines(f"一二三四{mark}五六七八{mark}九", 4, ONE_EM)
    assert not any(line[0] in NEVER_FIRST for line in lines)


@pytest.mark.parametrize("mark", "（《“【")
def test_no_line_ends_with_an_opening_mark(mark: str) -> None:
    lines = break_lines(f"一二三{mark}四五六七八{mark}九十", 4, ONE_EM)
    assert not any(line[-1] in NEVER_LAST for line in lines)


def test_a_latin_word_or_number_stays_whole_when_a_line_can_hold_it() -> None:
    assert break_lines("整改完成JGJ125后报街道", 5, halves()) == ["整改完成", "JGJ125后报", "街道"]


def test_a_date_is_cut_after_its_hyphen_not_before() -> None:
    assert break_lines("2026-11-23", 3.5, halves()) == ["2026-", "11-23"]


def test_a_word_longer_than_the_line_is_cut_rather_than_clipped() -> None:
    assert break_lines("A" * 25, 5, halves()) == ["A" * 10, "A" * 10, "A" * 5]


def test_line_breaks_of_the_text_are_kept_and_an_empty_text_is_one_empty_line() -> None:
    assert break_lines("一\n\n二", 9, ONE_EM) == ["一", "", "二"]
    assert break_lines("", 9, ONE_EM) == [""]


@given(st.text("整改，。（）“”AB1- \n", max_size=60), st.floats(0.1, 12))
def test_no_character_but_a_blank_is_lost_however_narrow_the_column(text: str, width: float) -> None:
    lines = break_lines(text, width, ONE_EM)
    assert "".join(lines).replace(" ", "") == text.replace("\n", "").replace(" ", "")


@given(st.text("整改，。（）AB1", max_size=60), st.integers(2, 12))
def test_no_line_is_wider_than_the_column(text: str, width: int) -> None:
    assert all(len(line) <= width for line in break_lines(text, width, ONE_EM))
