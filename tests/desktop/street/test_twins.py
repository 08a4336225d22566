"""Twins across committees: the same premises or hazard reported by two, and what somebody said are two."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.errors import AppError
from desktop.street.twins import keep_apart, twins
from tests import factories
from tests.desktop.street.exchange_kit import Committee, Street


@pytest.fixture
def both(committee: Committee, neighbour: Committee, street: Street, stick: Path) -> Street:
    """Two committees that both reported 阿强饭店 at their border, and the hazard in it."""
    for each, name, address in (
        (committee, "上海阿强饭店有限公司", "城中东路312弄5号"),
        (neighbour, "阿强小饭店", "青浦区城中东路３１２弄5号"),
    ):
        shop = each.office.register_all("premises", [factories.premises(name=name, address=address)])[0]
        gas = {"category": "燃气", "description": "燃气软管老化开裂", "found_on": "2026-11-03"}
        each.adds(factories.hazard(premises=shop["id"], location=address, **gas))
        other = factories.premises(name="便民超市", address=f"{each.code[-3:]}号", usc=None, phone=None)
        each.office.register_all("premises", [other])
        assert street.receives(each.sends(stick))[0].error is None
    return street


def test_premises_and_hazards_that_two_committees_report_stand_side_by_side(both: Street) -> None:
    [premises] = twins(both.desk, "premises")
    hazard = next(each for each in twins(both.desk, "hazard") if each.one.title == "燃气软管老化开裂")
    assert {premises.one.title, premises.other.title} == {"上海阿强饭店有限公司", "阿强小饭店"}
    assert "地址相同" in premises.reasons
    assert premises.one.committee_code != premises.other.committee_code
    assert hazard.table == "hazard" and "地点相同" in hazard.reasons and "描述相近" in hazard.reasons


def test_what_somebody_said_are_two_is_remembered(both: Street) -> None:
    [pair] = twins(both.desk, "premises")
    keep_apart(both.desk, "premises", pair.other.id, pair.one.id)
    assert twins(both.desk, "premises") == []
    with pytest.raises(AppError, match="record_not_found"):
        keep_apart(both.desk, "premises", pair.one.id, "01JDQRECORD000000000000009")
