"""A registered change of premises asks for another look at their risks (part D: change of use, renovation, new tenant)."""

from __future__ import annotations

from typing import Any

import pytest

from db.spec.query import Query
from desktop.office import Office
from desktop.premises_pairs import compare, merge
from desktop.risks import review_sentences
from tests import factories


@pytest.fixture
def shop(office: Office) -> dict[str, Any]:
    return office.add("premises", factories.premises())


@pytest.fixture
def risk(office: Office, shop: dict[str, Any]) -> dict[str, Any]:
    """A risk of the shop, assessed on 2026-11-02."""
    return office.add("risk", factories.risk(premises=shop["id"]))


def register(office: Office, shop: dict[str, Any], **changes: str) -> None:
    typed = {"change_kind": "装修改造", "change_to": "二楼改为包间", "changed_on": "2026-11-10"}
    office.act("premises", shop["id"], "record_change", typed | changes)


def waiting(office: Office) -> int:
    return office.count("risk", Query(attention="review"))


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("装修改造", "2026-11-10 场所登记了变更：装修改造"),
        ("承租方更换", "2026-11-10 场所登记了变更：承租方更换"),
    ],
)
def test_a_registered_change_is_a_reason_with_its_own_day(
    office: Office, shop: dict[str, Any], risk: dict[str, Any], kind: str, sentence: str
) -> None:
    register(office, shop, change_kind=kind)
    assert (waiting(office), review_sentences(office, risk)) == (1, [sentence])


def test_the_same_change_is_told_once_also_when_it_names_another_person(
    office: Office, shop: dict[str, Any], risk: dict[str, Any]
) -> None:
    register(office, shop, main_person="李四", type="小网吧")
    assert len(review_sentences(office, risk)) == 1


def test_a_change_before_the_assessment_was_known_to_those_who_assessed(
    office: Office, shop: dict[str, Any], risk: dict[str, Any]
) -> None:
    register(office, shop, changed_on="2026-11-01")
    assert (waiting(office), review_sentences(office, risk)) == (0, [])


def test_a_new_assessment_answers_it(office: Office, shop: dict[str, Any], risk: dict[str, Any]) -> None:
    register(office, shop)
    office.act("risk", risk["id"], "reassess", {"assessed_on": "2026-11-12"})
    assert (waiting(office), review_sentences(office, risk)) == (0, [])


def test_merging_two_entries_changes_nothing_on_the_ground(
    office: Office, shop: dict[str, Any], risk: dict[str, Any]
) -> None:
    again = office.add("premises", factories.premises(name="老张牛肉面", main_person="张大明"))
    merge(office, compare(office, shop["id"], again["id"]), {"main_person": "gone"})
    assert office.get("premises", shop["id"])["main_person"] == "张大明"
    assert (waiting(office), review_sentences(office, risk)) == (0, [])
