from __future__ import annotations

import pytest

from db.spec.checklist import fits, flags_of
from desktop.office import Office
from tests import factories


def test_a_new_wording_is_a_new_version_and_the_same_wording_is_not(office: Office) -> None:
    made = office.add("checklist", factories.checklist())
    assert made["version"] == 1
    items = [dict(row) for row in made["items"]]
    same = office.change("checklist", made["id"], {"items": items, "premises_types": ["mall"]})
    assert (same["version"], same["rev"]) == (1, 2)
    items[0]["item"] = "燃气报警器通电，试验能响"
    changed = office.change("checklist", made["id"], {"items": items})
    assert (changed["version"], changed["wording"] == made["wording"]) == (2, False)
    renamed = office.change("checklist", made["id"], {"name": "小餐饮检查表"})
    assert renamed["version"] == 3


def test_a_stopped_checklist_can_be_used_again_without_a_new_version(office: Office) -> None:
    made = office.add("checklist", factories.checklist())
    assert office.act("checklist", made["id"], "stop", {})["status"] == "replaced"
    used = office.act("checklist", made["id"], "use", {})
    assert (used["status"], used["version"]) == ("used", 1)


def test_a_checklist_fits_by_type_by_flag_or_for_all() -> None:
    noodles = {"type": "small_restaurant", "flags": ["bottled_gas", "nine_small"]}
    assert fits({"premises_types": ["small_restaurant"]}, noodles)
    assert fits({"premises_types": ["factory"], "flags": ["bottled_gas"]}, noodles)
    assert not fits({"premises_types": ["factory"], "flags": ["lift"]}, noodles)
    assert not fits({"premises_types": ["factory"]}, {})
    assert fits({"premises_types": None, "flags": []}, {})


@pytest.mark.parametrize(
    ("known", "flags"),
    [
        ({"gas_use": "瓶装液化气"}, {"bottled_gas"}),
        ({"gas_cylinders": 2}, {"bottled_gas"}),
        ({"gas_use": "管道天然气"}, {"piped_gas"}),
        ({"gas_use": "无"}, set()),
        ({"people_live_in": True, "flags": ["crowded"]}, {"mixed_use", "crowded"}),
        ({"dorm_people": 3, "lift_next_inspection_on": "2027-01-01"}, {"mixed_use", "lift"}),
    ],
)
def test_what_is_known_of_premises_counts_like_a_flag(known: dict[str, object], flags: set[str]) -> None:
    assert flags_of(known) == flags
