"""Tasks of a programme for a year, and the next task of a series: never twice, none forgotten."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import pytest

from db.clock import FixedClock
from db.errors import AppError
from db.programme_tasks import shifted
from db.spec.query import Query, Sort
from desktop import programme
from desktop.office import Office
from tests import factories


def test_the_tasks_of_a_year_are_made_once(office: Office) -> None:
    made = programme.make_year_tasks(office, "", 2026)
    times = Counter(each["series"].split("/")[1] for each in made)
    assert (times["SAFEG-6d-1"], times["T12-1"], times["SAFEG-6c-1"], times["T29-1"]) == (12, 4, 2, 1)
    assert "T10-1" not in times and "T9-2026" in times
    assert programme.make_year_tasks(office, "", 2026) == []
    assert {each["year"] for each in programme.make_year_tasks(office, "", 2024)} == {2024}


def test_tasks_have_their_days_targets_and_owners_from_the_plan(office: Office) -> None:
    office.add("person", {"name": "李秀英", "post": "principal"})
    made = {
        (each["series"].split("/")[1], each["period"]): each
        for each in programme.make_year_tasks(office, "", 2024)
    }
    report, quarter = made["SAFEG-6d-1", "2024-02"], made["T12-1", "2024-Q2"]
    assert (report["start"], report["due"], report["owner"]) == ("2024-02-01", "2024-02-26", "王芳")
    assert (quarter["start"], quarter["due"], quarter["owner"]) == ("2024-04-01", "2024-06-30", "陈建国")
    assert (
        made["T29-1", "2024"]["due"] == "2024-06-30" and made["SAFEG-6c-1", "2024-H2"]["due"] == "2024-12-31"
    )
    assert made["T6-1", "2024"]["target"] == "启动辖区风险辨识评估"
    assert made["T6-1", "2024"]["clause_title"] == "任务6 城市韧性"


def test_a_task_that_was_deleted_is_not_made_again(office: Office) -> None:
    made = programme.make_year_tasks(office, "", 2026)
    office.retire("task", [made[0]["id"]], "不适用")
    assert programme.make_year_tasks(office, "", 2026) == []


def test_a_year_outside_the_programme_is_refused(office: Office) -> None:
    with pytest.raises(AppError, match="programme_not_in_year"):
        programme.make_year_tasks(office, "", 2027)
    assert office.count("task", Query()) == 0


def test_an_own_plan_stands_behind_the_tasks_that_are_made(office: Office) -> None:
    scan = [factories.attachment(1)]
    plan = office.add(
        "document",
        factories.document(kind="本单位方案", title="本社区方案", version="第一版", approved_by="陈建国",
                           approved_on="2024-05-20", files=scan),
    )  # fmt: skip
    assert [each["id"] for each in programme.own_plans(office)] == [plan["id"]]
    assert {each["plan"] for each in programme.make_year_tasks(office, "", 2025, plan["id"])} == {plan["id"]}


def monthly(office: Office, **changes: object) -> dict[str, object]:
    plan = office.add("programme", factories.programme())
    return office.add(
        "task", factories.task(programme=plan["id"], title="检查消防车道", recurrence="每月", **changes)
    )


def days(office: Office) -> list[tuple[str, str]]:
    rows = office.rows("task", office.ids("task", Query(sort=(Sort("start"),))))
    return [(each["start"], each["due"]) for each in rows]


def test_the_next_task_of_a_series_comes_with_its_period_and_only_once(
    office: Office, clock: FixedClock
) -> None:
    monthly(office, owner=factories.RECTIFIER)
    assert programme.make_next_tasks(office) == []
    clock.moment = datetime(2026, 12, 1, 8, 0)
    (made,) = programme.make_next_tasks(office)
    assert (made["start"], made["due"], made["period"]) == ("2026-12-01", "2026-12-31", "2026-12")
    assert (made["status"], made["owner"], made["progress"]) == ("not_started", factories.RECTIFIER, 0)
    assert programme.make_next_tasks(office) == []


def test_what_was_missed_while_the_program_was_off_is_made_up_for(office: Office, clock: FixedClock) -> None:
    monthly(office)
    clock.moment = datetime(2027, 3, 9, 8, 0)
    assert len(programme.make_next_tasks(office)) == 4
    assert [start for start, _ in days(office)] == [
        "2026-11-01", "2026-12-01", "2027-01-01", "2027-02-01", "2027-03-01",
    ]  # fmt: skip
    assert days(office)[3][1] == "2027-02-28" and days(office)[4][1] == "2027-03-31"
    assert programme.make_next_tasks(office) == []


def test_a_deleted_task_of_a_series_stays_deleted_and_the_series_goes_on(
    office: Office, clock: FixedClock
) -> None:
    monthly(office)
    clock.moment = datetime(2026, 12, 1, 8, 0)
    (december,) = programme.make_next_tasks(office)
    office.retire("task", [december["id"]], "重复")
    assert programme.make_next_tasks(office) == []
    clock.moment = datetime(2027, 1, 4, 8, 0)
    assert [each["start"] for each in programme.make_next_tasks(office)] == ["2027-01-01"]


@pytest.mark.parametrize("last", [{"repeat_until": "2026-11-30"}, {"recurrence": "一次"}])
def test_a_series_ends_with_its_day_or_when_its_last_task_does_not_repeat(
    office: Office, clock: FixedClock, last: dict[str, str]
) -> None:
    task = monthly(office)
    office.change("task", str(task["id"]), last)
    clock.moment = datetime(2027, 3, 9, 8, 0)
    assert programme.make_next_tasks(office) == []


def test_tasks_of_a_programme_do_not_run_into_a_year_that_nobody_planned(
    office: Office, clock: FixedClock
) -> None:
    programme.make_year_tasks(office, "", 2026)
    clock.moment = datetime(2027, 2, 1, 8, 0)
    assert programme.make_next_tasks(office) == []


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [("2026-01-31", 1, "2026-02-28"), ("2026-02-28", 1, "2026-03-31"), ("2026-11-26", 3, "2027-02-26"),
     ("2024-01-30", 1, "2024-02-29"), ("2026-06-30", 6, "2026-12-31")],
)  # fmt: skip
def test_the_end_of_a_month_stays_the_end_of_a_month(day: str, months: int, later: str) -> None:
    assert shifted(day, months) == later
