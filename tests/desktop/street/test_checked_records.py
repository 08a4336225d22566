"""核验结果回执: from the street's check of each record to the committee's ledger, its correction and the next package."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from db.desk_ids import returned_records
from db.errors import AppError
from db.integrity import find_damage
from db.lists import count_records
from db.spec import HAZARD
from db.spec.query import Query
from desktop.exchange.incoming_receipt import import_receipt
from desktop.exchange.own_packages import own_packages
from desktop.exchange.preflight import preflight
from desktop.exchange.receipt import Receipt, receipt_content
from desktop.street.answering import write_receipts
from desktop.street.checked_records import check_records
from tests import factories
from tests.desktop.exchange.forge import refused
from tests.desktop.street.exchange_kit import Committee, Street

REMARK = "照片看不清，请补拍整改前照片"


@pytest.fixture
def merged(committee: Committee, street: Street, stick: Path) -> str:
    """Two hazards of the committee, merged and answered; the package's id."""
    committee.adds(factories.hazard(description="消防通道停车"))
    [received] = street.receives(committee.sends(stick))
    assert received.receipt is not None
    return import_receipt(committee.office, received.receipt).receipt.package


def checked(street: Street, package_id: str, **returns: str) -> Path:
    numbers = {number.replace("_", "-"): remark for number, remark in returns.items()}
    answer = check_records(street.desk, package_id, numbers, street.key)
    return write_receipts([answer], street.receipts)[answer.row.id]


def states(committee: Committee) -> dict[str, str]:
    ids = committee.office.ids(HAZARD.table, Query())
    return {each["no"]: each["report_state"] for each in committee.office.rows(HAZARD.table, ids)}


def test_all_records_accepted_stay_reported(committee: Committee, street: Street, merged: str) -> None:
    imported = import_receipt(committee.office, checked(street, merged))
    assert imported.receipt.checked == {"accepted": 2} and imported.receipt.returned == []
    assert imported.receipt.status == "accepted"
    assert set(states(committee).values()) == {"reported"}


def test_a_record_sent_back_shows_its_remark_in_the_ledger_and_on_the_work_table(
    committee: Committee, street: Street, merged: str
) -> None:
    assert states(committee) == {"YH-2026-0001": "reported", "YH-2026-0002": "reported"}
    imported = import_receipt(committee.office, checked(street, merged, YH_2026_0002=REMARK))
    assert imported.receipt.status == "partial" and imported.receipt.checked == {"accepted": 1}
    assert states(committee) == {"YH-2026-0001": "reported", "YH-2026-0002": "returned"}
    record = committee.office.find("hazard", "YH-2026-0002")
    assert record["returned_remark"] == REMARK
    assert "returned_remark" not in committee.office.find("hazard", "YH-2026-0001")
    assert returned_records(committee.office.store.reader()) == [record["id"]]
    [own] = own_packages(committee.office)
    assert (own.state, own.returned) == ("partial", 1)
    reader = committee.office.store.reader()
    counts = {
        state: count_records(reader, "hazard", Query(report_state=state), committee.office.today)
        for state in ("reported", "returned", "sealed", "unreported")
    }
    assert counts == {"reported": 1, "returned": 1, "sealed": 0, "unreported": 0}


def test_it_is_corrected_and_goes_with_the_next_package(
    committee: Committee, street: Street, merged: str, stick: Path
) -> None:
    import_receipt(committee.office, checked(street, merged, YH_2026_0002=REMARK))
    findings = [
        each for each in preflight(committee.office).findings if each.message_id == "preflight_returned"
    ]
    assert [each.params for each in findings] == [{"remark": REMARK}]
    record = committee.office.find("hazard", "YH-2026-0002")
    committee.office.change("hazard", record["id"], {"location": "3 号楼北侧"})
    assert states(committee)["YH-2026-0002"] == "unreported"
    assert not [
        each for each in preflight(committee.office).findings if each.message_id == "preflight_returned"
    ]
    [received] = street.receives(committee.sends(stick))
    assert (received.expected, received.written) == (1, 1)
    assert received.receipt is not None
    import_receipt(committee.office, received.receipt)
    assert states(committee)["YH-2026-0002"] == "reported"
    assert returned_records(committee.office.store.reader()) == []
    assert "returned_remark" not in committee.office.get("hazard", record["id"])
    assert not list(find_damage(street.desk.store.reader(), street.desk.attachments))


def test_the_last_word_of_the_street_counts(committee: Committee, street: Street, merged: str) -> None:
    import_receipt(committee.office, checked(street, merged, YH_2026_0001=REMARK))
    import_receipt(committee.office, checked(street, merged, YH_2026_0002=REMARK))
    assert states(committee) == {"YH-2026-0001": "reported", "YH-2026-0002": "returned"}


def test_the_same_result_twice_is_harmless(committee: Committee, street: Street, merged: str) -> None:
    receipt = checked(street, merged, YH_2026_0002=REMARK)
    import_receipt(committee.office, receipt)
    with refused("E_REPLAY"):
        import_receipt(committee.office, receipt)
    assert states(committee)["YH-2026-0002"] == "returned"


@pytest.mark.parametrize(
    ("returns", "message_id"),
    [
        ({"YH-2026-0099": REMARK}, "record_not_in_package"),
        ({"YH-2026-0001": ""}, "remark_unusable"),
        ({"YH-2026-0001": "长" * 501}, "remark_unusable"),
    ],
)
def test_a_result_that_cannot_be_is_refused_and_uses_no_serial(
    street: Street, merged: str, returns: dict[str, str], message_id: str
) -> None:
    with pytest.raises(AppError, match=message_id):
        check_records(street.desk, merged, returns, street.key)


def test_a_package_that_was_never_merged_has_no_result(street: Street, committee: Committee) -> None:
    with pytest.raises(AppError, match="package_not_merged"):
        check_records(street.desk, "a" * 64, {}, street.key)


@pytest.mark.parametrize(
    "wrong",
    [
        {"checked": {}}, {"checked": {"accepted": -1}}, {"returned": [{"id": "x"}]}, {"returned": "x"},
        {"withheld": []}, {"withheld": {"hazard": {"phone": "gone"}}},
    ],
)  # fmt: skip
def test_a_malformed_result_is_no_receipt(wrong: dict[str, object]) -> None:
    plain = Receipt(
        package="a" * 64, epoch=1, serial=1, volumes=[1], status="accepted", error=None, records={}, conflicts=[],
        missing_volumes=[], missing_serials=[], head={"epoch": 1, "serial": 0, "id": None}, next_serial=1,
        key_status=[], office_keys={"sign": "SHA256:" + "a" * 43, "decrypt": _KEY},
        received="2026-11-23T09:30:00+08:00",
    )  # fmt: skip
    receipt_content(plain)
    with refused("E_RECORD"):
        receipt_content(replace(plain, **wrong))  # type: ignore[arg-type]


_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
