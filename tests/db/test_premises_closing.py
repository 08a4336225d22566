from __future__ import annotations

from typing import Any

import pytest

from db import premises_closing
from db.errors import InvalidRecord
from db.premises_closing import close_premises, ending_step, open_records
from db.spec import RECORD_TYPES
from db.spec.field import Field, Kind
from desktop.office import Office
from tests import factories

CLOSING = {"closed_on": "2026-11-20", "status_note": "租约到期", "handover_note": "隐患由物业继续整改"}


@pytest.fixture
def shop(office: Office) -> dict[str, Any]:
    """A restaurant with an open hazard, two risks of which one is closed, and a planned drill."""
    shop = office.add("premises", factories.premises())
    office.add("hazard", factories.planned_hazard(premises=shop["no"]))
    done, _ = (office.add("risk", factories.risk(premises=shop["no"])) for _ in range(2))
    office.act("risk", done["id"], "close", {"closed_on": "2026-11-10", "close_reason": "风险源消失"})
    office.add("drill_plan", factories.drill_plan(shop["no"]))
    return shop


def close(office: Office, shop: dict[str, Any], ended: dict[str, str], **typed: str) -> dict[str, Any]:
    work = lambda tx: close_premises(tx, shop["id"], "close", CLOSING | typed, ended, shop["rev"])  # noqa: E731
    closed: dict[str, Any] = office.write(work, "关闭")
    return closed


def unfinished(office: Office, shop: dict[str, Any]) -> dict[str, int]:
    tables = ("hazard", "risk", "drill_plan")
    return {each: len(open_records(office.store.reader(), each, shop["id"])) for each in tables}


def test_closing_ends_what_the_clerk_chose_in_one_transaction(office: Office, shop: dict[str, Any]) -> None:
    assert unfinished(office, shop) == {"hazard": 1, "risk": 1, "drill_plan": 1}
    closed = close(office, shop, {"risk": "场所关闭", "drill_plan": "场所关闭"})
    assert (closed["status"], closed["handover_note"]) == ("closed", "隐患由物业继续整改")
    assert unfinished(office, shop) == {"hazard": 1, "risk": 0, "drill_plan": 0}
    risk, plan = office.find("risk", "FX-2026-0002"), office.find("drill_plan", "JH-2026-0001")
    assert (risk["closed_on"], risk["close_reason"]) == ("2026-11-20", "场所关闭")
    assert risk["close_cause"] == "premises_closed"
    assert (plan["status"], plan["cancel_reason"]) == ("cancelled", "场所关闭")


def test_a_hazard_ends_with_its_premises_in_the_name_of_the_lead(
    office: Office, shop: dict[str, Any]
) -> None:
    close(office, shop, {"hazard": "场所关闭"})
    hazard = office.find("hazard", "YH-2026-0001")
    assert (hazard["status"], hazard["void_by"], hazard["void_reason"]) == (
        "void",
        factories.LEAD,
        "场所关闭",
    )


def test_hazards_can_be_voided_in_the_leads_name(office: Office, shop: dict[str, Any]) -> None:
    close(office, shop, {"hazard": "房屋已拆除"})
    hazard = office.find("hazard", "YH-2026-0001")
    assert (hazard["status"], hazard["void_reason"]) == ("void", "房屋已拆除")
    assert (hazard["void_on"], hazard["void_by"]) == ("2026-11-20", factories.LEAD)


def test_what_is_not_named_stays_open(office: Office, shop: dict[str, Any]) -> None:
    close(office, shop, {})
    assert unfinished(office, shop) == {"hazard": 1, "risk": 1, "drill_plan": 1}


def test_when_one_record_cannot_end_nothing_is_closed(office: Office, shop: dict[str, Any]) -> None:
    with pytest.raises(InvalidRecord):
        close(office, shop, {"risk": "场所关闭", "drill_plan": "因" * 400})
    assert office.get("premises", shop["id"])["status"] == "operating"
    assert unfinished(office, shop) == {"hazard": 1, "risk": 1, "drill_plan": 1}


def test_a_type_without_an_ending_step_is_left_alone(
    office: Office, shop: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(premises_closing, "ENDING_STEPS", {"hazard": "no_such_step"})
    assert ending_step("hazard") is None
    close(office, shop, {"hazard": "场所关闭"})
    assert unfinished(office, shop)["hazard"] == 1


def test_a_record_that_stands_before_the_steps_start_is_left_alone(
    office: Office, shop: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    plans = RECORD_TYPES["drill_plan"]
    cancel = plans.transition("cancel")
    assert cancel is not None
    late = tuple(
        each.with_changes(sources=("prepared",)) if each.name == "cancel" else each
        for each in plans.transitions
    )
    monkeypatch.setitem(RECORD_TYPES, "drill_plan", plans.with_changes(transitions=late))
    close(office, shop, {"drill_plan": "场所关闭"})
    assert unfinished(office, shop)["drill_plan"] == 1


def test_a_step_that_asks_for_a_choice_or_a_number_may_not_end_records(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    risks = RECORD_TYPES["risk"]

    def with_reason(**changes: Any) -> None:
        field = Field("close_reason", label="关闭原因", by_action=True, **changes)
        fields = tuple(field if each.name == "close_reason" else each for each in risks.fields)
        monkeypatch.setitem(RECORD_TYPES, "risk", risks.with_changes(fields=fields))

    with_reason(kind=Kind.INTEGER)
    assert ending_step("risk") is None
    with_reason(kind=Kind.CHOICE, codes=("risk_level",))
    assert ending_step("risk") is None
