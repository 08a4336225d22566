from __future__ import annotations

import pytest

from db.errors import InvalidRecord
from db.spec.risk import review_due
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
    ("assessed", "level", "due"),
    [
        ("2026-11-30", "red", "2027-02-28"),
        ("2026-08-31", "orange", "2027-02-28"),
        ("2027-11-30", "red", "2028-02-29"),
        ("2026-11-02", "yellow", "2027-11-02"),
        ("2024-02-29", "blue", "2025-02-28"),
        ("2026-12-31", "unknown", "2027-12-31"),
    ],
)
def test_the_next_review_follows_the_level_to_the_end_of_a_short_month(
    assessed: str, level: str, due: str
) -> None:
    assert review_due(assessed, level) == due


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
