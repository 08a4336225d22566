from __future__ import annotations

import pytest

from desktop.hazard_beginnings import step_beginning
from desktop.office import Office
from tests import factories


def test_a_plan_starts_with_who_answers_for_the_premises_and_the_committees_days(office: Office) -> None:
    office.add("premises", factories.premises(actual_controller="林素珍"))
    hazard = office.add("hazard", factories.hazard(premises="老张面馆", found_on="2026-11-20"))
    assert step_beginning(office, hazard, "assign") == {
        "rect_unit": "老张面馆",
        "rect_person": factories.RECTIFIER,
        "actual_controller": "林素珍",
        "deadline": "2026-12-05",
    }


@pytest.mark.parametrize(
    ("found_on", "deadline"), [("2026-11-20", "2026-12-05"), ("2026-09-01", "2026-12-08")]
)
def test_days_that_are_over_are_counted_from_today(office: Office, found_on: str, deadline: str) -> None:
    hazard = office.add("hazard", factories.hazard(found_on=found_on))
    assert step_beginning(office, hazard, "assign") == {"deadline": deadline}


def test_a_major_hazard_begins_today_and_its_deadline_is_the_departments(office: Office) -> None:
    hazard = office.add("hazard", factories.suspected_major())
    assert step_beginning(office, hazard, "assign") == {"starts_on": "2026-11-23"}


def test_what_the_record_says_stays(office: Office) -> None:
    hazard = office.add("hazard", factories.planned_hazard())
    assert step_beginning(office, hazard, "assign") == {}
    assert step_beginning(office, hazard, "recheck") == {}
