"""The profiles on their way: what the street gets and is told, whole ledgers, and copies for the public."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from db import packages
from db.integrity import find_damage
from desktop.exchange.checking import check_package
from desktop.exchange.incoming_receipt import import_receipt
from desktop.exchange.outgoing import outgoing, packages_to_write, seal_package, write_package
from desktop.exchange.profiles import INTERNAL, NOBODY, PUBLIC, STREET
from tests import factories
from tests.desktop.street.exchange_kit import Committee, Street


@pytest.fixture
def shop(committee: Committee) -> dict[str, Any]:
    return committee.office.add("premises", factories.premises(main_person="张三丰", phone="13812345678"))


def sends(committee: Committee, stick: Path, profile: str, is_whole: bool = False) -> Path:
    row = seal_package(committee.office, "2026-11", committee.key, profile=profile, is_whole=is_whole)
    return write_package(committee.office, row.id, stick)


def test_what_is_withheld_is_stated_in_the_package_and_in_the_receipt(
    committee: Committee, street: Street, stick: Path, shop: dict[str, Any]
) -> None:
    [received] = street.receives(sends(committee, stick, STREET))
    had = street.has(shop["id"], "premises")
    assert had is not None and (had["phone"], had["main_person"]) == ("138****5678", "张三丰")
    assert received.expected == received.read == 2 and received.receipt is not None
    imported = import_receipt(committee.office, received.receipt)
    assert imported.receipt.withheld == {"premises": {"phone": "masked"}}
    [row] = packages.sealed_packages(committee.office.store.reader())
    assert json.loads(row.header)["counts"]["withheld"] == 1


def test_the_same_revision_under_a_fuller_profile_is_no_conflict_and_fills_the_gap(
    committee: Committee, street: Street, stick: Path, shop: dict[str, Any]
) -> None:
    street.receives(sends(committee, stick, STREET))
    [again] = street.receives(sends(committee, stick, INTERNAL))
    assert (again.status, again.refused) == ("accepted", 0)
    had = street.has(shop["id"], "premises")
    assert had is not None and had["phone"] == "13812345678"
    [thinner] = street.receives(sends(committee, stick, STREET))
    assert thinner.status == "accepted"
    had = street.has(shop["id"], "premises")
    assert had is not None and had["phone"] == "13812345678"
    assert not list(find_damage(street.desk.store.reader(), street.desk.attachments))


def test_a_copy_for_the_public_names_nobody_and_reports_nothing(
    committee: Committee, street: Street, stick: Path, shop: dict[str, Any]
) -> None:
    package = sends(committee, stick, PUBLIC)
    content = package.read_bytes()
    for secret in ("张三丰", "13812345678", factories.CLERK):
        assert secret.encode() not in content
    [received] = street.receives(package)
    assert received.status == "accepted" and received.receipt is not None
    assert import_receipt(committee.office, received.receipt).reported == 0
    assert committee.states() == {"unreported"}
    had = street.has(shop["id"], "premises")
    assert had is not None and had["main_person"] is None and had["created_by"] == NOBODY
    [full] = street.receives(sends(committee, stick, INTERNAL))
    assert full.status == "accepted"
    had = street.has(shop["id"], "premises")
    assert had is not None and had["main_person"] == "张三丰" and had["created_by"] == factories.CLERK


def test_the_whole_ledger_goes_on_request_and_only_changes_otherwise(
    committee: Committee, street: Street, stick: Path
) -> None:
    [received] = street.receives(committee.sends(stick))
    assert received.receipt is not None
    import_receipt(committee.office, received.receipt)
    assert outgoing(committee.office).records == ()
    assert len(outgoing(committee.office, is_whole=True).records) == 1
    [again] = street.receives(sends(committee, stick, INTERNAL, is_whole=True))
    assert (again.status, again.read, again.written) == ("accepted", 1, 1)


def test_another_profile_is_sealed_anew_and_the_same_is_written_again(committee: Committee) -> None:
    [first] = packages_to_write(committee.office, "2026-11", committee.key, profile=STREET)
    assert packages_to_write(committee.office, "2026-11", committee.key, profile=STREET)[-1].id == first.id
    assert packages_to_write(committee.office, "2026-11", committee.key)[-1].id != first.id


def test_a_third_party_reads_the_statement_as_any_other_file(committee: Committee, stick: Path) -> None:
    committee.office.add("premises", factories.premises(phone="13812345678"))
    assert check_package(sends(committee, stick, STREET), None).header.counts["withheld"] == 1
