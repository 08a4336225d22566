"""Receipts: what the office signs, and what a committee checks before it believes one (format §9)."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.exchange.canonical_json import canonical_bytes
from desktop.exchange.canonical_zip import container_chunks
from desktop.exchange.chain import ChainState
from desktop.exchange.header import PackageHeader, Party, file_name
from desktop.exchange.receipt import (
    RECEIPT_COUNTS,
    Receipt,
    VerifiedReceipt,
    parse_record,
    read_receipt,
    receipt_content,
)
from desktop.exchange.roster import RosterEntry
from desktop.exchange.seal import package_parts, seal
from desktop.exchange.signing_key import SigningKey
from desktop.exchange.tag_steps import Recipient
from tests.desktop.exchange.forge import (
    COMMITTEE,
    COMMITTEE_CODE,
    COMMITTEE_KEY,
    HEADER,
    OFFICE_CODE,
    OFFICE_DECRYPT_KEY,
    OFFICE_NAME,
    OFFICE_SIGN_KEY,
    STRANGER_KEY,
    Insider,
    good_package,
    refused,
    saved,
)

PACKAGE_ID = "a" * 64
PINNED = RosterEntry(OFFICE_CODE, OFFICE_NAME, OFFICE_SIGN_KEY.public_key, epoch=1)
ANSWER = Receipt(
    package=PACKAGE_ID,
    epoch=1,
    serial=3,
    volumes=(1,),
    status="partial",
    error=None,
    records={"hazard": {"new": 2, "same": 0, "conflict": 1}},
    conflicts=("01J00000000000000000000002",),
    missing_volumes=(2,),
    missing_serials=(2,),
    head={"epoch": 1, "serial": 3, "id": PACKAGE_ID},
    next_serial=4,
    key_status=({"key": COMMITTEE_KEY.fingerprint, "status": "active"},),
    office_keys={"sign": OFFICE_SIGN_KEY.fingerprint, "decrypt": OFFICE_DECRYPT_KEY.public_line},
    received="2026-05-28T08:00:00+08:00",
)
RECEIPT_HEADER = replace(
    HEADER,
    kind="receipt",
    sender=Party(OFFICE_CODE, OFFICE_NAME, OFFICE_SIGN_KEY.fingerprint),
    to=(COMMITTEE,),
    counts=RECEIPT_COUNTS,
)


def receipt_package(
    answer: Receipt = ANSWER, header: PackageHeader = RECEIPT_HEADER, key: SigningKey = OFFICE_SIGN_KEY
) -> bytes:
    contents = [receipt_content(answer)]
    return b"".join(container_chunks(package_parts(seal(header, contents, key), contents)))


def read(folder: Path, package: bytes, **changes: object) -> VerifiedReceipt:
    held_against = {
        "office": PINNED,
        "recipient": Recipient(COMMITTEE_CODE, frozenset({COMMITTEE_KEY.fingerprint})),
        "chain": ChainState(epoch=1),
        "sealed": {(1, 2): "b" * 64, (1, 3): PACKAGE_ID},
    }
    return read_receipt(saved(folder, package), **{**held_against, **changes})  # type: ignore[arg-type]


def test_a_receipt_comes_back_as_it_was_written(tmp_path):
    found = read(tmp_path, receipt_package())
    as_lists = {
        "volumes": [1],
        "conflicts": list(ANSWER.conflicts),
        "missing_volumes": [2],
        "missing_serials": [2],
    }
    assert found.receipt == replace(ANSWER, **as_lists, key_status=list(ANSWER.key_status))
    assert found.warnings == ()
    assert found.header == RECEIPT_HEADER
    assert found.verdict is not None and found.verdict.state.serial == 1


def test_a_receipt_travels_under_its_own_name():
    assert file_name(RECEIPT_HEADER) == f"{OFFICE_CODE}-e01-000001-v01.hz.zip"
    assert file_name(HEADER) == f"{COMMITTEE_CODE}-e01-000001-v01.zip"


def test_forged_with_the_committees_own_key(tmp_path):
    forged = replace(RECEIPT_HEADER, sender=replace(RECEIPT_HEADER.sender, key=COMMITTEE_KEY.fingerprint))
    with refused("E_UNKNOWN_SIGNER"):
        read(tmp_path, receipt_package(header=forged, key=COMMITTEE_KEY))


def test_for_another_committee(tmp_path):
    with refused("E_NOT_FOR_US"):
        read(
            tmp_path,
            receipt_package(header=replace(RECEIPT_HEADER, to=(replace(COMMITTEE, code="330106001002"),))),
        )


def test_replayed(tmp_path):
    verdict = read(tmp_path, receipt_package()).verdict
    assert verdict is not None
    with refused("E_REPLAY"):
        read(tmp_path, receipt_package(), chain=verdict.state)


def test_a_package_is_no_receipt(tmp_path):
    with refused("E_SIG_NAMESPACE"):
        read(tmp_path, good_package())


def test_a_lost_receipt_does_not_stop_the_next(tmp_path):
    later = replace(RECEIPT_HEADER, serial=3, prev="c" * 64)
    assert [one.code for one in read(tmp_path, receipt_package(header=later)).warnings] == ["W_GAP"]


def test_receipt_that_names_another_signing_key(tmp_path):
    keys = {"sign": STRANGER_KEY.fingerprint, "decrypt": OFFICE_DECRYPT_KEY.public_line}
    with refused("E_IDENTITY"):
        read(tmp_path, receipt_package(replace(ANSWER, office_keys=keys)))


def test_receipt_for_other_content_than_we_sealed(tmp_path):
    with refused("E_FORK"):
        read(tmp_path, receipt_package(), sealed={(1, 3): "d" * 64})
    with refused("E_FORK"):
        read(tmp_path, receipt_package(), sealed={(1, 4): "d" * 64})


def test_after_a_restored_backup_the_receipt_says_where_to_go_on(tmp_path):
    found = read(tmp_path, receipt_package(), sealed={(1, 2): "b" * 64})
    assert [(one.code, one.params) for one in found.warnings] == [
        ("W_AHEAD", {"serial": 3, "next_serial": 4})
    ]


@pytest.mark.parametrize("lines", [0, 2])
def test_a_receipt_is_one_line(tmp_path, lines):
    header = replace(RECEIPT_HEADER, counts={"attachments": 0, "receipt": lines})
    line = b"".join(receipt_content(ANSWER).chunks())
    package = Insider({"data/records/receipt.jsonl": line * lines}, header, OFFICE_SIGN_KEY).package()
    with refused("E_COUNTS"):
        read(tmp_path, package)


@pytest.mark.parametrize("path", ["data/records/hazard.jsonl", f"data/att/{'a' * 64}.jpg"])
def test_a_receipt_carries_nothing_else(tmp_path, path):
    line = b"".join(receipt_content(ANSWER).chunks())
    package = Insider(
        {"data/records/receipt.jsonl": line, path: b""}, RECEIPT_HEADER, OFFICE_SIGN_KEY
    ).package()
    with refused("E_NAME"):
        read(tmp_path, package)


WRONG = [
    ("package", "A" * 64),
    ("epoch", 0),
    ("serial", True),
    ("volumes", [2, 1]),
    ("volumes", "1"),
    ("volumes", [0]),
    ("status", "fine"),
    ("error", "oops"),
    ("error", "E_" + "X" * 40),
    ("records", []),
    ("records", {"Hazard": {"new": 0, "same": 0, "conflict": 0}}),
    ("records", {"hazard": {"new": 0, "same": 0}}),
    ("records", {"hazard": {"new": -1, "same": 0, "conflict": 0}}),
    ("records", {"hazard": 3}),
    ("conflicts", ["a b"]),
    ("conflicts", [1]),
    ("conflicts", None),
    ("missing_volumes", [100]),
    ("missing_serials", [0]),
    ("head", None),
    ("head", {"epoch": 1, "serial": 0, "id": PACKAGE_ID}),
    ("head", {"epoch": 1, "serial": 1, "id": None}),
    ("head", {"epoch": 0, "serial": 1, "id": PACKAGE_ID}),
    ("head", {"epoch": 1, "serial": -1, "id": PACKAGE_ID}),
    ("next_serial", 0),
    ("key_status", [{"key": COMMITTEE_KEY.fingerprint, "status": "good"}]),
    ("key_status", [{"key": "x", "status": "active"}]),
    ("key_status", [{}]),
    ("key_status", [1]),
    ("key_status", 1),
    ("office_keys", None),
    ("office_keys", {"sign": "x", "decrypt": OFFICE_DECRYPT_KEY.public_line}),
    ("office_keys", {"sign": OFFICE_SIGN_KEY.fingerprint, "decrypt": None}),
    ("office_keys", {"sign": OFFICE_SIGN_KEY.fingerprint, "decrypt": "ssh-rsa AAAA"}),
    (
        "office_keys",
        {"sign": OFFICE_SIGN_KEY.fingerprint, "decrypt": OFFICE_DECRYPT_KEY.public_line + " note"},
    ),
    ("received", "2026-05-28"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_field_that_breaks_the_format_is_named(name, value):
    with refused("E_RECORD") as caught:
        parse_record({**dataclasses.asdict(ANSWER), name: value})
    assert caught[0].params["field"] == name


def test_record_with_fields_of_its_own():
    with refused("E_RECORD"):
        parse_record({**dataclasses.asdict(ANSWER), "note": ""})
    with refused("E_RECORD"):
        receipt_content(replace(ANSWER, status="fine"))


def test_wrong_record_in_a_signed_receipt(tmp_path):
    line = canonical_bytes({"package": PACKAGE_ID})
    package = Insider({"data/records/receipt.jsonl": line}, RECEIPT_HEADER, OFFICE_SIGN_KEY).package()
    with refused("E_RECORD"):
        read(tmp_path, package)


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "rejected", "error": "E_CHAIN", "head": {"epoch": 1, "serial": 0, "id": None}},
        {"status": "held", "error": "E_SOMETHING_NEWER"},
        {"status": "accepted", "next_serial": 1_000_000},
    ],
)
def test_other_answers_an_office_gives(tmp_path, changes):
    assert read(tmp_path, receipt_package(replace(ANSWER, **changes))).receipt.status == changes["status"]
