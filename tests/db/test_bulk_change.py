"""One change for many records: tried without a trace, made in one batch."""

from __future__ import annotations

import pytest

from db.errors import AppError, Cancelled, InvalidRecord
from db.spec import RECORD_TYPES
from db.spec.query import Query, Sort
from desktop.bulk_change import apply_bulk_change, bulk_fields, plan_bulk_change
from desktop.jobs import Token
from desktop.office import Office
from tests import factories


@pytest.fixture
def hazards(office: Office) -> Office:
    for person in ("张三", "李四", "王五"):
        office.add("hazard", factories.planned_hazard(rect_person=person, found_on="2026-11-03"))
    return office


def ids(office: Office) -> list[str]:
    return office.ids("hazard", Query(sort=(Sort("no"),)))


def log(office: Office) -> list[tuple[str, str]]:
    rows = office.store.reader().execute("SELECT batch, operation FROM change ORDER BY seq")
    return [tuple(each) for each in rows.fetchall()]


def test_a_plan_shows_old_and_new_of_every_record_and_writes_nothing(hazards: Office) -> None:
    before = log(hazards)
    plan = plan_bulk_change(hazards, "hazard", ids(hazards), {"rect_person": "李四"}, Token())
    assert [each.texts for each in plan.rows] == [
        (("张三", "李四"),),
        (("李四", "李四"),),
        (("王五", "李四"),),
    ]
    assert [each.no[-1] for each in plan.changing()] == ["1", "3"]
    assert plan.unchanged() == 1 and plan.refused() == {}
    assert log(hazards) == before
    assert [each["rev"] for each in hazards.rows("hazard", ids(hazards))] == [1, 1, 1]


def test_the_change_is_one_batch_with_its_name_and_leaves_out_what_stays(hazards: Office) -> None:
    plan = plan_bulk_change(hazards, "hazard", ids(hazards), {"rect_person": "李四", "note": "统一"}, Token())
    assert apply_bulk_change(hazards, plan, Token()) == 3
    written = log(hazards)[-3:]
    assert len({batch for batch, _ in written}) == 1
    assert written[0][1] == "批量修改 3 条隐患的整改责任人、备注"
    assert {each["rect_person"] for each in hazards.rows("hazard", ids(hazards))} == {"李四"}


def test_each_record_is_refused_for_the_reason_a_form_would_give(hazards: Office) -> None:
    hazards.change("hazard", ids(hazards)[1], {"deadline": "2026-12-25", "found_on": "2026-11-20"})
    hazards.retire("hazard", [ids(hazards)[2]])
    everything = hazards.ids("hazard", Query(sort=(Sort("no"),))) + hazards.ids(
        "hazard", Query(is_retired=True)
    )
    plan = plan_bulk_change(hazards, "hazard", [*everything, "gone"], {"deadline": "2026-11-15"}, Token())
    assert [bool(each.why_not) for each in plan.rows] == [False, True, True]
    assert any("不能早于" in each for each in plan.refused())
    assert any("回收站" in each for each in plan.refused())
    assert apply_bulk_change(hazards, plan, Token()) == 1


def test_a_value_that_cannot_be_read_is_refused_everywhere(hazards: Office) -> None:
    plan = plan_bulk_change(hazards, "hazard", ids(hazards), {"deadline": "后天吧"}, Token())
    assert list(plan.refused().values()) == [3]
    assert plan.changing() == []


def test_what_follows_from_a_change_is_named(office: Office) -> None:
    risk = office.add("risk", factories.risk(likelihood="2", severity="3"))
    plan = plan_bulk_change(office, "risk", [risk["id"]], {"severity": "5"}, Token())
    assert "6 → 10" in plan.rows[0].also


def test_a_record_changed_since_the_plan_undoes_the_whole(hazards: Office) -> None:
    plan = plan_bulk_change(hazards, "hazard", ids(hazards), {"rect_person": "赵六"}, Token())
    hazards.change("hazard", ids(hazards)[2], {"note": "改过"})
    with pytest.raises(AppError, match="record_changed_meanwhile"):
        apply_bulk_change(hazards, plan, Token())
    assert "赵六" not in {each["rect_person"] for each in hazards.rows("hazard", ids(hazards))}


def test_a_cancelled_change_leaves_nothing(hazards: Office) -> None:
    token = Token()
    plan = plan_bulk_change(hazards, "hazard", ids(hazards), {"rect_person": "赵六"}, token)
    token.cancel()
    for work in (
        lambda: apply_bulk_change(hazards, plan, token),
        lambda: plan_bulk_change(hazards, "hazard", ids(hazards), {"note": "x"}, token),
    ):
        with pytest.raises(Cancelled):
            work()
    assert "赵六" not in {each["rect_person"] for each in hazards.rows("hazard", ids(hazards))}


def test_no_step_and_no_computed_value_is_offered() -> None:
    names = {each.name for each in bulk_fields(RECORD_TYPES["hazard"])}
    assert "rect_person" in names and not {"rectified_on", "photo_before", "times_reopened"} & names


def test_a_tip_is_looked_through_for_its_tipster(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    tip = office.add("tip", factories.tip())
    asked: list[object] = []

    def refuse(office: Office, typed: object) -> None:
        asked.append(typed)
        raise InvalidRecord([])

    monkeypatch.setattr("desktop.tips.registering.refuse_tipsters", refuse)
    with pytest.raises(InvalidRecord):
        plan_bulk_change(office, "tip", [tip["id"]], {"handler": "李四"}, Token())
    assert asked == [{"handler": "李四"}]
