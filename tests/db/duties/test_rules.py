"""Part A4: which rule binds which premises, and that the strictest counts."""

from __future__ import annotations

import pytest

from db.duties.rules import (
    DUTIES,
    EVACUATION_DRILL,
    SELF_CHECK,
    all_rules,
    committee_rule,
    own_field,
    own_rule,
    rules_for,
)
from db.spec import PREMISES
from db.spec.code_tables import code_table


def strictest(duty: str, premises_type: str, *flags: str) -> tuple[str, str, str]:
    rule = rules_for(duty, premises_type, flags)[0]
    return rule.period, rule.source, rule.clause


REGULATION = ("half_yearly", "《生产安全事故应急条例》", "第八条")
PLAN_DRILL = ("yearly", "青夏街〔2024〕13号", "第21条")
PLAN_CHECK = "青夏街〔2024〕13号", "第12条"


def test_plan_21_asks_every_business_for_a_drill_a_year() -> None:
    assert strictest(EVACUATION_DRILL, "small_restaurant") == PLAN_DRILL


def test_plan_21_asks_high_hazard_sectors_for_one_every_half_year() -> None:
    assert strictest(EVACUATION_DRILL, "factory", "high_hazard") == (
        "half_yearly", "青夏街〔2024〕13号", "第21条",
    )  # fmt: skip


@pytest.mark.parametrize("premises_type", ["small_hotel", "homestay", "mall", "small_karaoke"])
def test_regulation_8_asks_hotels_malls_and_places_of_amusement_every_half_year(premises_type: str) -> None:
    assert strictest(EVACUATION_DRILL, premises_type) == REGULATION


@pytest.mark.parametrize("premises_type", ["hospital", "school", "small_school", "nursing_home"])
def test_regulation_8_reaches_the_crowded_places_that_fire_law_73_lists(premises_type: str) -> None:
    assert strictest(EVACUATION_DRILL, premises_type) == REGULATION


def test_regulation_8_reaches_whatever_is_flagged_as_crowded() -> None:
    assert strictest(EVACUATION_DRILL, "small_restaurant", "crowded") == REGULATION


@pytest.mark.parametrize("premises_type", ["construction_site", "fuel_station", "gas_station"])
def test_regulation_8_asks_building_sites_and_dangerous_goods_every_half_year(premises_type: str) -> None:
    assert strictest(EVACUATION_DRILL, premises_type) == REGULATION
    assert strictest(EVACUATION_DRILL, "warehouse", "chemicals") == REGULATION


def test_shanghai_fire_46_asks_key_units_for_two_drills_a_year() -> None:
    assert strictest(EVACUATION_DRILL, "office", "fire_key_unit") == (
        "half_yearly", "《上海市消防条例》", "第四十六条",
    )  # fmt: skip


def test_of_equal_periods_the_one_counted_from_the_last_time_is_stricter() -> None:
    found = rules_for(EVACUATION_DRILL, "small_hotel", ["fire_key_unit"])
    assert [each.key for each in found] == ["regulation_8_crowded", "shanghai_fire_46", "plan_21"]


def test_rules_on_contingency_plans_33_is_named_beside_the_plan() -> None:
    found = rules_for(EVACUATION_DRILL, "factory", [])
    assert [(each.key, each.mark) for each in found] == [
        ("plan_21", "verified"), ("contingency_plans_33", "secondary"),
    ]  # fmt: skip


def test_contingency_plans_33_ask_for_an_on_scene_drill_every_half_year() -> None:
    first = rules_for("evacuation_drill", "factory", ("scene_plan",))[0]
    assert (first.key, first.months) == ("contingency_plans_33_scene", 6)
    assert first.clause == "第三十三条"


def test_plan_12_asks_principals_to_lead_a_check_every_quarter() -> None:
    assert strictest(SELF_CHECK, "small_shop") == ("quarterly", *PLAN_CHECK)


@pytest.mark.parametrize(
    ("premises_type", "flag"), [("factory", "high_hazard"), ("construction_site", "lift")]
)
def test_plan_12_asks_high_hazard_sectors_every_month(premises_type: str, flag: str) -> None:
    assert strictest(SELF_CHECK, premises_type, flag) == ("monthly", *PLAN_CHECK)


@pytest.mark.parametrize("premises_type", ["housing", "rental", "public_facility", "religious"])
def test_what_is_no_business_owes_nothing_by_the_plan(premises_type: str) -> None:
    assert [rules_for(duty, premises_type, []) for duty in DUTIES] == [(), ()]
    assert strictest(EVACUATION_DRILL, premises_type, "crowded") == REGULATION


def test_emergency_law_42_gives_the_committee_no_number_of_drills() -> None:
    rule = committee_rule()
    assert (rule.source, rule.clause, rule.mark) == ("《突发事件应对法》", "第四十二条", "verified")


def test_the_committee_may_set_its_own_frequency_with_a_reason() -> None:
    half_year, nothing = (
        own_rule(EVACUATION_DRILL, period, "周边危险源多") for period in ("half_yearly", "none")
    )
    assert half_year and (half_year.months, half_year.counted, half_year.clause) == (
        6,
        "rolling",
        "周边危险源多",
    )
    assert nothing and nothing.months == 0
    assert own_rule(SELF_CHECK, None, None) is None
    check = own_rule(SELF_CHECK, "half_yearly", None)
    assert check and check.counted == "calendar"


def test_every_rule_names_known_types_flags_and_periods_and_its_source() -> None:
    types = {each.code for each in code_table("premises_type").codes}
    flags = {each.code for each in code_table("premises_flag").codes}
    assert len({each.key for each in all_rules()}) == len(all_rules())
    for rule in all_rules():
        assert rule.types | (rule.except_types or frozenset()) <= types
        assert rule.flags <= flags
        assert rule.duty in DUTIES and rule.months in (1, 3, 6, 12)
        assert rule.counted in ("calendar", "rolling") and rule.mark in ("verified", "secondary", "practice")
        assert rule.source and rule.clause and rule.who


def test_own_rules_are_fields_of_premises() -> None:
    assert all(PREMISES.field(own_field(duty)).codes == ("duty_period",) for duty in DUTIES)
