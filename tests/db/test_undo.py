from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from db import premises_merge, premises_parting, records
from db.change_log import log_change, verify_chain
from db.clock import FixedClock
from db.errors import AppError
from db.integrity import find_damage
from db.operations import Operation, operations, people
from db.records import load, update
from db.spec import RECORD_TYPES
from db.spec.query import Query
from db.store import Transaction
from db.tips import note_opening
from desktop.office import Office
from tests import factories

MOVING = ("rev", "updated_at", "updated_by", "report_state")


def content(office: Office, table: str, record_id: str) -> dict[str, Any]:
    """A record without what each write moves on."""
    return {name: value for name, value in office.get(table, record_id).items() if name not in MOVING}


def newest(office: Office, **filters: Any) -> Operation:
    return operations(office.store.reader(), **filters)[0]


def undo(office: Office) -> str:
    """Takes back the newest operation; the batch that did so."""
    return office.undo_operation(newest(office).batch).batch


@pytest.fixture
def hazard(office: Office) -> dict[str, Any]:
    return office.add("hazard", factories.planned_hazard())


def test_an_edit_is_taken_back_and_made_again(office: Office, hazard: dict[str, Any]) -> None:
    before = content(office, "hazard", hazard["id"])
    office.change("hazard", hazard["id"], {"note": "补充", "location": "三楼"})
    after = content(office, "hazard", hazard["id"])
    undone = office.undo_operation(newest(office).batch)
    assert (undone.name, undone.count) == ("撤销：修改隐患", 1)
    assert content(office, "hazard", hazard["id"]) == before
    assert office.undo_operation(undone.batch).name == "重做：修改隐患"
    assert content(office, "hazard", hazard["id"]) == after
    assert office.undo_operation(newest(office).batch).name == "撤销：修改隐患"
    assert content(office, "hazard", hazard["id"]) == before


def test_undoing_is_logged_under_who_did_it_and_the_chain_holds(
    office: Office, hazard: dict[str, Any]
) -> None:
    office.change("hazard", hazard["id"], {"note": "补充"})
    office.appoint(clerk="李敏", lead=factories.LEAD)
    undo(office)
    entry = office.history("hazard", hazard["id"])[0]
    assert (entry.who, entry.operation, entry.fields) == ("李敏", "撤销：修改隐患", (("备注", "补充", ""),))
    assert verify_chain(office.store.reader()) is None
    assert list(find_damage(office.store.reader(), office.attachments)) == []


def test_what_was_registered_goes_to_the_recycle_bin_and_comes_back(office: Office) -> None:
    added = office.register_all("hazard", [factories.hazard(), factories.hazard(location="四楼")])
    assert undo(office)
    assert office.count("hazard", Query()) == 0
    assert set(office.ids("hazard", Query(is_retired=True))) == {each["id"] for each in added}
    undo(office)
    assert office.count("hazard", Query()) == 2
    assert office.add("hazard", factories.hazard())["no"].endswith("0003")  # numbers are not used again


def test_a_record_registered_and_moved_on_in_one_operation_goes_as_a_whole(office: Office) -> None:
    def work(tx: Transaction) -> None:
        record = records.register(tx, "hazard", factories.planned_hazard(), factories.COMMITTEE_CODE)
        records.take_step(tx, "hazard", record["id"], "rectify", factories.rectification())

    office.write(work, "登记并整改")
    undo(office)
    (hazard_id,) = office.ids("hazard", Query(is_retired=True))
    undo(office)
    assert office.get("hazard", hazard_id)["status"] == "awaiting_recheck"


def test_a_step_a_deletion_and_a_restoration_are_taken_back(office: Office, hazard: dict[str, Any]) -> None:
    before = content(office, "hazard", hazard["id"])
    office.act("hazard", hazard["id"], "rectify", factories.rectification())
    undo(office)
    assert content(office, "hazard", hazard["id"]) == before
    office.retire("hazard", [hazard["id"]], "登记重复")
    undo(office)
    assert content(office, "hazard", hazard["id"]) == before
    office.retire("hazard", [hazard["id"]], "登记重复")
    deleted = content(office, "hazard", hazard["id"])
    office.restore("hazard", [hazard["id"]])
    undo(office)
    assert content(office, "hazard", hazard["id"]) == deleted


def test_a_merge_of_premises_is_taken_back_and_so_is_its_parting(office: Office) -> None:
    kept = office.add("premises", factories.premises(name="阿强饭店"))
    gone = office.add("premises", factories.premises(name="阿强小饭店", usc=None))
    risk = office.add("risk", factories.risk(premises=gone["no"]))
    before = [content(office, "premises", each["id"]) for each in (kept, gone)]
    merge = lambda tx: premises_merge.merge(tx, kept["id"], gone["id"], {}, {})  # noqa: E731
    office.write(merge, premises_merge.MERGED)
    undo(office)
    assert [content(office, "premises", each["id"]) for each in (kept, gone)] == before
    assert office.get("risk", risk["id"])["premises"] == gone["id"]
    undo(office)
    assert office.get("risk", risk["id"])["premises"] == kept["id"]
    office.write(lambda tx: premises_parting.part(tx, gone["id"]), premises_parting.PARTED)
    assert newest(office).name == "撤销合并"
    assert [each.is_undone for each in operations(office.store.reader(), limit=4)] == [
        False, True, False, True,
    ]  # fmt: skip
    undo(office)
    assert office.get("risk", risk["id"])["premises"] == kept["id"]


def test_a_drill_taken_back_frees_its_plan(office: Office) -> None:
    plan = office.add("drill_plan", factories.drill_plan())
    office.add("drill", factories.drill(plan=plan["no"]))
    assert office.get("drill_plan", plan["id"])["status"] == "held"
    undo(office)
    assert office.get("drill_plan", plan["id"])["status"] == "planned"
    undo(office)
    assert office.get("drill_plan", plan["id"])["status"] == "held"


def test_undoing_is_refused_with_who_changed_what_since(
    office: Office, hazard: dict[str, Any], clock: FixedClock
) -> None:
    office.change("hazard", hazard["id"], {"note": "甲"})
    first = newest(office)
    clock.moment += timedelta(hours=1)
    office.appoint(clerk="李敏", lead=factories.LEAD)
    office.change("hazard", hazard["id"], {"location": "地下室"})
    with pytest.raises(AppError, match="undo_moved_on") as caught:
        office.undo_operation(first.batch)
    told = caught.value.params
    assert (told["operation"], told["who"], told["at"], told["later"], told["others"]) == (
        "修改隐患", "李敏", "2026-11-23 10:30", "修改隐患", "",
    )  # fmt: skip
    assert hazard["no"] in str(told["record"])
    undo(office)  # once the later change is taken back, the earlier one can be
    office.undo_operation(first.batch)
    assert office.get("hazard", hazard["id"])["note"] == hazard["note"]


def test_one_record_that_moved_on_keeps_the_whole_operation(office: Office) -> None:
    first, second = office.register_all("hazard", [factories.hazard(), factories.hazard(location="四楼")])
    batch = newest(office).batch
    office.change("hazard", first["id"], {"note": "甲"})
    office.change("hazard", second["id"], {"note": "乙"})
    rows = newest(office).seq
    with pytest.raises(AppError, match="undo_moved_on") as caught:
        office.undo_operation(batch)
    assert caught.value.params["others"] == "等 2 条记录"
    assert (office.count("hazard", Query()), newest(office).seq) == (2, rows)


def test_premises_that_others_refer_to_are_not_taken_back(office: Office) -> None:
    premises = office.add("premises", factories.premises())
    batch = newest(office).batch
    risk = office.add("risk", factories.risk(premises=premises["no"]))
    with pytest.raises(AppError, match="undo_in_use") as caught:
        office.undo_operation(batch)
    assert risk["no"] in str(caught.value.params["record"])
    office.retire("risk", [risk["id"]])
    office.undo_operation(batch)
    assert office.count("premises", Query()) == 0


def test_the_same_operation_is_not_taken_back_twice(office: Office, hazard: dict[str, Any]) -> None:
    office.change("hazard", hazard["id"], {"note": "甲"})
    batch = newest(office).batch
    again = office.undo_operation(batch).batch
    with pytest.raises(AppError, match="undo_done_already"):
        office.undo_operation(batch)
    office.undo_operation(again)  # made again, it can be taken back by its own batch
    office.undo_operation(batch)
    assert office.get("hazard", hazard["id"])["note"] == hazard["note"]


def test_an_operation_nobody_knows_is_refused(office: Office) -> None:
    with pytest.raises(AppError, match="operation_unknown"):
        office.undo_operation("01JDQBATCH0000000000000001")


def test_the_founding_of_the_ledger_stays(office: Office) -> None:
    with pytest.raises(AppError, match="undo_not_founding"):
        undo(office)


def test_what_was_looked_at_stays_written(office: Office) -> None:
    certificate = office.add("special_work_certificate", factories.special_work_certificate())
    look = lambda tx: log_change(tx, "special_work_certificate", certificate["id"], 1, {}, {})  # noqa: E731
    office.write(look, "查看全号")
    with pytest.raises(AppError, match="undo_not_looking"):
        undo(office)
    tip = office.add("tip", factories.tip())
    office.write(lambda tx: note_opening(tx, tip["id"], "王芳", "核实情况"), "查看举报人身份")
    with pytest.raises(AppError, match="undo_not_looking"):
        undo(office)


@pytest.mark.parametrize(
    ("table", "values", "refusal"),
    [
        ("tip", {"purged_on": "2026-11-23"}, "undo_not_purging"),
        ("monthly_return", {"status": "signed"}, "undo_not_signing"),
    ],
)
def test_what_is_erased_or_signed_stays_so(
    office: Office, table: str, values: dict[str, Any], refusal: str
) -> None:
    record = office.add(table, getattr(factories, table)())
    record_type = RECORD_TYPES[table]

    def work(tx: Transaction) -> None:
        before = load(tx, record_type, record["id"])
        assert before is not None
        update(tx, record_type, before, before | values)

    office.write(work, "办理")
    with pytest.raises(AppError, match=refusal):
        undo(office)


def test_what_may_not_be_deleted_is_not_taken_back(office: Office) -> None:
    def work(tx: Transaction) -> None:
        record = records.register(tx, "monthly_return", factories.monthly_return(), factories.COMMITTEE_CODE)
        update(tx, RECORD_TYPES["monthly_return"], record, record | {"note": "甲"})

    office.write(work, "登记月报")
    batch = newest(office).batch
    (return_id,) = office.ids("monthly_return", Query())
    office.store.write(
        lambda tx: tx.execute("UPDATE monthly_return SET status = 'signed' WHERE id = ?", (return_id,)),
        who="王芳",
        operation="签发",
    )
    with pytest.raises(AppError, match="return_kept"):
        office.undo_operation(batch)


def test_operations_are_listed_newest_first_by_person_and_kind(office: Office) -> None:
    first = office.add("hazard", factories.hazard())
    office.register_all("premises", [factories.premises(), factories.premises(name="二店", usc=None)])
    office.appoint(clerk="李敏", lead=factories.LEAD)
    office.change("hazard", first["id"], {"note": "甲"})
    reader = office.store.reader()
    listed = operations(reader)
    assert [each.name for each in listed] == ["修改隐患", "新增场所", "新增隐患", "建立台账"]
    assert [each.count for each in listed] == [1, 2, 1, 3]
    assert listed[3].counts == (("committee", 1), ("person", 2))
    assert [each.name for each in operations(reader, who="李敏")] == ["修改隐患"]
    assert [each.name for each in operations(reader, table="hazard")] == ["修改隐患", "新增隐患"]
    assert [each.name for each in operations(reader, limit=2)] == ["修改隐患", "新增场所"]
    assert [each.name for each in operations(reader, before_seq=listed[1].seq)] == ["新增隐患", "建立台账"]
    assert people(reader) == sorted(["王芳", "李敏"])
