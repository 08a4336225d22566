from __future__ import annotations

import pytest

from db.errors import AppError, InvalidRecord
from desktop.office import Office
from tests import factories


def refused(office: Office, typed: dict[str, object]) -> list[tuple[str | None, str]]:
    with pytest.raises(InvalidRecord) as error:
        office.add("training", typed)
    return [(each.field, each.message_id) for each in error.value.problems]


def test_a_headcount_makes_it_held_and_none_a_plan(office: Office) -> None:
    assert office.add("training", factories.training())["status"] == "held"
    assert office.add("training", factories.planned_training())["status"] == "planned"


def test_the_sign_in_list_gives_the_headcount_and_keeps_no_identity_number(office: Office) -> None:
    listed = [{"name": "张国强", "unit": "老张面馆", "identity": "310118198001011236"}, {"name": "李秀英"}]
    record = office.add("training", factories.training(attendance=listed, headcount="9", passed="2"))
    assert record["headcount"] == 2
    assert [row["identity"] for row in record["attendance"]] == ["310118********1236", None]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"place": None}, ("place", "required")),
        ({"hours": None}, ("hours", "required")),
        ({"passed": None}, ("passed", "required")),
        ({"expected": "20"}, ("headcount", "more_came_than_expected")),
        ({"passed": "25"}, ("passed", "more_passed_than_came")),
        ({"kind": "居民宣教"}, ("occasion", "required")),
    ],
)
def test_what_a_training_that_was_held_must_say(
    office: Office, changes: dict[str, object], problem: tuple[str, str]
) -> None:
    assert refused(office, factories.training(**changes)) == [problem]


def test_online_needs_no_place_and_publicity_no_hours(office: Office) -> None:
    assert office.add("training", factories.training(place=None, mode="线上"))["mode"] == "online"
    assert office.add("training", factories.publicity())["entries"] == ["community", "family"]


def test_the_same_premises_cannot_be_listed_twice(office: Office) -> None:
    shop = office.add("premises", factories.premises())["id"]
    typed = factories.training(covered=[{"premises": shop}, {"premises": shop, "presence": "未到"}])
    assert refused(office, typed) == [("covered", "premises_named_twice")]


def test_a_plan_is_held_with_who_came_and_then_filed(office: Office) -> None:
    plan = office.add("training", factories.planned_training(hours=None))
    with pytest.raises(InvalidRecord) as missing:
        office.act("training", plan["id"], "hold", {"date": "2026-12-10", "assessment": "笔试"})
    assert {each.field for each in missing.value.problems} == {"headcount", "hours", "passed"}
    came = {"date": "2026-12-10", "hours": "4", "attendance": [{"name": "张国强"}, {"name": "李秀英"}]}
    held = office.act("training", plan["id"], "hold", came)
    assert (held["status"], held["headcount"]) == ("held", 2)
    assert office.act("training", plan["id"], "archive", {})["status"] == "archived"


def test_filing_names_what_is_missing(office: Office) -> None:
    held = office.add("training", factories.training())
    with pytest.raises(AppError, match="training_archive_incomplete") as refusal:
        office.act("training", held["id"], "archive", {})
    assert refusal.value.params["missing"] == "签到名单、签到表或照片"
    office.change("training", held["id"], {"photos": [factories.attachment(1)]})
    assert office.act("training", held["id"], "archive", {})["status"] == "archived"


def test_a_plan_is_called_off_with_its_reason(office: Office) -> None:
    plan = office.add("training", factories.planned_training())
    with pytest.raises(InvalidRecord):
        office.act("training", plan["id"], "cancel", {})
    assert office.act("training", plan["id"], "cancel", {"cancel_reason": "台风"})["status"] == "cancelled"
