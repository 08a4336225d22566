"""A whole quarter of two committees and their street: a lost package, a returned record, corrections, a new key, a package
taken out by mistake; at its end the three databases agree record by record.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from db.clock import FixedClock
from db.integrity import find_damage
from db.lists import record_ids, records_by_id
from db.spec.query import Query
from desktop.exchange.outgoing import outgoing
from desktop.exchange.own_packages import own_packages
from desktop.exchange.schema import PACKAGE_TYPES, wire_record
from desktop.street.street_ledger import StreetLedger
from tests import factories
from tests.desktop.commands.command_line import photo_file
from tests.desktop.street.exchange_kit import (
    PASSPHRASE,
    Committee,
    Street,
    codes,
    open_committee,
    open_street,
)
from tests.e2e.quarter_desks import Quarter

NEW_PASSPHRASE = "章浜社区换上的新口令2026"


@pytest.fixture
def street(tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Street]:
    monkeypatch.setattr("desktop.exchange.signing_key.BCRYPT_ROUNDS", 1)
    opened = open_street(tmp_path / "街道", clock)
    yield opened
    opened.desk.close()


@pytest.fixture
def quarter(tmp_path: Path, clock: FixedClock, street: Street, qtbot: QtBot) -> Iterator[Quarter]:
    first = open_committee(tmp_path / "章浜", clock)
    second = open_committee(tmp_path / "青松", clock, "310118001001", "青松社区居委会")
    ledger = StreetLedger.open(street.desk.store.path, clock)
    ledger.keyring.unlock(PASSPHRASE)
    made = Quarter(street, first, second, tmp_path, clock, qtbot, ledger)
    yield made
    for window in (*made.windows.values(), made.street_window):
        window.close()
        window.deleteLater()
    ledger.close()
    first.office.close()
    second.office.close()


def test_a_quarter_ends_with_three_databases_that_agree(quarter: Quarter) -> None:
    street, a, b = quarter.street, quarter.a, quarter.b
    _october(quarter)
    _november_of_a(quarter)
    _november_of_b(quarter)
    _new_key_of_a(quarter)
    _taken_out_by_mistake(quarter)
    _year_end(quarter)
    for committee in (a, b):
        agrees(street, committee)
        assert not outgoing(committee.office).records
        assert {each.state for each in own_packages(committee.office)} <= {"accepted", "partial", "written"}
        assert list(find_damage(committee.office.store.reader(), committee.office.attachments)) == []
    assert list(find_damage(street.desk.store.reader(), street.desk.attachments)) == []


def _october(quarter: Quarter) -> None:
    """Both are enrolled and report for the first time, photos and all."""
    quarter.on(10, 26)
    for number, committee in enumerate((quarter.a, quarter.b)):
        quarter.enrols(committee)
        office = committee.office
        shop = office.add("premises", factories.premises())["id"]
        office.add("risk", factories.risk(premises=shop))
        photo = office.attach(photo_file(quarter.folder / "photo.jpg", 60 * number + 20))
        committee.adds(
            factories.hazard(premises=shop, photo_before=[photo]), factories.hazard(description="楼道堆放杂物"),
            factories.hazard(description="登记重复的一条"),
        )  # fmt: skip
        office.add("drill", factories.drill())
        assert quarter.report(committee, "2026-10").status == "accepted"
        agrees(quarter.street, committee)


def _november_of_a(quarter: Quarter) -> None:
    """A's second package gets lost; its third says everything again, and the second turns up too late."""
    quarter.on(11, 25)
    a = quarter.a
    first, second = a.office.ids("hazard", Query())[:2]
    a.office.change("hazard", first, {"note": "已电话联系"})
    lost = quarter.seal(a, "2026-11")
    quarter.on(11, 26)
    a.office.change("hazard", second, {"note": "已张贴提示"})
    a.adds(factories.hazard(description="电动自行车进楼道充电"))
    third = quarter.seal(a, "2026-11")
    assert codes(quarter.receive(*third)) == ["E_GAP"]
    [received] = quarter.receive(accept_gap=True)
    assert (received.status, [each.code for each in received.warnings]) == ("accepted", ["W_GAP"])
    assert codes(quarter.receive(*lost)) == ["E_LATE"]
    quarter.answer(a, received.receipt)
    assert a.states() == {"reported"}


def _november_of_b(quarter: Quarter) -> None:
    """The street sends one of B's records back with a remark; B corrects it."""
    quarter.on(11, 26, 14)
    b = quarter.b
    [record] = b.adds(factories.hazard(description="二楼"))
    [package] = quarter.seal(b, "2026-11")
    quarter.answer(b, quarter.send_back(package, record["no"], "地点不清楚，请写到门牌"))
    assert b.states() == {"reported", "returned"}
    b.office.change("hazard", record["id"], {"description": "青松路12号二楼疏散门上锁"})
    assert quarter.report(b, "2026-11").status == "accepted"
    assert b.states() == {"reported"}


def _new_key_of_a(quarter: Quarter) -> None:
    """A's clerk changes; a package that the old key signed is still on its way."""
    quarter.on(12, 1)
    a = quarter.a
    a.adds(factories.hazard(description="旧密钥签的最后一包"))
    on_its_way = quarter.seal(a, "2026-12")
    quarter.replace_key(a, quarter.new_key(a))
    [received] = quarter.receive(*on_its_way)
    assert received.error is None
    quarter.answer(a, received.receipt)
    gone = next(
        each
        for each in a.office.ids("hazard", Query())
        if "重复" in a.office.get("hazard", each)["description"]
    )
    a.office.retire("hazard", [gone], "与第一条重复")
    assert quarter.report(a, "2026-12").status == "accepted"


def _taken_out_by_mistake(quarter: Quarter) -> None:
    """The street takes out a package of B that was right; B's records go again with the next one."""
    quarter.on(12, 10)
    b, street = quarter.b, quarter.street
    record_id = b.office.ids("hazard", Query())[0]
    b.office.change("hazard", record_id, {"note": "第一次"})
    received = quarter.report(b, "2026-12")
    b.office.change("hazard", record_id, {"note": "第二次"})
    quarter.answer(b, quarter.take_out(received.package_id, "收错了优盘"))
    assert quarter.report(b, "2026-12").error is None
    agrees(street, b)


def _year_end(quarter: Quarter) -> None:
    """What the street sends down is taken in, done, and reported by both."""
    quarter.on(12, 20)
    folder = quarter.send_down(title="节前燃气排查", owner="王芳", start="2026-12-20", due="2026-12-30")
    for committee in (quarter.a, quarter.b):
        quarter.take_down(committee, folder)
        assert "节前燃气排查" in [
            each["title"] for each in committee.office.rows("task", committee.office.ids("task", Query()))
        ]
        quarter.report(committee, "2026-12")


def agrees(street: Street, committee: Committee) -> None:
    """Every record of a committee stands at the street as it stands here, and nothing else does."""
    reader, office = street.desk.store.reader(), committee.office
    for record_type in PACKAGE_TYPES:
        here = [office.get(record_type.table, each) for each in office.ids(record_type.table, Query())]
        if record_type.sealed_statuses:
            here = [each for each in here if each["status"] in record_type.sealed_statuses]
        ids = record_ids(reader, record_type.table, Query(), office.today)
        there = [
            each
            for each in records_by_id(reader, record_type.table, ids)
            if each["committee_code"] == committee.code
        ]
        ours = {each["id"]: wire_record(record_type, each) for each in here}
        theirs = {each["id"]: wire_record(record_type, each) for each in there}
        assert theirs == ours, record_type.table
        for each in here:
            for photo in each.get("photo_before") or []:
                assert street.desk.attachments.path(photo["sha256"], "jpg").is_file()
