"""Whose head was trained in a year: counted from the trainings of that year."""

from __future__ import annotations

import pytest

from db.training import (
    coverage,
    coverage_totals,
    coverage_words,
    criteria_sessions,
    focus_of,
    focuses_of_year,
)
from desktop.office import Office
from tests import factories


@pytest.fixture
def shops(office: Office) -> dict[str, str]:
    """Three premises by name."""
    names = ("老张面馆", "悦来旅馆", "宜达广场")
    types = ("小餐饮", "小旅馆", "商业综合体")
    return {
        name: office.add("premises", factories.premises(name=name, type=kind))["id"]
        for name, kind in zip(names, types, strict=True)
    }


def states(office: Office, year: int = 2026) -> dict[str, str]:
    found = coverage(office.store.reader(), year)
    return {each.premises["name"]: coverage_words(each).split("\n")[0] for each in found}


def cover(premises: str, presence: str | None) -> list[dict[str, str | None]]:
    return [{"premises": premises, "presence": presence}]


def test_only_a_head_who_came_in_person_that_year_counts(office: Office, shops: dict[str, str]) -> None:
    office.add("training", factories.training(covered=cover(shops["老张面馆"], "主要负责人到场")))
    office.add("training", factories.training(covered=cover(shops["悦来旅馆"], "其他人员到场")))
    earlier = factories.training(date="2025-09-18", covered=cover(shops["宜达广场"], "主要负责人到场"))
    office.add("training", earlier)
    assert states(office) == {"老张面馆": "已培训 2026-09-18", "悦来旅馆": "未培训", "宜达广场": "未培训"}
    assert states(office, 2025)["宜达广场"] == "已培训 2025-09-18"


def test_other_kinds_and_retired_or_called_off_trainings_do_not_count(
    office: Office, shops: dict[str, str]
) -> None:
    came = cover(shops["老张面馆"], "主要负责人到场")
    office.add("training", factories.training(kind="从业人员培训", covered=came))
    office.retire("training", [office.add("training", factories.training(covered=came))["id"]])
    plan = office.add("training", factories.planned_training(covered=cover(shops["老张面馆"], None)))
    assert states(office)["老张面馆"] == "已排计划 2026-12-10"
    office.act("training", plan["id"], "cancel", {"cancel_reason": "台风"})
    assert states(office)["老张面馆"] == "未培训"


def test_premises_that_are_not_in_business_are_left_out(office: Office, shops: dict[str, str]) -> None:
    office.act("premises", shops["老张面馆"], "suspend", {"status_note": "装修"})
    assert "老张面馆" not in states(office)


def test_the_focus_of_the_year_comes_first(office: Office, shops: dict[str, str]) -> None:
    found = coverage(office.store.reader(), 2026)
    assert [each.premises["name"] for each in found][0] == "宜达广场"
    assert coverage_words(found[0]).endswith("年度重点")
    totals = coverage_totals(2026, found)
    assert "在营场所 3 个，主要负责人已培训 0 个，已排计划 0 个，未培训 3 个" in totals
    assert "大型商业综合体消防安全责任人" in totals
    assert "重点" not in coverage_totals(2030, found)


@pytest.mark.parametrize(
    ("year", "premises", "focus"),
    [
        (2024, {"type": "gas_station"}, "2024-gas"),
        (2024, {"type": "hospital"}, "2024-hospital"),
        (2024, {"type": "mall"}, ""),
        (2025, {"type": "factory", "industry": "有色金属冶炼"}, "2025-smelting"),
        (2025, {"type": "other", "name": "曲水园文物保护单位"}, "2025-heritage"),
        (2026, {"type": "mall"}, "2026-mall"),
        (2027, {"type": "mall"}, ""),
    ],
)
def test_what_the_plan_puts_first_each_year(year: int, premises: dict[str, str], focus: str) -> None:
    assert focus_of(premises, year) == focus
    assert bool(focuses_of_year(year)) is (year < 2027)


def test_sessions_on_the_criteria_are_found_by_their_year(office: Office) -> None:
    held = office.add(
        "training", factories.training(kind="判定标准", date="2024-11-20", title="判定标准专题学习")
    )
    office.add("training", factories.planned_training(kind="判定标准", date="2024-12-20"))
    assert [each["no"] for each in criteria_sessions(office.store.reader(), 2024)] == [held["no"]]
    assert criteria_sessions(office.store.reader(), 2026) == []
