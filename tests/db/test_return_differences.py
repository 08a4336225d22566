"""What a correction changed: paragraphs, figures, tasks; what is equal is not told."""

from __future__ import annotations

from typing import Any

import pytest

from db.errors import AppError
from db.return_differences import (
    FigureChange,
    TaskChange,
    TextChange,
    figure_changes,
    task_changes,
    text_changes,
)
from desktop.office import Office
from desktop.return_comparison import comparison, figure_words
from tests import factories
from tests.db.test_monthly_returns import act, corrected, signed


def row(key: str, month: str, year: str | None) -> dict[str, Any]:
    return {"key": key, "group": "隐患", "label": key, "unit": "条", "month": month, "year": year}


def test_changed_stretches_of_a_text_stand_beside_each_other() -> None:
    first = {"narrative": "甲\n乙\n丙", "difficulties": None, "phone": "1"}
    second = {"narrative": "甲\n乙二\n丙\n丁", "difficulties": "缺人", "phone": "1"}
    assert text_changes(first, second) == [
        TextChange("工作开展情况", "乙", "乙二"), TextChange("工作开展情况", "", "丁"), TextChange("困难建议", "", "缺人"),
    ]  # fmt: skip


def test_only_figures_that_differ_are_told_and_those_that_fell_away_come_last() -> None:
    first = [row("旧", "1", "1"), row("同", "2", "2"), row("存", "3", None)]
    second = [row("同", "2", "2"), row("存", "4", None), row("新", "1", "1")]
    found = figure_changes(first, second)
    assert [each.label for each in found] == ["存", "新", "旧"]
    assert found[0] == FigureChange("隐患", "存", "条", "3", "4", None, None)
    assert figure_words(found[0]) == "隐患：存（条）　本月 3 → 4"
    assert figure_words(found[1]) == "隐患：新（条）　本月 — → 1，本年累计 — → 1"


def test_tasks_that_moved_came_or_went_are_told() -> None:
    first = [
        {"no": "1", "title": "甲", "state": "进行中", "progress": 50},
        {"no": "2", "title": "乙", "state": "完成", "progress": 100},
    ]
    second = [
        {"no": "1", "title": "甲", "state": "完成", "progress": 100},
        {"no": "3", "title": "丙", "state": "未开始", "progress": 0},
    ]
    assert task_changes(first, second) == [
        TaskChange("1", "甲", "进行中 50%", "完成 100%"), TaskChange("3", "丙", "", "未开始 0%"), TaskChange("2", "乙", "完成 100%", ""),
    ]  # fmt: skip


def test_a_correction_stands_beside_the_version_it_corrects(office: Office) -> None:
    first = signed(office)
    with pytest.raises(AppError, match="return_is_first"):
        comparison(office, first)
    act(office, first, "send_back", answer_note="漏报")
    second = corrected(office, first)
    assert comparison(office, second).is_empty
    office.add("hazard", factories.hazard())
    found = comparison(office, office.get("monthly_return", second["id"]))
    assert "隐患：新增（条）　本月 0 → 1，本年累计 0 → 1" in [figure_words(each) for each in found.figures]
