"""A round of assessment: which premises are done, and what it takes to close it."""

from __future__ import annotations

from typing import Any

import pytest

from db.errors import InvalidRecord
from desktop.campaigns import (
    campaigns_of,
    clear_premises,
    progress,
    risk_values,
    templates,
    values_of_template,
)
from desktop.office import Office
from tests import factories

CLOSING = {"conclusion": "辖区风险总体可控", "minutes_text": "11月20日召开评估会商会。"}


@pytest.fixture
def places(office: Office) -> list[dict[str, Any]]:
    return [
        office.add("premises", factories.premises(name=name)) for name in ("老张面馆", "悦来旅馆", "顺达快递")
    ]


@pytest.fixture
def campaign(office: Office, places: list[dict[str, Any]]) -> dict[str, Any]:
    return office.add(
        "assessment_campaign", factories.assessment_campaign(started_on="2026-11-01", due_on="2026-12-31")
    )


def done(office: Office, campaign: dict[str, Any]) -> list[str]:
    newest = office.get("assessment_campaign", campaign["id"])
    return [each.name for each in progress(office, newest) if each.is_done]


def test_at_first_every_premises_is_missing(office: Office, campaign: dict[str, Any]) -> None:
    assert [each.name for each in progress(office, campaign)] == ["老张面馆", "悦来旅馆", "顺达快递"]
    assert done(office, campaign) == []


def test_a_risk_of_the_round_or_of_its_span_makes_its_premises_done(
    office: Office, campaign: dict[str, Any]
) -> None:
    office.add("risk", factories.risk(premises="老张面馆", assessed_on="2026-10-30", campaign=campaign["id"]))
    office.add("risk", factories.risk(premises="悦来旅馆", assessed_on="2026-11-05"))
    office.add("risk", factories.risk(premises="顺达快递", assessed_on="2026-10-30"))
    assert done(office, campaign) == ["老张面馆", "悦来旅馆"]
    assert [each.name for each in progress(office, campaign)][0] == "顺达快递"


def test_a_later_assessment_does_not_take_the_round_away(office: Office, campaign: dict[str, Any]) -> None:
    risk = office.add("risk", factories.risk(premises="老张面馆", assessed_on="2026-11-05"))
    office.act(
        "assessment_campaign",
        campaign["id"],
        "close",
        CLOSING | {"closed_on": "2026-11-10", "missing_reason": "停业"},
    )
    office.act("risk", risk["id"], "reassess", {"assessed_on": "2026-11-20"})
    assert done(office, campaign) == ["老张面馆"]


def test_a_premises_that_has_risks_from_before_is_done_by_assessing_one_again(
    office: Office, campaign: dict[str, Any]
) -> None:
    risk = office.add("risk", factories.risk(premises="老张面馆", assessed_on="2026-10-30"))
    first = progress(office, campaign)[0]
    assert (first.name, first.known_risks, first.is_done) == ("老张面馆", 1, False)
    office.act("risk", risk["id"], "reassess", {"assessed_on": "2026-11-20"})
    assert done(office, campaign) == ["老张面馆"]


def test_a_deleted_risk_assesses_nothing(office: Office, campaign: dict[str, Any]) -> None:
    risk = office.add("risk", factories.risk(premises="老张面馆", assessed_on="2026-11-05"))
    office.retire("risk", [risk["id"]])
    assert done(office, campaign) == []


def test_premises_are_cleared_with_day_and_person(
    office: Office, campaign: dict[str, Any], places: list[dict[str, Any]]
) -> None:
    clear_premises(office, campaign["id"], [places[0]["id"]], on="2026-11-20", by="王芳")
    clear_premises(office, campaign["id"], [places[0]["id"], places[1]["id"]], on="2026-11-21", by="李秀英")
    newest = office.get("assessment_campaign", campaign["id"])
    cleared = {
        each.name: (each.cleared_on, each.cleared_by) for each in progress(office, newest) if each.is_done
    }
    assert cleared == {"老张面馆": ("2026-11-21", "李秀英"), "悦来旅馆": ("2026-11-21", "李秀英")}
    with pytest.raises(InvalidRecord):
        clear_premises(office, campaign["id"], [places[0]["id"]], on="2026-11-21", by="")


def test_premises_that_are_closed_or_deleted_are_not_asked_for(
    office: Office, campaign: dict[str, Any], places: list[dict[str, Any]]
) -> None:
    office.act("premises", places[0]["id"], "close", {"closed_on": "2026-11-10", "status_note": "到期"})
    office.act("premises", places[1]["id"], "suspend", {"status_note": "装修"})
    office.retire("premises", [places[2]["id"]])
    assert [each.name for each in progress(office, campaign)] == ["悦来旅馆"]


def test_a_round_with_missing_premises_is_closed_only_with_a_reason(
    office: Office, campaign: dict[str, Any]
) -> None:
    with pytest.raises(InvalidRecord) as refused:
        office.act("assessment_campaign", campaign["id"], "close", CLOSING)
    (problem,) = refused.value.problems
    assert (problem.message_id, problem.params) == ("campaign_missing_reason", {"count": 3})
    closed = office.act(
        "assessment_campaign", campaign["id"], "close", CLOSING | {"missing_reason": "三家均已停业搬迁"}
    )
    assert (closed["status"], closed["premises_total"], closed["premises_missing"]) == ("closed", 3, 3)


def test_a_whole_round_is_closed_without_a_reason(
    office: Office, campaign: dict[str, Any], places: list[dict[str, Any]]
) -> None:
    clear_premises(office, campaign["id"], [each["id"] for each in places], on="2026-11-20", by="王芳")
    closed = office.act("assessment_campaign", campaign["id"], "close", CLOSING | {"missing_reason": "多余"})
    assert (closed["premises_missing"], closed["missing_reason"]) == (0, None)


def test_minutes_are_a_scan_or_a_text(office: Office, campaign: dict[str, Any]) -> None:
    bare = {"conclusion": "可控", "missing_reason": "停业"}
    with pytest.raises(InvalidRecord) as refused:
        office.act("assessment_campaign", campaign["id"], "close", bare)
    assert [each.message_id for each in refused.value.problems] == ["campaign_minutes_missing"]
    scan = bare | {"minutes": [factories.attachment(1)]}
    assert office.act("assessment_campaign", campaign["id"], "close", scan)["status"] == "closed"


@pytest.mark.parametrize("name", ["due_on", "closed_on"])
def test_a_round_does_not_end_before_it_begins(office: Office, campaign: dict[str, Any], name: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        if name == "due_on":
            office.change("assessment_campaign", campaign["id"], {"due_on": "2026-10-01"})
        else:
            office.act(
                "assessment_campaign",
                campaign["id"],
                "close",
                CLOSING | {"closed_on": "2026-10-01", "missing_reason": "停业"},
            )
    assert [each.field for each in refused.value.problems] == [name]


def test_the_round_of_2024_and_2025_is_offered_and_asks_when_it_began(office: Office) -> None:
    (code, label), yearly = templates()
    values = values_of_template(office, code)
    assert label == values["title"] == "2024—2025年安全风险辨识评估"
    assert (values["started_on"], values["due_on"]) == (None, "2025-12-31")
    with pytest.raises(InvalidRecord) as refused:
        office.add("assessment_campaign", values)
    assert [each.field for each in refused.value.problems] == ["started_on"]
    assert office.add("assessment_campaign", values | {"started_on": "2024-09-02"})["no"] == "PG-2024-0001"
    this_year = office.add("assessment_campaign", values_of_template(office, yearly[0]))
    assert (this_year["title"], this_year["due_on"]) == ("2026年度安全风险辨识评估", "2026-12-31")
    assert [each["no"] for each in campaigns_of(office)] == ["PG-2026-0001", "PG-2024-0001"]


def test_the_assessment_of_a_missing_premises_starts_with_what_is_known(
    office: Office, campaign: dict[str, Any], places: list[dict[str, Any]]
) -> None:
    values = risk_values(office, campaign, places[0]["id"])
    assert (values["premises"], values["campaign"], values["location"]) == (
        places[0]["id"],
        campaign["id"],
        "夏阳大道88号",
    )
    assert (values["responsible_person"], values["assessors"]) == (factories.RECTIFIER, campaign["team"])
