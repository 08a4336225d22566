from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from db.duties.rules import EVACUATION_DRILL, SELF_CHECK
from db.duties.standing import Standing, standings
from db.duties.year import Cell, months_of
from db.spec.field import Record
from desktop.office import Office
from tests import factories

TODAY = date(2026, 11, 23)


def place(office: Office, name: str = "悦来旅馆", **changes: Any) -> Record:
    return office.add("premises", factories.premises(name=name, flags=None, **{"type": "小旅馆", **changes}))


def drill(office: Office, premises: Record | None, day: str, **changes: Any) -> Record:
    typed = factories.drill(
        date=day, starts_at=None, ends_at=None, premises=premises["id"] if premises else None
    )
    return office.add("drill", typed | changes)


def standing(office: Office, premises: Record, duty: str = EVACUATION_DRILL, today: date = TODAY) -> Standing:
    found = standings(office.store.reader(), duty, today)
    return next(each for each in found if each.premises_id == premises["id"])


def test_a_hotel_drilled_in_january_is_due_in_july_and_shows_the_rule(office: Office) -> None:
    hotel = place(office)
    drill(office, hotel, "2026-01-15")
    found = standing(office, hotel, today=date(2026, 3, 1))
    assert found.due == date(2026, 7, 15) and not found.is_overdue
    assert found.rule and (found.rule.source, found.rule.clause) == ("《生产安全事故应急条例》", "第八条")
    assert standing(office, hotel, today=date(2026, 7, 15)).is_overdue is False
    assert standing(office, hotel, today=date(2026, 7, 16)).is_overdue is True


def test_only_a_drill_that_was_held_counts(office: Office) -> None:
    hotel = place(office)
    drill(office, hotel, "2026-01-15")
    office.add("drill_plan", factories.drill_plan(hotel["id"], planned_on="2026-06-01"))
    drill(office, hotel, "2026-12-01")  # not yet
    drill(office, hotel, "2026-05-01", form="桌面")
    office.retire("drill", [drill(office, hotel, "2026-06-02")["id"]])
    found = standing(office, hotel)
    assert (found.done, found.is_overdue) == ((date(2026, 1, 15),), True)
    assert [each.day for each in found.planned] == [date(2026, 6, 1)]


def test_a_cancelled_plan_leaves_the_duty_open(office: Office) -> None:
    hotel = place(office)
    plan = office.add("drill_plan", factories.drill_plan(hotel["id"], planned_on="2026-12-01"))
    office.act("drill_plan", plan["id"], "cancel", {"cancel_reason": "停业装修"})
    found = standing(office, hotel)
    assert (found.planned, found.due) == ((), date(2026, 12, 31))


def test_a_joint_drill_counts_for_everyone_who_took_part(office: Office) -> None:
    hotel, mall = place(office), place(office, "宜达广场", type="商业综合体")
    drill(office, hotel, "2026-11-09", also_premises=[{"premises": mall["id"], "count": "30"}])
    assert [standing(office, each).last_done for each in (hotel, mall)] == [date(2026, 11, 9)] * 2


def test_a_self_check_counts_when_the_principal_led_it(office: Office) -> None:
    shop = place(office, type="小商店")
    for kind, led, day in (
        ("企业自查", "是", "2026-11-05"),
        ("企业自查", "否", "2026-11-06"),
        ("日常巡查", "是", "2026-11-07"),
    ):
        typed = factories.inspection(shop["id"], kind=kind, led_by_principal=led, date=day)
        office.add("inspection", typed)
    found = standing(office, shop, SELF_CHECK)
    assert (found.done, found.due) == ((date(2026, 11, 5),), date(2027, 3, 31))


def test_duties_begin_with_the_ledger_or_with_the_earliest_record(office: Office) -> None:
    hotel, old = place(office), place(office, "老旅馆")
    drill(office, old, "2025-03-01")
    assert (standing(office, hotel).due, standing(office, old).due) == (date(2026, 12, 31), date(2025, 9, 1))


def test_premises_that_open_later_owe_from_then_on(office: Office) -> None:
    assert standing(office, place(office, opened_on="2027-02-01")).due == date(2027, 6, 30)


def test_an_own_rule_counts_before_the_law_and_keeps_it_in_sight(office: Office) -> None:
    hotel = place(office, drill_rule="每季度", rule_reason="近期消防通道施工")
    found = standing(office, hotel)
    assert found.rule and (found.rule.period, found.rule.clause) == ("quarterly", "近期消防通道施工")
    assert [each.key for each in found.rules] == ["own", "regulation_8_crowded", "plan_21"]


def test_nothing_is_due_where_nothing_is_asked_or_the_shop_rests(office: Office) -> None:
    estate = place(office, "佳乐苑", type="住宅小区")
    freed = place(office, "小旅馆甲", drill_rule="不作要求", rule_reason="与宜达广场合并演练")
    resting = place(office, "小旅馆乙")
    office.act("premises", resting["id"], "suspend", {"status_note": "装修"})
    closed = place(office, "小旅馆丙")
    office.act("premises", closed["id"], "close", {"closed_on": "2026-11-01", "status_note": "关闭"})
    found = {each.name: each for each in standings(office.store.reader(), EVACUATION_DRILL, TODAY)}
    assert {name: each.due for name, each in found.items()} == dict.fromkeys(
        ("佳乐苑", "小旅馆甲", "小旅馆乙")
    )
    assert estate["id"] and freed["id"]
    assert set(months_of(found["小旅馆乙"], 2026, TODAY)) == {Cell.NOT_REQUIRED}


def test_what_is_due_first_stands_first(office: Office) -> None:
    place(office, "住宅", type="住宅小区")
    place(office, "老张面馆", type="小餐饮")
    drill(office, place(office, "悦来"), "2026-01-15")
    names = [each.name for each in standings(office.store.reader(), EVACUATION_DRILL, TODAY)]
    assert names == ["悦来", "老张面馆", "住宅"]


def cells(office: Office, premises: Record, duty: str = EVACUATION_DRILL, year: int = 2026) -> str:
    words = {"": ".", "已办": "✓", "应办": "到", "已计划": "计", "逾期": "逾", "缺": "缺", "—": "-"}
    return "".join(words[each] for each in months_of(standing(office, premises, duty), year, TODAY))


def test_a_year_shows_doing_the_due_day_and_every_month_overdue(office: Office) -> None:
    hotel = place(office)
    drill(office, hotel, "2026-01-15")
    assert cells(office, hotel) == "✓.....逾逾逾逾逾."
    office.add("drill_plan", factories.drill_plan(hotel["id"], planned_on="2026-12-05"))
    assert cells(office, hotel) == "✓.....逾逾逾逾逾计"
    drill(office, hotel, "2026-11-20")
    assert cells(office, hotel) == "✓.....缺...✓计"
    assert cells(office, hotel, year=2027) == "....到......."


def test_a_year_of_quarters_shows_done_missed_and_coming_ones(office: Office) -> None:
    shop = place(office, type="小商店")
    for day in ("2026-02-10", "2026-07-09", "2026-08-09"):
        office.add(
            "inspection", factories.inspection(shop["id"], kind="企业自查", led_by_principal="是", date=day)
        )
    assert cells(office, shop, SELF_CHECK) == ".✓...缺✓✓...到"
    assert cells(office, shop, SELF_CHECK, 2027) == "..到..到..到..到"
    assert cells(office, shop, SELF_CHECK, 2025) == "............"


@pytest.mark.parametrize("year", [2026, 2027])
def test_an_overdue_year_reaches_into_the_next(office: Office, year: int) -> None:
    shop = place(office, type="小商店")
    found = standing(office, shop, today=date(2027, 2, 3))
    shown = months_of(found, year, date(2027, 2, 3))
    assert shown.count(Cell.OVERDUE) == {2026: 1, 2027: 2}[year]
    assert shown[11] is {2026: Cell.OVERDUE, 2027: Cell.DUE}[year]
