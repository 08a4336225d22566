from __future__ import annotations

import pytest

from db.errors import InvalidRecord
from db.spec.inspection import failed_items, unhandled_items
from desktop.office import Office
from tests import factories


@pytest.fixture
def premises(office: Office) -> str:
    return str(office.add("premises", factories.premises())["id"])


def problems_of(office: Office, premises: str, **changes: object) -> list[tuple[str | None, str]]:
    with pytest.raises(InvalidRecord) as refused:
        office.add("inspection", factories.inspection(premises, **changes))
    return [(each.field, each.message_id) for each in refused.value.problems]


def test_the_outcome_follows_from_the_items(office: Office, premises: str) -> None:
    passed = [{"item": "出口疏散门未锁", "result": "√"}, {"item": "电梯标志有效", "result": "不适用"}]
    clean = office.add("inspection", factories.inspection(premises, items=passed))
    failed = office.add("inspection", factories.inspection(premises))
    bare = office.add("inspection", factories.inspection(premises, items=None))
    found = [(each["outcome"], each["hazards_found"]) for each in (clean, failed, bare)]
    assert found == [("clean", 0), ("to_do", 1), ("without_items", 0)]
    assert [row["note"] for row in failed_items(failed)] == ["报警器未通电"]
    assert [place for place, _ in unhandled_items(failed)] == [0]


def test_an_inspection_whose_failed_items_all_have_hazards_has_handed_them_on(
    office: Office, premises: str
) -> None:
    inspection = office.add("inspection", factories.inspection(premises))
    hazard = office.add("hazard", factories.hazard(premises=premises, inspection=inspection["id"]))
    rows = [dict(row) for row in inspection["items"]]
    rows[0]["hazard"] = hazard["no"]
    changed = office.change("inspection", inspection["id"], {"items": rows})
    assert (changed["outcome"], unhandled_items(changed)) == ("handed_on", [])


def test_items_without_a_result_are_one_problem_that_names_the_first(office: Office, premises: str) -> None:
    items = [{"item": "甲", "result": "合格"}, {"item": "乙"}, {"item": "丙"}]
    with pytest.raises(InvalidRecord) as refused:
        office.add("inspection", factories.inspection(premises, items=items))
    (problem,) = refused.value.problems
    assert (problem.message_id, dict(problem.params)) == ("items_without_result", {"count": 2, "first": 2})


def test_a_refused_signature_needs_its_reason_and_a_witness(office: Office, premises: str) -> None:
    assert problems_of(office, premises, sign_refused="是") == [
        ("refusal_reason", "required"), ("witness", "required"),
    ]  # fmt: skip
    signed = office.add("inspection", factories.inspection(premises, sign_refused="否", witness="李秀英"))
    assert signed["witness"] is None


def test_times_must_lie_on_the_day_and_in_order(office: Office, premises: str) -> None:
    found = problems_of(office, premises, starts_at="2026-11-06 14:00", ends_at="2026-11-06 13:00")
    assert found == [("starts_at", "inspection_starts_on_another_day"), ("ends_at", "date_before")]


def test_filing_with_failed_items_left_over_asks_for_a_reason(office: Office, premises: str) -> None:
    inspection = office.add("inspection", factories.inspection(premises))
    with pytest.raises(InvalidRecord) as refused:
        office.act("inspection", inspection["id"], "settle", {})
    assert [each.message_id for each in refused.value.problems] == ["failed_items_unhandled"]
    reason = {"unhandled_reason": "当场通电，复看正常"}
    settled = office.act("inspection", inspection["id"], "settle", reason)
    assert (settled["status"], settled["unhandled_reason"]) == ("settled", "当场通电，复看正常")


def test_a_reason_without_failed_items_is_dropped(office: Office, premises: str) -> None:
    inspection = office.add("inspection", factories.inspection(premises, items=None))
    settled = office.act("inspection", inspection["id"], "settle", {"unhandled_reason": "无"})
    assert (settled["status"], settled["unhandled_reason"]) == ("settled", None)
