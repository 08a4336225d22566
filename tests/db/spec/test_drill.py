from __future__ import annotations

import pytest

from db.errors import AppError, InvalidRecord
from db.spec.drill import headcount
from db.spec.field import Record
from db.spec.query import Query
from desktop.drills import hazard_of_issue, register_issue_hazard
from desktop.office import Office
from tests import factories


def refused_fields(office: Office, typed: dict[str, object]) -> list[tuple[str | None, str]]:
    with pytest.raises(InvalidRecord) as refused:
        office.add("drill", typed)
    return [(each.field, each.message_id) for each in refused.value.problems]


def test_participants_are_summed_over_their_groups(office: Office) -> None:
    assert office.add("drill", factories.drill())["participants"] == 100


def test_a_kindergarten_gives_a_headcount_and_no_names(office: Office) -> None:
    drill = office.add(
        "drill", factories.drill(participant_groups=None, participants="约200人", should_attend=None)
    )
    assert (drill["participants"], drill["signin"]) == (200, None)


def test_groups_without_counts_leave_the_typed_number() -> None:
    assert headcount({"participant_groups": [{"group": "staff", "count": None}], "participants": 7}) == 7
    assert headcount({}) is None


def test_a_drill_without_any_headcount_is_refused(office: Office) -> None:
    assert ("participants", "required") in refused_fields(office, factories.drill(participant_groups=None))


def test_times_must_fit_the_day_and_each_other(office: Office) -> None:
    typed = factories.drill(starts_at="2026-11-08 14:00", ends_at="2026-11-08 13:00")
    found = refused_fields(office, typed)
    assert found == [("starts_at", "drill_starts_on_another_day"), ("ends_at", "date_before")]


def test_more_people_than_expected_is_questioned(office: Office) -> None:
    assert refused_fields(office, factories.drill(should_attend=99)) == [
        ("participants", "more_attended_than_expected")
    ]


def test_a_drill_is_archived_only_when_it_is_complete(office: Office) -> None:
    drill = office.add("drill", factories.drill())
    with pytest.raises(AppError, match="drill_archive_incomplete") as refused:
        office.act("drill", drill["id"], "archive", {})
    assert refused.value.params["missing"] == "综合评定、评估人、至少一张照片"
    office.change("drill", drill["id"], {"photos": [factories.attachment(1)]})
    evaluated = office.act("drill", drill["id"], "evaluate", {"overall": "良", "evaluator": "李秀英"})
    assert evaluated["status"] == "evaluated"
    office.act("drill", drill["id"], "improve", {"issues": done(drill, done_on="2026-11-19")})
    assert office.act("drill", drill["id"], "archive", {})["status"] == "archived"


def done(drill: Record, **changes: object) -> list[Record]:
    """The problems of a drill with a change of each."""
    return [{**row, **changes} for row in drill["issues"]]


@pytest.mark.parametrize("end", [{"done_on": "2026-11-19"}, {"carried_to": "2027年演练计划"}])
def test_an_open_problem_keeps_a_drill_from_the_archive_until_it_is_done_or_carried_over(
    office: Office, end: dict[str, str]
) -> None:
    drill = office.add("drill", factories.drill(photos=[factories.attachment(1)]))
    office.act("drill", drill["id"], "evaluate", {"overall": "良", "evaluator": "李秀英"})
    with pytest.raises(AppError, match="drill_issues_open"):
        office.act("drill", drill["id"], "archive", {})
    improving = office.act("drill", drill["id"], "improve", {"issues": drill["issues"]})
    assert (improving["status"], improving["improve_by"]) == ("improving", "2026-11-20")
    settled = office.act("drill", drill["id"], "improve", {"issues": done(drill, **end)})
    assert (settled["status"], settled["improve_by"]) == ("improving", None)
    assert office.act("drill", drill["id"], "archive", {})["status"] == "archived"


def test_a_drill_without_problems_has_nothing_to_improve(office: Office) -> None:
    drill = office.add("drill", factories.drill(issues=None))
    office.act("drill", drill["id"], "evaluate", {"overall": "良", "evaluator": "李秀英"})
    with pytest.raises(AppError, match="drill_nothing_to_improve"):
        office.act("drill", drill["id"], "improve", {})


def test_open_problems_are_listed_as_overdue_after_their_day(office: Office) -> None:
    drill = office.add("drill", factories.drill())
    assert office.ids("drill", Query(is_overdue=True)) == [drill["id"]]
    office.change("drill", drill["id"], {"issues": done(drill, done_on="2026-11-19")})
    assert office.ids("drill", Query(is_overdue=True)) == []


def test_a_problem_becomes_a_hazard_that_names_its_drill(office: Office) -> None:
    drill = office.add("drill", factories.drill())
    typed = hazard_of_issue(office, drill, 0) | {"category": "消防", "source": "其他", "found_by": "王芳"}
    hazard = register_issue_hazard(office, drill, 0, typed)
    assert (hazard["drill"], hazard["description"]) == (drill["id"], "7层常闭式防火门闭门器损坏")
    assert office.get("drill", drill["id"])["issues"][0]["hazard"] == hazard["id"]
    with pytest.raises(AppError, match="record_changed_meanwhile"):
        register_issue_hazard(office, drill, 0, typed)
    assert office.count("hazard", Query()) == 1


@pytest.mark.parametrize("kind", ["幼儿园", "学校"])
def test_children_are_counted_and_never_signed_in(office: Office, kind: str) -> None:
    place = office.add("premises", factories.premises(name="阳光幼儿园", type=kind))
    typed = factories.drill(premises=place["id"], signin=[factories.attachment(1)])
    assert refused_fields(office, typed) == [("signin", "children_headcount_only")]
    named = factories.drill(premises=place["id"], attendance=[{"name": "小明"}])
    assert refused_fields(office, named) == [("attendance", "children_headcount_only")]
    assert office.add("drill", factories.drill(premises=place["id"]))["with_children"] is True
    assert office.add("drill_plan", factories.drill_plan(place["id"]))["with_children"] is True


def test_pupils_among_those_who_took_part_are_children_too(office: Office) -> None:
    groups = [{"group": "学生、幼儿", "count": "200"}]
    drill = office.add("drill", factories.drill(participant_groups=groups, should_attend=None))
    assert (drill["participants"], drill["with_children"]) == (200, True)


def test_an_evaluation_needs_a_grade_and_who_gave_it(office: Office) -> None:
    drill = office.add("drill", factories.drill())
    with pytest.raises(InvalidRecord) as refused:
        office.act("drill", drill["id"], "evaluate", {})
    assert [each.field for each in refused.value.problems] == ["overall", "evaluator"]


def test_a_sign_in_list_gives_the_headcount_and_keeps_no_identity_number(office: Office) -> None:
    people = [{"name": "张伟明", "unit": "老张面馆", "identity": "31011819860214001X"}, {"name": "䶮㐂𠮷"}]
    typed = factories.drill(participant_groups=None, should_attend=None, attendance=people)
    drill = office.add("drill", typed)
    assert (drill["participants"], drill["attendance"][0]["identity"]) == (2, "310118********001X")
    counted = office.add("drill", typed | {"participants": "60"})
    assert counted["participants"] == 60
