from __future__ import annotations

from decimal import Decimal

import pytest

from db.errors import InvalidRecord
from db.spec.accident import casualties, level_of, report_delay_minutes, supplement_days
from desktop.office import Office
from tests import factories


@pytest.mark.parametrize(
    ("dead", "serious", "loss", "level"),
    [
        (0, 0, "0", "ordinary"),
        (2, 9, "999.99", "ordinary"),
        (3, 0, "0", "larger"),
        (9, 49, "4999.99", "larger"),
        (0, 10, "0", "larger"),
        (0, 0, "1000", "larger"),
        (10, 0, "0", "major"),
        (0, 50, "0", "major"),
        (0, 0, "5000", "major"),
        (29, 99, "9999.99", "major"),
        (30, 0, "0", "extraordinary"),
        (0, 100, "0", "extraordinary"),
        (0, 0, "10000", "extraordinary"),
        (1, 0, "10000", "extraordinary"),
    ],
)
def test_a_lower_limit_counts_and_an_upper_does_not(dead: int, serious: int, loss: str, level: str) -> None:
    assert level_of(dead, serious, Decimal(loss)) == level


def refused(office: Office, typed: dict[str, object]) -> list[tuple[str | None, str]]:
    with pytest.raises(InvalidRecord) as error:
        office.add("accident", typed)
    return [(each.field, each.message_id) for each in error.value.problems]


def test_an_accident_reported_in_time(office: Office) -> None:
    record = office.add("accident", factories.accident())
    assert (record["no"], record["status"], record["date"]) == ("SG-2026-0001", "reported", "2026-08-12")
    assert (record["level"], record["is_report_late"]) == ("ordinary", False)
    assert record["supplement_until"] == "2026-09-11"


@pytest.mark.parametrize(("at", "is_late"), [("2026-08-12 11:35", False), ("2026-08-12 11:36", True)])
def test_the_hour_runs_from_hearing_of_it(office: Office, at: str, is_late: bool) -> None:
    assert office.add("accident", factories.accident(reported_at=at))["is_report_late"] is is_late


def test_the_hour_runs_from_the_accident_when_nobody_said_when_it_was_heard_of() -> None:
    record = {"happened_at": "2026-08-12T10:00", "reported_at": "2026-08-12T11:30"}
    assert report_delay_minutes(record) == 90
    assert report_delay_minutes({"happened_at": "2026-08-12T10:00"}) is None


@pytest.mark.parametrize(("category", "days"), [("business", 30), ("fire", 7), ("traffic", 7), (None, 30)])
def test_days_of_supplement(category: str | None, days: int) -> None:
    assert supplement_days(category) == days


def test_an_accident_not_yet_reported_takes_its_steps(office: Office) -> None:
    typed = factories.accident(reported_at=None, reported_to=None, reported_by=None)
    record = office.add("accident", typed)
    assert (record["status"], record["is_report_late"]) == ("registered", None)
    report = {"reported_at": "2026-08-12 12:00", "reported_to": "夏阳街道", "reported_by": "王芳"}
    reported = office.act("accident", record["id"], "report", report)
    assert (reported["status"], reported["is_report_late"]) == ("reported", True)
    rows = [
        {"told_at": "2026-08-20 09:00", "dead": "1", "serious": "0", "to": "夏阳街道", "text": "伤者不治"}
    ]
    followed = office.act("accident", record["id"], "follow_up", {"follow_ups": rows})
    assert (followed["final_dead"], followed["final_serious"], followed["dead"]) == (1, 0, 0)
    closed = office.act("accident", record["id"], "close", {"lessons": "登高须有人扶梯并系安全带"})
    assert closed["status"] == "closed"


def test_a_follow_up_after_its_days_changes_no_figure() -> None:
    record = {
        "dead": 0, "supplement_until": "2026-08-19",
        "follow_ups": [{"told_at": "2026-08-19T23:00", "dead": 1}, {"told_at": "2026-08-20T00:01", "dead": 3}],
    }  # fmt: skip
    assert casualties(record)["dead"] == 1


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"known_at": "2026-08-12 10:00"}, ("known_at", "date_before")),
        ({"reported_at": "2026-08-12 10:30"}, ("reported_at", "date_before")),
        ({"reported_to": None}, ("reported_to", "required")),
        ({"type_2025": None}, ("type_2025", "required")),
        ({"type_1986": "高处坠落"}, ("type_1986", "accident_type_superseded")),
        ({"follow_ups": [{"told_at": "2026-08-11 09:00", "to": "街道"}]}, ("follow_ups", "date_before")),
    ],
)
def test_what_an_accident_may_not_say(
    office: Office, changes: dict[str, object], problem: tuple[str, str]
) -> None:
    assert refused(office, factories.accident(**changes)) == [problem]


def test_before_the_new_standard_the_old_one_is_asked_for(office: Office) -> None:
    before = {"happened_at": "2026-06-30 10:20", "known_at": None, "reported_at": "2026-06-30 11:00"}
    assert refused(office, factories.accident(**before)) == [("type_1986", "required")]
    record = office.add("accident", factories.accident(type_1986="高处坠落", **before))
    assert (record["type_1986"], record["type_2025"]) == ("1986-09", "2025-10")


def test_without_a_time_only_the_time_is_asked_for(office: Office) -> None:
    typed = factories.accident(happened_at=None, known_at=None, reported_at=None)
    assert refused(office, typed) == [("happened_at", "required")]
