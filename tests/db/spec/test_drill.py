from __future__ import annotations

import pytest

from db.errors import AppError, InvalidRecord
from db.spec.drill import headcount
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
    assert office.act("drill", drill["id"], "archive", {})["status"] == "archived"


def test_an_evaluation_needs_a_grade_and_who_gave_it(office: Office) -> None:
    drill = office.add("drill", factories.drill())
    with pytest.raises(InvalidRecord) as refused:
        office.act("drill", drill["id"], "evaluate", {})
    assert [each.field for each in refused.value.problems] == ["overall", "evaluator"]
