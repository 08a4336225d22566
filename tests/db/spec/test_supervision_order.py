from __future__ import annotations

from typing import Any

import pytest

from db.errors import AppError, InvalidRecord
from db.spec.field import Record
from desktop.office import Office
from tests import factories


@pytest.fixture
def hazard(office: Office) -> Record:
    return office.add("hazard", factories.planned_hazard())


@pytest.fixture
def order(office: Office, hazard: Record) -> Record:
    return office.add("supervision_order", factories.supervision_order(hazard=hazard["id"]))


def act(office: Office, order: Record, step: str, **typed: Any) -> Record:
    return office.act("supervision_order", order["id"], step, typed)


def refused(office: Office, order: Record, step: str, **typed: Any) -> list[tuple[Any, str]]:
    with pytest.raises(InvalidRecord) as error:
        act(office, order, step, **typed)
    return [(each.field, each.message_id) for each in error.value.problems]


def test_an_order_goes_from_delivery_to_clearing(office: Office, order: Record) -> None:
    assert (order["no"], order["status"]) == ("DB-2026-0001", "issued")
    assert act(office, order, "deliver", delivered_to="张伟明")["status"] == "delivered"
    with pytest.raises(AppError, match="order_feedback_missing"):
        act(office, order, "clear", clear_doc="摘牌通知")
    assert act(office, order, "answer", feedback="已整改")["status"] == "answered"
    assert refused(office, order, "clear", clear_doc="摘牌通知", cleared_on="2026-11-01") == [
        ("cleared_on", "date_before")
    ]
    cleared = act(office, order, "clear", clear_doc="摘牌通知")
    assert (cleared["status"], cleared["cleared_on"]) == ("cleared", "2026-11-23")


def test_an_order_that_was_only_asked_for_may_end_without_feedback(office: Office, hazard: Record) -> None:
    typed = factories.supervision_order(hazard=hazard["id"], is_requested="是")
    asked = office.add("supervision_order", typed)
    assert act(office, asked, "clear", clear_doc="街道未予督办，电话答复")["status"] == "cleared"


def test_its_deadline_does_not_come_before_its_day(office: Office, hazard: Record) -> None:
    with pytest.raises(InvalidRecord) as error:
        office.add(
            "supervision_order", factories.supervision_order(hazard=hazard["no"], deadline="2026-11-05")
        )
    assert [each.field for each in error.value.problems] == ["deadline"]


def test_every_extension_is_kept(office: Office, order: Record) -> None:
    more = {"extension_reason": "等待鉴定", "extension_approved_by": "街道安委办"}
    assert refused(office, order, "extend", new_deadline="2026-11-20", **more) == [
        ("new_deadline", "date_before")
    ]
    extended = act(office, order, "extend", new_deadline="2026-12-20", **more)
    assert (extended["status"], extended["deadline"], extended["new_deadline"]) == (
        "issued",
        "2026-12-20",
        None,
    )
    (row,) = extended["extensions"]
    assert (row["old"], row["new"], row["reason"]) == ("2026-11-20", "2026-12-20", "等待鉴定")
