"""The merge preview: every record with what would become of it, and nothing written; then all, some or none accepted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from db.errors import AppError
from desktop.exchange.incoming_receipt import import_receipt
from desktop.exchange.refusals import PackageRefused
from desktop.street.planning import MergePlan, PlannedRecord, plan
from desktop.street.receiving import Received, receive
from tests import factories
from tests.desktop.street.exchange_kit import Committee, Street, codes

REMARK = "照片看不清，请补拍"


def looked_at(street: Street, file: Path) -> MergePlan:
    return plan(street.desk, file)


def returning(street: Street, file: Path, typed: dict[str, str]) -> Received:
    [received] = receive(street.desk, [file], street.receipts, street.key, decisions={"": typed})
    return received


def by_number(found: MergePlan) -> dict[str, PlannedRecord]:
    return {each.no: each for each in found.records}


def rows(street: Street) -> list[Any]:
    reader = street.desk.store.reader()
    tables = ("hazard", "merged_revision", "received_package", "issued_receipt", "change", "set_aside")
    return [reader.execute(f"SELECT count(*) FROM {each}").fetchone()[0] for each in tables]


def test_a_package_is_read_record_by_record_and_field_by_field_and_nothing_is_written(
    committee: Committee, street: Street, stick: Path
) -> None:
    committee.adds(factories.hazard(location="菜场东门"))
    answered(committee, street.receives(committee.sends(stick))[0])
    ids = [each["id"] for each in hazards(committee)]
    committee.office.change("hazard", ids[0], {"location": "菜场西门"})
    committee.office.retire("hazard", [ids[1]], "登记错了")
    committee.adds(factories.hazard(description="飞线充电"))
    before, found = rows(street), looked_at(street, committee.sends(stick))
    assert found.refusal is None and (found.sender_code, found.serial) == (committee.code, 2)
    assert {no: each.outcome for no, each in by_number(found).items()} == {
        "YH-2026-0001": "changed", "YH-2026-0002": "withdrawn", "YH-2026-0003": "new",
    }  # fmt: skip
    [place] = [each for each in by_number(found)["YH-2026-0001"].differences if each[0] == "具体位置"]
    assert place[2] == "菜场西门"
    assert ("删除原因", "", "登记错了") in by_number(found)["YH-2026-0002"].differences
    assert ("隐患描述", "", "飞线充电") in by_number(found)["YH-2026-0003"].differences
    assert rows(street) == before
    assert found.counts["new"] == found.counts["changed"] == found.counts["withdrawn"] == 1


def hazards(committee: Committee) -> list[dict[str, Any]]:
    from db.spec.query import Query, Sort

    ids = committee.office.ids("hazard", Query(sort=(Sort("no"),)))
    return [committee.office.get("hazard", each) for each in ids]


def answered(committee: Committee, received: Received) -> int:
    assert received.receipt is not None, received.error
    return import_receipt(committee.office, received.receipt).reported


def test_some_are_accepted_and_one_goes_back_with_its_remark(
    committee: Committee, street: Street, stick: Path
) -> None:
    [second] = committee.adds(factories.hazard(description="飞线充电"))
    received = returning(street, committee.sends(stick), {second["no"]: REMARK})
    assert (received.status, received.read, received.written, received.returned, received.refused) == (
        "partial", 2, 1, 1, 0,
    )  # fmt: skip
    assert street.has(second["id"]) is None
    receipt = import_receipt(committee.office, received.receipt or Path()).receipt
    assert receipt.checked == {"accepted": 1} and receipt.returned is not None
    assert [(each["no"], each["remark"]) for each in receipt.returned] == [(second["no"], REMARK)]
    assert committee.states() == {"reported", "returned"}
    committee.office.change("hazard", second["id"], {"location": "三号楼"})
    again = committee.sends(stick)
    planned = by_number(looked_at(street, again))[second["no"]]
    assert (planned.outcome, planned.remark) == ("returned", REMARK)
    assert [(label, after) for label, _, after in planned.differences if label != "更新时间"] == [
        ("具体位置", "三号楼")
    ]
    answered(committee, street.receives(again)[0])
    assert street.has(second["id"]) is not None and committee.states() == {"reported"}


def test_a_whole_package_of_thousands_goes_back_in_one_word(
    committee: Committee, street: Street, stick: Path
) -> None:
    committee.adds(*[factories.hazard(description=f"第{number}处楼道堆物") for number in range(1500)])
    received = returning(street, committee.sends(stick), {"*": REMARK})
    assert (received.written, received.returned) == (0, 1501)
    imported = import_receipt(committee.office, received.receipt or Path())
    assert len(imported.receipt.returned or ()) == 1501
    assert committee.states() == {"returned"}


def test_a_return_of_a_record_that_did_not_come_merges_nothing(
    committee: Committee, street: Street, stick: Path
) -> None:
    package = committee.sends(stick)
    assert codes([returning(street, package, {"YH-2026-0099": REMARK})]) == ["record_not_in_package"]
    assert codes([returning(street, package, {"YH-2026-0001": ""})]) == ["remark_unusable"]
    assert street.has(committee.wire()["id"]) is None
    assert codes(street.receives(package)) == [""]


def test_what_was_sent_back_when_merged_stays_so_after_a_later_check(
    committee: Committee, street: Street, stick: Path
) -> None:
    from desktop.street.answering import write_receipts
    from desktop.street.checked_records import check_records

    [second] = committee.adds(factories.hazard(description="飞线充电"))
    received = returning(street, committee.sends(stick), {second["id"]: REMARK})
    answered(committee, received)
    answer = check_records(street.desk, received.package_id, {"YH-2026-0001": "地址不全"}, street.key)
    [path] = write_receipts([answer], street.receipts).values()
    receipt = import_receipt(committee.office, path).receipt
    assert {each["remark"] for each in receipt.returned or ()} == {REMARK, "地址不全"}
    assert committee.states() == {"returned"}


def test_a_package_out_of_its_turn_is_shown_with_its_refusal(
    committee: Committee, street: Street, stick: Path
) -> None:
    committee.sends(stick)
    committee.adds()
    found = looked_at(street, committee.sends(stick))
    assert found.refusal is not None and found.refusal.message_id == "E_GAP"
    assert [each.outcome for each in found.records] == ["new", "new"]


def test_what_cannot_be_trusted_is_not_shown(committee: Committee, street: Street, stick: Path) -> None:
    torn = stick / "torn.zip"
    torn.write_bytes(committee.sends(stick).read_bytes()[:-100])
    with pytest.raises(PackageRefused, match="E_TRUNCATED"):
        looked_at(street, torn)
    with pytest.raises(AppError, match="record_not_in_package"):
        from desktop.street.returns import Returns

        returns = Returns({"YH-2026-0001": REMARK})
        returns.refuse_unused()
