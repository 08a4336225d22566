"""Taking out exactly one package, with others merged on top; and contradictions, of which no side is ever lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.errors import AppError
from db.integrity import find_damage
from db.street_register import chain_head, received_package
from db.ulid import new_ulid
from desktop.exchange.incoming_receipt import import_receipt
from desktop.street.answering import write_receipts
from desktop.street.contradictions import contradictions, settle
from desktop.street.forks import forks
from desktop.street.planning import plan
from desktop.street.receiving import Received
from desktop.street.rolling_back import RolledBack, roll_back
from tests import factories
from tests.desktop.street.exchange_kit import Committee, Street, codes, forged

REASON = "收错了单位的优盘"


def merged(committee: Committee, street: Street, stick: Path) -> Received:
    [received] = street.receives(committee.sends(stick))
    assert received.error is None and received.receipt is not None
    import_receipt(committee.office, received.receipt)
    return received


def rolled_back(committee: Committee, street: Street, received: Received) -> RolledBack:
    found, answer = roll_back(street.desk, received.package_id, REASON, street.key)
    [path] = write_receipts([answer], street.receipts).values()
    import_receipt(committee.office, path)
    return found


def is_whole(street: Street) -> bool:
    return not list(find_damage(street.desk.store.reader(), street.desk.attachments))


def test_the_first_package_goes_and_the_committee_reports_its_records_again(
    committee: Committee, street: Street, stick: Path
) -> None:
    received = merged(committee, street, stick)
    record_id = committee.wire()["id"]
    found = rolled_back(committee, street, received)
    assert (found.taken_out, found.restored, found.displaced) == (1, 0, [])
    gone = street.has(record_id)
    assert gone is not None and gone["retired_at"] and gone["no"] is None
    assert committee.states() == {"returned"}
    package = committee.sends(stick)
    assert [(each.outcome, REASON in each.remark) for each in plan(street.desk, package).records] == [
        ("returned", True)
    ]
    [again] = street.receives(package)
    assert (again.status, again.serial, again.written) == ("accepted", 2, 1)
    back = street.has(record_id)
    assert back is not None and back["retired_at"] is None and back["no"] == "YH-2026-0001"
    assert is_whole(street)


def test_a_neighbours_and_later_packages_stay_and_an_earlier_content_comes_back(
    committee: Committee, neighbour: Committee, street: Street, stick: Path
) -> None:
    merged(committee, street, stick)
    record_id, place = committee.wire()["id"], committee.wire()["location"]
    committee.office.change("hazard", record_id, {"location": "写错的地方"})
    second = merged(committee, street, stick)
    [third] = committee.adds(factories.hazard(description="后来登记"))
    merged(committee, street, stick)
    merged(neighbour, street, stick)
    found = rolled_back(committee, street, second)
    assert (found.taken_out, found.restored, found.displaced) == (0, 1, [])
    kept = street.has(record_id)
    assert kept is not None and (kept["location"], kept["rev"]) == (place, 1)
    for each in (third["id"], neighbour.wire()["id"]):
        stays = street.has(each)
        assert stays is not None and stays["retired_at"] is None
    assert is_whole(street)


def test_where_a_later_package_changed_the_record_too_both_sides_are_kept(
    committee: Committee, street: Street, stick: Path
) -> None:
    merged(committee, street, stick)
    record_id, place = committee.wire()["id"], committee.wire()["location"]
    committee.office.change("hazard", record_id, {"location": "第二包改的"})
    second = merged(committee, street, stick)
    committee.office.change("hazard", record_id, {"note": "第三包改的"})
    merged(committee, street, stick)
    found = rolled_back(committee, street, second)
    assert found.displaced == [record_id]
    stays = street.has(record_id)
    assert stays is not None and (stays["location"], stays["note"]) == ("第二包改的", "第三包改的")
    [contradiction] = contradictions(street.desk)
    assert ("具体位置", "第二包改的", place) in contradiction.differences
    settle(street.desk, contradiction.side.id, "theirs", ["location"])
    chosen = street.has(record_id)
    assert chosen is not None and (chosen["location"], chosen["note"]) == (place, "第三包改的")
    assert contradictions(street.desk) == [] and is_whole(street)
    committee.office.change("hazard", record_id, {"note": "第四包"})
    assert merged(committee, street, stick).status == "accepted"


def test_packages_are_taken_out_in_any_order_and_nothing_of_them_stays(
    committee: Committee, street: Street, stick: Path
) -> None:
    first = merged(committee, street, stick)
    record_id = committee.wire()["id"]
    committee.office.change("hazard", record_id, {"location": "第二包改的"})
    second = merged(committee, street, stick)
    assert rolled_back(committee, street, first).displaced == [record_id]
    assert rolled_back(committee, street, second).taken_out == 1
    gone = street.has(record_id)
    assert gone is not None and gone["retired_at"]


def test_a_withdrawal_is_taken_back_with_its_package(
    committee: Committee, street: Street, stick: Path
) -> None:
    merged(committee, street, stick)
    record_id = committee.wire()["id"]
    committee.office.retire("hazard", [record_id], "登记错了")
    second = merged(committee, street, stick)
    assert rolled_back(committee, street, second).restored == 1
    back = street.has(record_id)
    assert back is not None and back["retired_at"] is None


def test_the_chain_goes_on_and_the_package_says_what_became_of_it(
    committee: Committee, street: Street, stick: Path
) -> None:
    package = committee.sends(stick)
    [received] = street.receives(package)
    head = chain_head(street.desk.store.reader(), committee.code)
    _, answer = roll_back(street.desk, received.package_id, REASON, street.key)
    reader = street.desk.store.reader()
    assert chain_head(reader, committee.code) == head
    row = received_package(reader, received.package_id)
    assert row is not None and row.status == "rolled_back"
    with pytest.raises(AppError, match="package_rolled_back"):
        roll_back(street.desk, received.package_id, REASON, street.key)
    with pytest.raises(AppError, match="package_not_merged"):
        roll_back(street.desk, "f" * 64, REASON, street.key)
    [again] = street.receives(package)
    [path] = write_receipts([answer], street.receipts).values()
    assert (again.status, again.receipt, codes([again])) == ("replayed", path, ["replayed_rolled_back"])
    assert import_receipt(committee.office, path).reported == 0


def test_a_neighbour_cannot_take_a_record_that_was_taken_out(
    committee: Committee, neighbour: Committee, street: Street, stick: Path
) -> None:
    rolled_back(committee, street, merged(committee, street, stick))
    taken = {"hazard": [committee.wire(committee_code=neighbour.code)]}
    assert codes(street.receives(forged(stick / "f.zip", neighbour, street, taken))) == ["E_RECORD"]


def test_the_number_of_a_record_that_was_taken_out_is_free(
    committee: Committee, street: Street, stick: Path
) -> None:
    received = merged(committee, street, stick)
    rolled_back(committee, street, received)
    other = {"hazard": [committee.wire(id=new_ulid())]}
    package = forged(stick / "f.zip", committee, street, other, serial=2, prev=received.package_id)
    assert street.receives(package)[0].status == "accepted"


def test_a_contradicting_side_is_kept_shown_once_and_may_be_taken_over(
    committee: Committee, street: Street, stick: Path
) -> None:
    ours = committee.wire()
    first = forged(stick / "a.zip", committee, street, {"hazard": [ours | {"description": "街道现有的"}]})
    [sent] = street.receives(first)
    head = sent.package_id
    for serial in (2, 3):
        package = forged(
            stick / "b.zip",
            committee,
            street,
            {"hazard": [ours]},
            serial=serial,
            prev=head,
            period=f"2026-1{serial - 1}",
        )
        [result] = street.receives(package)
        assert (result.status, result.refused) == ("partial", 1)
        head = result.package_id
    [contradiction] = contradictions(street.desk)
    assert ("隐患描述", "街道现有的", ours["description"]) in contradiction.differences
    settle(street.desk, contradiction.side.id, "theirs")
    taken = street.has(ours["id"])
    assert taken is not None and taken["description"] == ours["description"]
    with pytest.raises(AppError, match="contradiction_settled"):
        settle(street.desk, contradiction.side.id, "ours")
    [known] = contradictions(street.desk, is_open=False)
    assert known.side.replaced is not None and known.side.replaced["description"] == "街道现有的"
    [same] = street.receives(
        forged(stick / "c.zip", committee, street, {"hazard": [ours]}, serial=4, prev=head)
    )
    assert (same.status, same.refused) == ("accepted", 0)
    assert is_whole(street)


def test_a_number_given_out_twice_keeps_the_second_record_aside(
    committee: Committee, street: Street, stick: Path
) -> None:
    twin = committee.wire(id=new_ulid(), description="另一处")
    street.receives(forged(stick / "a.zip", committee, street, {"hazard": [committee.wire(), twin]}))
    [contradiction] = contradictions(street.desk)
    assert contradiction.side.content is not None and contradiction.side.content["description"] == "另一处"
    with pytest.raises(AppError, match="number_not_settled"):
        settle(street.desk, contradiction.side.id, "theirs")
    settle(street.desk, contradiction.side.id, "ours")
    assert contradictions(street.desk) == []


def test_both_packages_of_a_fork_are_shown(
    tmp_path: Path, committee: Committee, street: Street, stick: Path
) -> None:
    restored = committee.backed_up(tmp_path / "备份")
    [first] = street.receives(committee.sends(stick))
    restored.adds(factories.hazard(description="恢复备份后登记"))
    other = restored.sends(tmp_path)
    assert codes(street.receives(other, other)) == ["E_FORK", "E_FORK"]
    [fork] = forks(street.desk)
    assert fork.merged is not None and fork.merged.id == first.package_id
    assert fork.file.read_bytes() == other.read_bytes()
    shown = plan(street.desk, fork.file)
    assert shown.refusal is not None and shown.refusal.message_id == "E_FORK"
    assert {each.outcome for each in shown.records} == {"same", "new"}
    restored.office.close()
