from __future__ import annotations

import pytest

from db.similar_hazards import earlier_hazards, months_before, times_repeated
from desktop.office import Office
from tests import factories


def numbers(office: Office, months: int = 12, own_id: str | None = None, **hazard: str | None) -> list[str]:
    seen = {"found_on": "2026-11-20", "category": "FIRE", "location": "5号楼楼梯间"} | hazard
    return [each.no for each in earlier_hazards(office.store.reader(), seen, months, own_id)]


@pytest.fixture
def ledger(office: Office) -> Office:
    for day, category in (
        ("2026-10-01", "消防"),
        ("2025-12-01", "消防"),
        ("2025-11-01", "消防"),
        ("2026-10-02", "燃气"),
    ):
        office.add("hazard", factories.hazard(location="5号楼楼梯间", category=category, found_on=day))
    return office


def test_the_same_kind_at_the_same_place_within_the_months_is_found_newest_first(ledger: Office) -> None:
    assert numbers(ledger) == ["YH-2026-0001", "YH-2025-0001"]
    assert numbers(ledger, months=3) == ["YH-2026-0001"]
    assert numbers(ledger, category="GAS") == ["YH-2026-0002"]
    assert numbers(ledger, location="6号楼") == []


def test_premises_decide_where_they_are_known(ledger: Office) -> None:
    shop = ledger.add("premises", factories.premises())
    other = ledger.add("premises", factories.premises(name="乙店"))
    ledger.add("hazard", factories.hazard(premises="老张面馆", location="后厨", found_on="2026-10-05"))
    assert numbers(ledger, premises=shop["id"], location="另一处") == ["YH-2026-0003"]
    ledger.add("hazard", factories.hazard(premises="乙店", location="5号楼楼梯间", found_on="2026-10-06"))
    assert "YH-2026-0004" not in numbers(ledger, premises=shop["id"])
    assert "YH-2026-0004" in numbers(ledger, premises=other["id"], location="别处")


def test_a_hazard_does_not_repeat_itself_nor_one_that_was_voided(ledger: Office) -> None:
    first = ledger.find("hazard", "YH-2026-0001")
    assert numbers(ledger, own_id=first["id"]) == ["YH-2025-0001"]
    ledger.act("hazard", first["id"], "void", factories.voiding())
    assert numbers(ledger) == ["YH-2025-0001"]


@pytest.mark.parametrize("missing", [{"found_on": None}, {"category": None}, {"location": None}])
def test_nothing_is_sought_before_enough_is_known(ledger: Office, missing: dict[str, None]) -> None:
    assert numbers(ledger, **missing) == []


def test_later_ones_are_counted(ledger: Office) -> None:
    first = ledger.find("hazard", "YH-2026-0001")
    ledger.add("hazard", factories.hazard(repeat_of=first["no"]))
    assert times_repeated(ledger.store.reader(), first["id"]) == 1


def test_months_before_the_end_of_a_month() -> None:
    assert months_before("2026-03-31", 1) == "2026-02-28"
    assert months_before("2026-01-15", 12) == "2025-01-15"
