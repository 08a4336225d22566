from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from db.premises_file import (
    LinkCount,
    count_links,
    expiries,
    linked_ids,
    newest_links,
    risks_to_review,
    unlimited_licences,
)
from desktop.office import Office
from tests import factories

TODAY = date(2026, 11, 23)


@pytest.fixture
def shop(office: Office) -> dict[str, Any]:
    return office.add("premises", factories.premises())


def test_links_are_counted_with_those_that_are_unfinished(office: Office, shop: dict[str, Any]) -> None:
    for _ in range(2):
        office.add("hazard", factories.planned_hazard(premises=shop["no"]))
    risk = office.add("risk", factories.risk(premises=shop["no"]))
    office.act("risk", risk["id"], "close", {"closed_on": "2026-11-10", "close_reason": "消失"})
    retired = office.add("drill", factories.drill(premises=shop["no"]))
    office.retire("drill", [retired["id"]])
    counts = count_links(office.store.reader(), shop["id"])
    assert counts["hazard"] == LinkCount(2, 2)
    assert counts["risk"] == LinkCount(1, 0)
    assert counts["drill"] == counts["inspection"] == counts["drill_plan"] == LinkCount(0, 0)


def test_a_drill_and_a_training_shared_by_several_premises_hang_on_each_of_them(
    office: Office, shop: dict[str, Any]
) -> None:
    other = office.add("premises", factories.premises(name="新华五金店", address="青松路8号"))
    drill = office.add(
        "drill", factories.drill(premises=other["no"], also_premises=[{"premises": shop["id"]}])
    )
    office.add("drill", factories.drill(premises=other["no"]))
    training = office.add("training", factories.training(covered=[{"premises": shop["id"]}]))
    reader = office.store.reader()
    counts = count_links(reader, shop["id"])
    assert (counts["drill"].total, counts["training"].total) == (1, 1)
    assert linked_ids(reader, "drill", shop["id"]) == (drill["id"],)
    assert linked_ids(reader, "training", shop["id"]) == (training["id"],)
    assert count_links(reader, other["id"])["drill"].total == 2


def test_the_newest_links_come_first(office: Office, shop: dict[str, Any]) -> None:
    for _ in range(3):
        office.add("hazard", factories.hazard(premises=shop["no"]))
    found = newest_links(office.store.reader(), "hazard", shop["id"], 2)
    assert [each["no"] for each in found] == ["YH-2026-0003", "YH-2026-0002"]


def test_risks_assessed_before_a_change_want_another_look(office: Office, shop: dict[str, Any]) -> None:
    for assessed_on in ("2026-11-02", "2026-11-15"):
        office.add("risk", factories.risk(premises=shop["no"], assessed_on=assessed_on))
    assert risks_to_review(office.store.reader(), shop) == []
    change = {"changed_on": "2026-11-10", "change_kind": "用途改变", "change_to": "改为网吧"}
    changed = office.act("premises", shop["id"], "record_change", change)
    assert [each["assessed_on"] for each in risks_to_review(office.store.reader(), changed)] == ["2026-11-02"]


def test_what_runs_out_is_sorted_and_marked_by_the_days_of_notice() -> None:
    record = {
        "licences": [
            {"kind": "食品经营许可证", "no": "JY1", "expires_on": "2027-05-01"},
            {"kind": "营业执照", "no": None, "expires_on": None},
            {"kind": "排水许可证", "no": None, "expires_on": "2026-11-22"},
        ],
        "lift_next_inspection_on": "2026-12-23",
        "lift_reg_no": "3101",
        "standardisation_expires_on": "2027-01-22",
        "lessees": [{"name": "李四", "ends_on": "2026-11-23"}, {"name": "王五", "ends_on": None}],
    }
    found = [(each.label, each.state) for each in expiries(record, TODAY, 60)]
    assert found == [
        ("排水许可证", "expired"), ("租约（李四）", "expiring"), ("电梯检验", "expiring"),
        ("安全生产标准化", "expiring"), ("食品经营许可证", "valid"),
    ]  # fmt: skip
    assert [each["kind"] for each in unlimited_licences(record)] == ["营业执照"]
    assert expiries({}, TODAY, 60) == [] and unlimited_licences({}) == []
