from __future__ import annotations

from desktop.form_values import copy_values, new_values, suggestions
from desktop.office import Office
from tests import factories


def test_a_new_form_starts_with_today_the_clerk_and_the_last_place(office: Office) -> None:
    assert new_values(office, "hazard")["location"] is None
    office.add("hazard", factories.planned_hazard(found_by="李秀英"))
    values = new_values(office, "hazard")
    assert values["found_on"] == "2026-11-23"
    assert values["found_by"] == factories.CLERK
    assert (values["location"], values["rect_unit"]) == ("城中东路312弄5号楼二楼楼梯间", "佳乐苑物业服务中心")
    assert (values["level"], values["source"]) == ("general", "patrol")
    assert "closed_on" not in values and "description" not in values


def test_a_copy_leaves_photos_numbers_and_steps_behind(office: Office) -> None:
    photos_ = [factories.attachment(1)]
    hazard = office.register_fixed(factories.hazard() | factories.fix_on_spot(photos_, photos_))
    values = copy_values(office, "hazard", hazard["id"])
    assert (values["description"], values["found_on"]) == (hazard["description"], "2026-11-23")
    assert hazard["deadline"] and "deadline" not in values
    assert {"photo_before", "photo_after", "closed_on", "no", "status", "immediate_fix"}.isdisjoint(values)
    copied = office.add("hazard", values)
    assert (copied["no"], copied["status"]) == ("YH-2026-0002", "registered")


def test_values_used_before_are_suggested_newest_first_without_the_retired(office: Office) -> None:
    gone = office.add("hazard", factories.hazard(location="旧址"))
    for location in ("菜场", "车库", "菜场"):
        office.add("hazard", factories.hazard(location=location))
    office.retire("hazard", [gone["id"]])
    assert sorted(suggestions(office, "hazard", "location")) == ["菜场", "车库"]
    assert len(suggestions(office, "hazard", "location", limit=1)) == 1


def test_people_of_the_committee_are_suggested_too(office: Office) -> None:
    office.add("hazard", factories.hazard(found_by="李秀英"))
    assert suggestions(office, "hazard", "found_by")[0] == "李秀英"
    assert set(suggestions(office, "hazard", "found_by")) == {"李秀英", factories.CLERK, factories.LEAD}
