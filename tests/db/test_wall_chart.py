"""The rows of the wall chart: groups in order, bars that do not overlap, a state for each."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from db.spec.field import Record
from db.wall_chart import BarState, Rows, chart_rows, state_of, year_share

TODAY = date(2026, 11, 23)


def task(**changes: Any) -> Record:
    return {
        "id": "1", "no": "RW-2026-0001", "title": "任务", "owner": "王芳", "clause": "T21", "clause_title": "任务21 应急能力",
        "start": "2026-11-01", "due": "2026-11-30", "status": "not_started", "done_late": False,
    } | changes  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, BarState.NOT_STARTED),
        ({"status": "in_progress"}, BarState.IN_PROGRESS),
        ({"status": "awaiting_confirmation"}, BarState.AWAITING),
        ({"status": "suspended"}, BarState.SUSPENDED),
        ({"due": "2026-11-22"}, BarState.OVERDUE),
        ({"due": "2026-11-23"}, BarState.NOT_STARTED),
        ({"status": "done", "due": "2026-11-01"}, BarState.DONE),
        ({"status": "done", "done_late": True}, BarState.DONE_LATE),
    ],
)
def test_a_bar_says_where_its_task_stands(changes: dict[str, Any], state: BarState) -> None:
    assert state_of(task(**changes), TODAY) is state


def test_a_bar_lies_where_its_days_lie_and_days_of_other_years_at_the_edge() -> None:
    ((bar,),) = [row.bars for row in chart_rows([task(start="2025-06-01")], 2026, Rows.CLAUSE, TODAY)]
    assert (bar.begin, bar.end) == (0.0, pytest.approx(334 / 365))
    assert year_share(date(2027, 3, 1), 2026) == 1.0 and year_share(date(2024, 7, 1), 2024) == 182 / 366


def test_bars_that_overlap_get_lines_of_their_own_under_one_name() -> None:
    tasks = [
        task(start="2026-01-01", due="2026-03-31", status="done"),
        task(start="2026-04-01", due="2026-06-30"),
        task(start="2026-02-01", due="2026-12-31"),
    ]
    first, second = chart_rows(tasks, 2026, Rows.CLAUSE, TODAY)
    assert (first.label, first.count, len(first.bars)) == ("任务21 应急能力", "1/3", 2)
    assert (second.label, len(second.bars)) == ("", 1)


def test_groups_stand_in_the_order_of_the_plan_or_by_owner() -> None:
    tasks = [
        task(),
        task(clause_title="任务3 企业主体责任", owner="陈建国"),
        task(clause_title=None, clause=None),
    ]
    order = ("任务3 企业主体责任", "任务21 应急能力")
    labels = [row.label for row in chart_rows(tasks, 2026, Rows.CLAUSE, TODAY, order)]
    assert labels == [*order, "其他"]
    owners = {row.label for row in chart_rows(tasks, 2026, Rows.OWNER, TODAY) if row.label}
    assert owners == {"王芳", "陈建国"}
