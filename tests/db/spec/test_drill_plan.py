from __future__ import annotations

from typing import Any

import pytest

from db.errors import AppError, InvalidRecord
from db.spec.field import Record
from db.spec.query import Query
from desktop.drills import drill_of_plan
from desktop.office import Office
from tests import factories

SCHEME: dict[str, Any] = {
    "place": "5号楼",
    "roles": [{"role": "总指挥", "person": "陈建国"}, {"role": "记录", "person": "王芳"}],
    "scheme_steps": [{"offset_min": "0", "event": "9层起火"}, {"offset_min": "6", "event": "到达集合点"}],
    "safety_measures": "楼梯每3层安排一名志愿者看护",
}


@pytest.fixture
def plan(office: Office) -> Record:
    return office.add("drill_plan", factories.drill_plan(**SCHEME))


def test_a_drill_is_prepared_once_its_scheme_is_written(office: Office) -> None:
    bare = office.add("drill_plan", factories.drill_plan(roles=[{"role": "记录", "person": "王芳"}]))
    with pytest.raises(AppError, match="drill_scheme_incomplete") as refused:
        office.act("drill_plan", bare["id"], "prepare", {})
    assert refused.value.params["missing"] == "演练地点、实施步骤、安全保障措施、总指挥"
    office.change("drill_plan", bare["id"], SCHEME)
    assert office.act("drill_plan", bare["id"], "prepare", {})["status"] == "prepared"


def test_putting_off_keeps_the_old_day_and_the_reason(office: Office, plan: Record) -> None:
    for day, reason in (("2026-12-01", "台风"), ("2026-12-20", "场地占用")):
        moved = office.act("drill_plan", plan["id"], "postpone", {"new_date": day, "postpone_reason": reason})
    assert (moved["status"], moved["planned_on"], moved["new_date"]) == ("planned", "2026-12-20", None)
    assert moved["postponements"] == [
        {"old": "2026-11-09", "new": "2026-12-01", "reason": "台风"},
        {"old": "2026-12-01", "new": "2026-12-20", "reason": "场地占用"},
    ]


def test_a_drill_is_put_off_to_a_later_day_and_for_a_reason(office: Office, plan: Record) -> None:
    with pytest.raises(InvalidRecord) as refused:
        office.act("drill_plan", plan["id"], "postpone", {"new_date": "2026-11-09"})
    found = {(each.field, each.message_id) for each in refused.value.problems}
    assert found == {("postpone_reason", "required"), ("new_date", "drill_not_postponed")}


def test_a_plan_is_called_off_with_a_reason_only(office: Office, plan: Record) -> None:
    with pytest.raises(InvalidRecord):
        office.act("drill_plan", plan["id"], "cancel", {})
    assert office.act("drill_plan", plan["id"], "cancel", {"cancel_reason": "停业"})["status"] == "cancelled"


def test_the_drill_starts_with_what_the_scheme_says_and_marks_the_plan(office: Office, plan: Record) -> None:
    values = drill_of_plan(office, plan)
    assert values["roles"] == [{"role": "总指挥", "person": "陈建国"}, {"role": "记录", "person": "王芳"}]
    assert [row["at"] for row in values["steps"]] == ["第0分钟", "第6分钟"]
    assert (values["commander"], values["recorder"], values["date"]) == ("陈建国", "王芳", "2026-11-09")
    office.add("drill", values | {"process": "按方案完成", "participants": "52"})
    assert office.get("drill_plan", plan["id"])["status"] == "held"


def test_a_deleted_drill_frees_its_plan_and_a_restored_one_takes_it_again(
    office: Office, plan: Record
) -> None:
    office.act("drill_plan", plan["id"], "prepare", {})
    drill = office.add("drill", factories.drill(plan=plan["id"]))
    office.retire("drill", [drill["id"]])
    assert office.get("drill_plan", plan["id"])["status"] == "prepared"
    office.restore("drill", [drill["id"]])
    assert office.get("drill_plan", plan["id"])["status"] == "held"


def test_a_drill_that_names_another_plan_frees_the_first(office: Office, plan: Record) -> None:
    other = office.add("drill_plan", factories.drill_plan(topic="另一次"))
    office.act("drill_plan", other["id"], "cancel", {"cancel_reason": "停业"})
    drill = office.add("drill", factories.drill(plan=other["id"]))
    office.change("drill", drill["id"], {"plan": plan["id"]})
    states = [office.get("drill_plan", each["id"])["status"] for each in (plan, other)]
    assert states == ["held", "cancelled"]
    office.change("drill", drill["id"], {"plan": None})
    assert office.get("drill_plan", plan["id"])["status"] == "planned"


def test_a_refused_drill_leaves_its_plan_as_it_was(office: Office, plan: Record) -> None:
    with pytest.raises(InvalidRecord):
        office.add("drill", factories.drill(plan=plan["id"], topic=None))
    assert office.get("drill_plan", plan["id"])["status"] == "planned"


def test_a_plan_whose_day_has_passed_is_overdue(office: Office, plan: Record) -> None:
    assert office.ids("drill_plan", Query(is_overdue=True)) == [plan["id"]]
