from __future__ import annotations

import pytest

from db.errors import AppError, InvalidRecord
from db.spec.risk_assessment import outcome_of, version_of
from desktop.office import Office
from tests import factories


@pytest.fixture
def risk(office: Office) -> dict[str, object]:
    """Assessed by LS on 2026-11-02: R = 12, yellow."""
    return office.add("risk", factories.risk())


def test_reassessing_keeps_the_version_that_was_valid(office: Office, risk: dict[str, str]) -> None:
    again = office.act(
        "risk", risk["id"], "reassess", {"L": "5", "S": "5", "reassess_note": "新增两台充电柜"}
    )
    (first,) = again["assessments"]
    assert (first["version"], first["inputs"], first["level_final"]) == (1, "L3 × S4 = R12", "yellow")
    assert (first["assessed_on"], first["assessors"], first["method_version"]) == (
        "2026-11-02",
        "王芳、陈建国",
        "LS 5×5 2024",
    )
    assert (again["level_final"], again["outcome"], version_of(again)) == ("red", "raised", 2)


def test_nothing_of_an_earlier_version_is_lost_by_the_next(office: Office, risk: dict[str, str]) -> None:
    office.act("risk", risk["id"], "reassess", {"L": "5", "S": "5", "reassess_note": "第二次"})
    third = office.act(
        "risk",
        risk["id"],
        "reassess",
        {"method": "直判", "direct_rule": "indoor_charging", "reassess_note": "第三次"},
    )
    assert [row["inputs"] for row in third["assessments"]] == ["L3 × S4 = R12", "L5 × S5 = R25"]
    assert [row["note"] for row in third["assessments"]] == [None, "第二次"]
    assert (third["outcome"], third["reassess_note"]) == ("kept", "第三次")


def test_a_correction_changes_the_valid_version_and_makes_none(office: Office, risk: dict[str, str]) -> None:
    office.act("risk", risk["id"], "reassess", {"L": "4", "S": "4"})
    corrected = office.change("risk", risk["id"], {"assessors": "王芳、专家"})
    assert (version_of(corrected), corrected["level_final"], corrected["assessors"]) == (
        2,
        "orange",
        "王芳、专家",
    )


def test_a_new_assessment_gets_its_own_review_day(office: Office, risk: dict[str, str]) -> None:
    again = office.act("risk", risk["id"], "reassess", {"L": "5", "S": "5", "assessed_on": "2026-11-20"})
    assert again["next_review"] == "2027-02-20"
    chosen = office.act(
        "risk", risk["id"], "reassess", {"assessed_on": "2026-11-21", "next_review": "2026-12-31"}
    )
    assert chosen["next_review"] == "2026-12-31"


def test_the_status_stays_and_a_closed_risk_is_not_reassessed(office: Office, risk: dict[str, str]) -> None:
    office.act("risk", risk["id"], "control", {})
    assert office.act("risk", risk["id"], "reassess", {"S": "2"})["status"] == "controlled"
    office.act("risk", risk["id"], "close", {"close_cause": "source_gone"})
    with pytest.raises(AppError, match="step_not_from_here"):
        office.act("risk", risk["id"], "reassess", {"S": "2"})


def test_a_new_assessment_is_checked_as_a_whole(office: Office, risk: dict[str, str]) -> None:
    with pytest.raises(InvalidRecord) as refused:
        office.act(
            "risk",
            risk["id"],
            "reassess",
            {"method": "lec", "S": None, "assessed_on": "2026-10-01", "level_final": "红"},
        )
    found = [(each.field, each.message_id) for each in refused.value.problems]
    assert ("exposure", "required") in found and ("assessed_on", "date_before") in found
    assert office.get("risk", risk["id"])["assessments"] is None


def test_another_level_than_the_calculated_one_needs_its_reason_again(
    office: Office, risk: dict[str, str]
) -> None:
    with pytest.raises(InvalidRecord) as refused:
        office.act("risk", risk["id"], "reassess", {"level_final": "蓝"})
    assert [each.message_id for each in refused.value.problems] == ["override_reason_missing"]


def test_a_direct_assessment_without_a_rule_needs_a_level(office: Office) -> None:
    bare = factories.risk(method="direct", likelihood=None, severity=None, level_final="黄")
    risk = office.add("risk", bare)
    with pytest.raises(InvalidRecord) as refused:
        office.act("risk", risk["id"], "reassess", {"level_final": None})
    assert ("level_final", "required") in [(each.field, each.message_id) for each in refused.value.problems]


@pytest.mark.parametrize(
    ("old", "new", "outcome"),
    [
        ("yellow", "red", "raised"), ("orange", "orange", "kept"), ("red", "yellow", "lowered"),
        ("orange", "blue", "reduced"), ("blue", "blue", "kept"),
    ],
)  # fmt: skip
def test_the_outcome_follows_from_both_levels(old: str, new: str, outcome: str) -> None:
    assert outcome_of(old, new) == outcome


def test_a_forced_review_falls_due_on_the_day_of_its_cause(office: Office, risk: dict[str, str]) -> None:
    forced = office.act(
        "risk",
        risk["id"],
        "force_review",
        {"review_cause": "装修", "review_cause_on": "2026-11-18", "review_cause_note": "二楼隔断"},
    )
    assert (forced["next_review"], forced["review_cause"], forced["status"]) == (
        "2026-11-18",
        "renovation",
        "assessed",
    )


def test_the_cause_is_kept_with_the_version_it_ended(office: Office, risk: dict[str, str]) -> None:
    office.act("risk", risk["id"], "force_review", {"review_cause": "事故"})
    again = office.act("risk", risk["id"], "reassess", {"assessed_on": "2026-11-23"})
    assert again["assessments"][0]["cause"] == "accident"
    assert (again["review_cause"], again["review_cause_on"], again["next_review"]) == (
        None,
        None,
        "2027-11-23",
    )


def test_a_cause_on_the_day_of_the_assessment_falls_due_the_day_after(office: Office) -> None:
    risk = office.add("risk", factories.risk(assessed_on="2026-11-23"))
    forced = office.act("risk", risk["id"], "force_review", {"review_cause": "事故"})
    assert forced["next_review"] == "2026-11-24"


def test_an_earlier_review_day_is_not_put_off_by_a_cause(office: Office) -> None:
    risk = office.add("risk", factories.risk(next_review="2026-11-10"))
    assert (
        office.act("risk", risk["id"], "force_review", {"review_cause": "事故"})["next_review"]
        == "2026-11-10"
    )


def test_a_cause_from_before_the_assessment_forces_nothing(office: Office, risk: dict[str, str]) -> None:
    with pytest.raises(InvalidRecord) as refused:
        office.act(
            "risk", risk["id"], "force_review", {"review_cause": "事故", "review_cause_on": "2026-11-01"}
        )
    assert [each.field for each in refused.value.problems] == ["review_cause_on"]
