"""What is to be assessed again, and which measures are late: found by the list and explained one by one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from db.attention import review_reasons
from db.clock import FixedClock
from db.spec.query import Query
from desktop.office import Office
from tests import factories


def due(office: Office, key: str = "review") -> list[str]:
    return [each["risk_point"] for each in office.rows("risk", office.ids("risk", Query(attention=key)))]


def reasons(office: Office, risk: dict[str, Any]) -> list[str]:
    record = office.get("risk", risk["id"])
    return [each.kind for each in review_reasons(office.store.reader(), record, office.today)]


@pytest.fixture
def noodles(office: Office) -> dict[str, Any]:
    return office.add("premises", factories.premises())


@pytest.fixture
def risk(office: Office, noodles: dict[str, Any]) -> dict[str, Any]:
    """Assessed on 2026-11-02, next review in a year."""
    return office.add("risk", factories.risk(premises=noodles["id"]))


def test_a_risk_just_assessed_needs_no_review(office: Office, risk: dict[str, Any]) -> None:
    assert (due(office), reasons(office, risk)) == ([], [])


def test_a_review_is_due_on_its_day(office: Office) -> None:
    risk = office.add("risk", factories.risk(next_review="2026-11-23"))
    assert (due(office), reasons(office, risk)) == (["佳乐苑地下车库充电区"], ["due"])


def test_a_registered_cause_is_named_instead_of_the_day(office: Office, risk: dict[str, Any]) -> None:
    office.act("risk", risk["id"], "force_review", {"review_cause": "事故"})
    assert (len(due(office)), reasons(office, risk)) == (1, ["cause"])


@pytest.mark.parametrize("level", ["疑似重大", "重大"])
def test_a_major_hazard_in_the_premises_asks_for_a_review(
    office: Office, risk: dict[str, Any], noodles: dict[str, Any], level: str
) -> None:
    office.add("hazard", factories.hazard(premises=noodles["id"], found_on="2026-11-20", level=level))
    assert (len(due(office)), reasons(office, risk)) == (1, ["hazard"])


def test_a_major_hazard_of_the_risk_asks_for_a_review(office: Office) -> None:
    risk = office.add("risk", factories.risk())
    office.add("hazard", factories.suspected_major(risk=risk["id"], found_on="2026-11-20"))
    assert (len(due(office)), reasons(office, risk)) == (1, ["hazard"])


def test_other_hazards_ask_for_none(office: Office, risk: dict[str, Any], noodles: dict[str, Any]) -> None:
    office.add("hazard", factories.hazard(premises=noodles["id"], found_on="2026-11-20"))
    office.add("hazard", factories.suspected_major(premises=noodles["id"], found_on="2026-11-01"))
    office.add("hazard", factories.suspected_major(found_on="2026-11-20"))
    retired = office.add("hazard", factories.suspected_major(premises=noodles["id"], found_on="2026-11-20"))
    office.retire("hazard", [retired["id"]])
    assert (due(office), reasons(office, risk)) == ([], [])


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"type": "小旅馆"}, ["use"]),
        ({"main_person": "李强"}, ["people"]),
        ({"type": "小旅馆", "main_person": "李强"}, ["use"]),
        ({"phone": "13900000000"}, []),
        ({"people_live_in": "是"}, []),
    ],
)
def test_a_change_of_use_or_people_asks_for_a_review(
    office: Office, risk: dict[str, Any], noodles: dict[str, Any], changes: dict[str, Any], found: list[str]
) -> None:
    office.change("premises", noodles["id"], changes)
    assert (bool(due(office)), reasons(office, risk)) == (bool(found), found)


def test_a_new_assessment_answers_every_reason(
    office: Office, risk: dict[str, Any], noodles: dict[str, Any], clock: FixedClock
) -> None:
    office.add("hazard", factories.suspected_major(premises=noodles["id"], found_on="2026-11-20"))
    office.change("premises", noodles["id"], {"main_person": "李强"})
    office.act("risk", risk["id"], "reassess", {"assessed_on": "2026-11-23"})
    assert (due(office), reasons(office, risk)) == ([], [])


def test_a_closed_risk_is_left_alone(office: Office) -> None:
    risk = office.add("risk", factories.risk(next_review="2026-11-10"))
    office.act("risk", risk["id"], "close", {"close_cause": "风险源消失"})
    assert (due(office), reasons(office, risk)) == ([], [])


@pytest.mark.parametrize(
    ("row", "is_late"),
    [
        ({"due": "2026-11-22"}, True),
        ({"due": "2026-11-23"}, False),
        ({"due": "2026-11-10", "done_on": "2026-11-12"}, False),
        ({"due": "2026-11-10", "state": "失效"}, False),
        ({}, False),
    ],
)
def test_a_measure_is_late_after_its_day_until_it_is_in_place(
    office: Office, row: dict[str, str], is_late: bool
) -> None:
    office.add("risk", factories.risk(measures=[{"kind": "人防", "text": "巡查", "owner": "王芳"} | row]))
    assert bool(due(office, "measures")) is is_late


def test_an_unknown_key_is_refused(office: Office) -> None:
    with pytest.raises(KeyError):
        office.ids("risk", Query(attention="weather"))


def test_the_day_moves_a_measure_into_the_list(office: Office, clock: FixedClock) -> None:
    office.add("risk", factories.risk())
    assert due(office, "measures") == []
    clock.moment = datetime(2026, 12, 16, 9, 0)
    assert len(due(office, "measures")) == 1
