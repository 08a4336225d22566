"""A hazard is registered, planned and rectified, or fixed on the spot; a closed one keeps its evidence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from db.errors import AppError, InvalidRecord
from db.spec.field import Record
from desktop.office import Office
from tests import factories
from tests.db.spec.hazard_steps import AFTER, BEFORE, awaiting_recheck, refused


def test_a_general_hazard_goes_the_whole_course(office: Office, act: Callable[..., Record]) -> None:
    hazard = office.add("hazard", factories.hazard())
    assert hazard["status"] == "registered"
    hazard = act(hazard, "assign", factories.plan())
    assert hazard["status"] == "rectifying"
    hazard = act(hazard, "rectify", factories.rectification())
    assert hazard["status"] == "awaiting_recheck"
    hazard = act(hazard, "recheck", factories.passed_recheck())
    assert hazard["status"] == "awaiting_recheck"
    hazard = act(hazard, "close_out", factories.close_out())
    assert (hazard["status"], hazard["closed_on"], hazard["closed_by"]) == (
        "closed",
        "2026-11-15",
        factories.LEAD,
    )


def test_a_suspected_major_hazard_is_registered_with_nothing_but_its_description(office: Office) -> None:
    hazard = office.add("hazard", factories.suspected_major())
    assert hazard["no"] == "YH-2026-0001"
    assert (hazard["found_on"], hazard["found_by"]) == ("2026-11-23", factories.CLERK)
    assert (hazard["source"], hazard["category"], hazard["location"]) == ("patrol", "OTH", None)


def test_a_general_hazard_needs_its_place_finder_and_day(office: Office) -> None:
    with pytest.raises(InvalidRecord) as error:
        office.add("hazard", {"description": "通道堵塞"})
    fields = [each.field for each in error.value.problems]
    assert fields == ["found_on", "location", "category", "found_by"]


def test_even_a_major_hazard_needs_its_description(office: Office) -> None:
    with pytest.raises(InvalidRecord) as error:
        office.add("hazard", {"level": "重大"})
    assert [each.field for each in error.value.problems] == ["description"]


def test_a_plan_names_measures_unit_person_and_deadline(office: Office, act: Callable[..., Record]) -> None:
    hazard = office.add("hazard", factories.hazard())
    assert [name for name, _ in refused(act, hazard, "assign", {})] == [
        "measures",
        "rect_unit",
        "rect_person",
        "deadline",
    ]


def test_a_deadline_before_the_finding_is_refused(office: Office, act: Callable[..., Record]) -> None:
    hazard = office.add("hazard", factories.hazard())
    assert refused(act, hazard, "assign", factories.plan(deadline="2026-11-02")) == [
        ("deadline", "date_before")
    ]
    with pytest.raises(InvalidRecord):
        office.add("hazard", factories.planned_hazard(deadline="2026-11-02"))


def test_nothing_is_rectified_without_a_plan(office: Office, act: Callable[..., Record]) -> None:
    hazard = office.add("hazard", factories.hazard())
    with pytest.raises(AppError, match="rectification_plan_missing"):
        act(hazard, "rectify", factories.rectification())
    done = act(hazard, "rectify", factories.rectification() | factories.plan())
    assert (done["status"], done["rect_person"]) == ("awaiting_recheck", factories.RECTIFIER)


def test_a_rectification_is_shown_by_words_or_a_photo(office: Office, act: Callable[..., Record]) -> None:
    hazard = office.add("hazard", factories.planned_hazard())
    bare = factories.rectification(rect_note=None)
    assert refused(act, hazard, "rectify", bare) == [("rect_note", "rectification_evidence_missing")]
    assert act(hazard, "rectify", bare | {"photo_after": AFTER})["status"] == "awaiting_recheck"


def test_a_rectification_is_today_unless_said_otherwise(office: Office, act: Callable[..., Record]) -> None:
    hazard = office.add("hazard", factories.planned_hazard())
    assert act(hazard, "rectify", {"rect_note": "已清理"})["rectified_on"] == "2026-11-23"


def test_a_rectification_before_the_finding_is_refused(office: Office, act: Callable[..., Record]) -> None:
    hazard = office.add("hazard", factories.planned_hazard())
    early = factories.rectification(rectified_on="2026-11-01")
    assert refused(act, hazard, "rectify", early) == [("rectified_on", "date_before")]


def test_a_closed_hazard_keeps_its_evidence(office: Office, act: Callable[..., Record]) -> None:
    hazard = act(awaiting_recheck(office), "recheck", factories.passed_recheck())
    act(hazard, "close_out", factories.close_out())
    for typed, field in (
        ({"level": "重大"}, "level"),
        ({"measures": ""}, "measures"),
        ({"rect_person": factories.RECHECKER}, "rect_person"),
    ):
        with pytest.raises(InvalidRecord) as error:
            office.change("hazard", hazard["id"], typed)
        assert [each.field for each in error.value.problems] == [field]


def test_what_a_step_writes_cannot_be_typed(office: Office) -> None:
    with pytest.raises(InvalidRecord) as error:
        office.add("hazard", factories.hazard(closed_on="2026-11-20", recheck_result="合格"))
    assert {each.message_id for each in error.value.problems} == {"field_written_by_step"}
    hazard = office.add("hazard", factories.hazard())
    for name in ("status", "no", "rev", "committee_code", "retired_at"):
        with pytest.raises(InvalidRecord):
            office.change("hazard", hazard["id"], {name: "closed"})


def test_a_step_takes_only_its_own_fields(office: Office, act: Callable[..., Record]) -> None:
    hazard = office.add("hazard", factories.planned_hazard())
    typed = factories.rectification(recheck_result="合格")
    assert ("recheck_result", "field_unknown") in refused(act, hazard, "rectify", typed)


def test_a_hazard_fixed_on_the_spot_is_closed_at_once(office: Office) -> None:
    hazard = office.register_fixed(factories.hazard() | factories.fix_on_spot(BEFORE, AFTER))
    assert (hazard["status"], hazard["immediate_fix"], hazard["no"]) == ("closed", True, "YH-2026-0001")
    assert (hazard["measures"], hazard["deadline"]) == ("当场清理完毕", "2026-11-03")
    assert (hazard["recheck_on"], hazard["closed_on"]) == ("2026-11-03", "2026-11-03")
    assert office.change("hazard", hazard["id"], {"rect_unit": ""})["rect_unit"] is None


@pytest.mark.parametrize("level", ["疑似重大", "重大"])
def test_a_major_hazard_is_never_fixed_on_the_spot(office: Office, level: str) -> None:
    with pytest.raises(AppError, match="major_cannot_be_fixed_on_the_spot"):
        office.register_fixed(factories.hazard(level=level) | factories.fix_on_spot(BEFORE, AFTER))
    assert office.add("hazard", factories.hazard())["no"] == "YH-2026-0001"


def test_fixing_on_the_spot_shows_before_and_after_and_a_second_person(office: Office) -> None:
    typed = factories.hazard() | factories.fix_on_spot([], [], closed_by=factories.RECTIFIER)
    with pytest.raises(InvalidRecord) as error:
        office.register_fixed(typed)
    assert [(each.field, each.message_id) for each in error.value.problems] == [
        ("photo_before", "required"),
        ("photo_after", "required"),
        ("closed_by", "rechecked_by_rectifier"),
    ]


def test_a_closed_hazard_takes_no_further_step(office: Office, act: Callable[..., Record]) -> None:
    hazard = office.register_fixed(factories.hazard() | factories.fix_on_spot(BEFORE, AFTER))
    assert [each.transition.name for each in office.possible_steps(hazard)] == ["reopen"]
    with pytest.raises(AppError, match="step_not_from_here"):
        act(hazard, "close_out", factories.close_out())
