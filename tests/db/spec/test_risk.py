from __future__ import annotations

import pytest

from db.errors import AppError, InvalidRecord
from db.spec.risk_assessment import review_due
from desktop.office import Office
from tests import factories


def refused_fields(office: Office, typed: dict[str, object]) -> list[tuple[str | None, str]]:
    with pytest.raises(InvalidRecord) as refused:
        office.add("risk", typed)
    return [(each.field, each.message_id) for each in refused.value.problems]


def test_a_risk_is_graded_as_it_is_registered(office: Office) -> None:
    risk = office.add("risk", factories.risk())
    assert (risk["score"], risk["level_calc"], risk["level_final"]) == ("12", "yellow", "yellow")
    assert risk["method_version"] == "LS 5×5 2024"
    assert risk["next_review"] == "2027-11-02"


def test_the_inputs_may_come_under_their_letters(office: Office) -> None:
    typed = factories.risk(method="lec", likelihood=None, severity=None, inputs={"L": "3", "E": 6, "C": "7"})
    risk = office.add("risk", typed)
    assert (risk["likelihood"], risk["exposure"], risk["consequence_value"], risk["score"]) == (
        "3",
        "6",
        "7",
        "126",
    )


def test_direct_grading_needs_a_level_and_no_inputs(office: Office) -> None:
    bare = factories.risk(method="直接判定", likelihood=None, severity=None)
    assert refused_fields(office, bare) == [("level_final", "required")]
    assert office.add("risk", bare | {"level_final": "重大"})["score"] is None


def test_another_level_than_the_calculated_one_needs_a_reason(office: Office) -> None:
    assert refused_fields(office, factories.risk(level_final="重大")) == [
        ("override_reason", "override_reason_missing")
    ]
    risk = office.add("risk", factories.risk(level_final="重大", override_reason="夜间有人住宿"))
    assert (risk["level_calc"], risk["level_final"], risk["next_review"]) == ("yellow", "red", "2027-02-02")


def test_a_reason_for_no_difference_is_dropped(office: Office) -> None:
    assert office.add("risk", factories.risk(override_reason="多余"))["override_reason"] is None


def test_a_factor_outside_its_table_is_refused_with_what_is_allowed(office: Office) -> None:
    with pytest.raises(InvalidRecord) as refused:
        office.add("risk", factories.risk(severity="6"))
    problem = next(each for each in refused.value.problems if each.field == "severity")
    assert (problem.message_id, problem.params["allowed"]) == ("factor_outside_table", "5、4、3、2、1")


def test_a_missing_factor_is_asked_for_once(office: Office) -> None:
    found = refused_fields(office, factories.risk(severity=None))
    assert found.count(("severity", "required")) == 1


def test_a_review_must_come_after_the_assessment(office: Office) -> None:
    assert refused_fields(office, factories.risk(next_review="2026-11-02")) == [
        ("next_review", "date_before")
    ]


@pytest.mark.parametrize(
    ("assessed", "months", "due"),
    [
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2026-11-02", 12, "2027-11-02"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-12-31", 12, "2027-12-31"),
    ],
)
def test_the_next_review_falls_on_the_end_of_a_short_month(assessed: str, months: int, due: str) -> None:
    assert review_due(assessed, months) == due


def test_the_next_review_follows_the_level_and_what_the_committee_set_for_it(office: Office) -> None:
    office.keep_own_numbers({"review_months_red": 1})
    risk = office.add("risk", factories.risk(likelihood="5", severity="5"))
    assert risk["next_review"] == "2026-12-02"
    assert office.add("risk", factories.risk())["next_review"] == "2027-11-02"


def test_a_new_risk_with_factors_and_no_method_is_graded_by_the_method_that_has_them(office: Office) -> None:
    assert office.add("risk", factories.risk(method=None))["method"] == "ls"
    lec = factories.risk(method=None, likelihood=None, severity=None, inputs={"L": 3, "E": 6, "C": 7})
    assert office.add("risk", lec)["method"] == "lec"


def test_a_risk_is_controlled_with_measures_and_closed_with_a_reason(office: Office) -> None:
    risk = office.add("risk", factories.risk(measures=None))
    with pytest.raises(InvalidRecord):
        office.act("risk", risk["id"], "control", {})
    controlled = office.act("risk", risk["id"], "control", {"measures": factories.risk()["measures"]})
    assert controlled["status"] == "controlled"
    closed = office.act("risk", risk["id"], "close", {"closed_on": "今天", "close_reason": "充电区已拆除"})
    assert closed["status"] == "closed"


def test_the_level_follows_changed_inputs_until_somebody_chose_another(office: Office) -> None:
    risk = office.add("risk", factories.risk())
    raised = office.change("risk", risk["id"], {"L": "5", "S": "5"})
    assert (raised["level_calc"], raised["level_final"]) == ("red", "red")
    chosen = office.change("risk", risk["id"], {"level_final": "橙", "override_reason": "已停用"})
    lowered = office.change("risk", risk["id"], {"L": "1", "S": "1"})
    assert (chosen["level_final"], lowered["level_calc"], lowered["level_final"]) == (
        "orange",
        "blue",
        "orange",
    )


def test_a_level_chosen_with_a_reason_stays_even_where_it_was_calculated_before(office: Office) -> None:
    risk = office.add("risk", factories.risk())
    kept = office.change(
        "risk", risk["id"], {"L": "5", "S": "5", "level_final": "黄", "override_reason": "已停用"}
    )
    assert (kept["level_calc"], kept["level_final"]) == ("red", "yellow")


def test_a_direct_rule_makes_the_level_red_and_is_kept(office: Office) -> None:
    typed = factories.risk(method="直判", likelihood=None, severity=None, direct_rule="lpg_below_ground")
    risk = office.add("risk", typed)
    assert (risk["level_calc"], risk["level_final"], risk["direct_rule"]) == (
        "red",
        "red",
        "lpg_below_ground",
    )
    assert risk["method_version"] == "直判 2026"
    assert refused_fields(office, typed | {"level_final": "黄", "override_reason": "想低一点"}) == [
        ("level_final", "direct_rule_is_red")
    ]


def test_a_rule_falls_away_with_another_method(office: Office) -> None:
    assert office.add("risk", factories.risk(direct_rule="lpg_below_ground"))["direct_rule"] is None


def test_a_measure_without_a_state_gets_it_from_its_day(office: Office) -> None:
    measures = [
        {"kind": "人防", "text": "巡查", "owner": "王芳", "done_on": "2026-11-20"},
        {"kind": "技防", "text": "装烟感", "owner": "王芳", "due": "2026-12-01"},
        {"kind": "管理防", "text": "公约", "owner": "王芳", "state": "失效"},
    ]
    risk = office.add("risk", factories.risk(measures=measures))
    assert [row["state"] for row in risk["measures"]] == ["done", "planned", "failed"]


def test_a_risk_is_closed_by_naming_the_case(office: Office) -> None:
    risk = office.add("risk", factories.risk())
    closed = office.act("risk", risk["id"], "close", {"close_cause": "风险源消失"})
    assert (closed["close_reason"], closed["closed_on"]) == ("风险源消失", "2026-11-23")
    with pytest.raises(InvalidRecord, match="invalid_record"):
        office.act("risk", office.add("risk", factories.risk())["id"], "close", {})


def test_a_risk_under_control_is_never_deleted(office: Office) -> None:
    risk = office.add("risk", factories.risk())
    assert office.retire("risk", [risk["id"]]) == 1
    assert office.restore("risk", [risk["id"]]) == 1
    office.act("risk", risk["id"], "control", {})
    with pytest.raises(AppError, match="risk_is_closed_not_deleted"):
        office.retire("risk", [risk["id"]])
