"""Marks: every grade and state has its word, and grades differ without colour."""

from __future__ import annotations

from datetime import date

import pytest

from db.spec import HAZARD, RECORD_TYPES, RISK
from db.spec.code_tables import code_table
from ui.models.marks import hazard_level_mark, overdue_mark, report_mark, risk_level_mark, status_mark


@pytest.mark.parametrize("table", ["premises", "risk", "hazard", "drill"])
def test_every_state_is_a_pill_with_its_word(table: str) -> None:
    record_type = RECORD_TYPES[table]
    for status in record_type.statuses:
        mark = status_mark(record_type, {"status": status.code})
        assert mark is not None and mark.is_pill and mark.word == status.label


def test_risk_levels_differ_in_word_and_shape_not_only_in_colour() -> None:
    marks = [risk_level_mark(each.code) for each in code_table("risk_level").codes]
    assert [mark.word for mark in marks if mark] == ["红 重大", "橙 较大", "黄 一般", "蓝 低"]
    assert len({mark.shape for mark in marks if mark}) == 4


def test_hazard_levels_differ_in_word_and_shape_and_are_short() -> None:
    marks = [hazard_level_mark(each.code) for each in code_table("hazard_level").codes]
    assert {mark.word for mark in marks if mark} == {"一般", "疑似重大", "重大"}
    assert len({mark.shape for mark in marks if mark}) == 3


@pytest.mark.parametrize(
    ("state", "word"),
    [("unreported", "未报送"), ("sealed", "已封包"), ("reported", "已报送"), ("changed", "报送后有修改")],
)
def test_report_states_have_their_words(state: str, word: str) -> None:
    mark = report_mark({"report_state": state})
    assert mark is not None and mark.word == word


@pytest.mark.parametrize(
    ("deadline", "status", "word"),
    [
        ("2026-11-20", "rectifying", "逾期3天"),
        ("2026-11-23", "registered", "今天到期"),
        ("2026-11-24", "registered", None),
        ("2026-11-20", "closed", None),
        (None, "registered", None),
    ],
)
def test_overdue_counts_days_of_open_records_only(
    deadline: str | None, status: str, word: str | None
) -> None:
    mark = overdue_mark(HAZARD, {"deadline": deadline, "status": status}, date(2026, 11, 23))
    assert (mark.word if mark else None) == word


@pytest.mark.parametrize(
    ("record", "word"),
    [
        ({"needs_review": True, "next_review": "2027-01-01", "status": "assessed"}, "应复评"),
        ({"needs_review": True, "next_review": "2026-11-20", "status": "assessed"}, "逾期3天"),
        ({"needs_review": False, "next_review": "2027-01-01", "status": "assessed"}, None),
    ],
)
def test_a_risk_to_be_assessed_before_its_day_says_so(record: dict[str, object], word: str | None) -> None:
    mark = overdue_mark(RISK, record, date(2026, 11, 23))
    assert (mark.word if mark else None) == word
