"""What an enrolled committee signs is looked at record by record, and a refusal is answered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from db.migrations import SCHEMA_VERSION
from db.ulid import new_ulid
from desktop.exchange.signing_key import signing_key_from_seed
from tests.desktop.street.exchange_kit import Committee, Street, codes
from tests.desktop.street.receiving_kit import Forge, answer_of


def test_an_enrolled_insider_cannot_write_over_a_neighbours_record(
    committee: Committee, neighbour: Committee, street: Street, stick: Path, forge: Forge
) -> None:
    street.receives(neighbour.sends(stick))
    theirs = neighbour.wire()
    for records in (
        {"hazard": [theirs | {"rev": 9}]},
        {"hazard": [theirs | {"rev": 9, "committee_code": committee.code}]},
        {"risk": [_risk(committee, theirs["id"])]},
        {"tombstones": [_tombstone(theirs["id"], rev=9)]},
        {"tombstones": [_tombstone(theirs["id"], rev=9, kind="risk", no="FX-2026-0001")]},
    ):
        assert codes(street.receives(forge(records))) == ["E_RECORD"]
    kept = street.has(theirs["id"])
    assert kept is not None
    assert (kept["rev"], kept["committee_code"], kept["retired_at"]) == (1, neighbour.code, None)


def test_an_insider_cannot_use_up_the_revisions_of_a_record_that_has_not_come_yet(
    committee: Committee, neighbour: Committee, street: Street, stick: Path, forge: Forge
) -> None:
    """A tombstone for a guessed id belongs to who sent it, and its owner is told rather than ignored."""
    theirs = neighbour.wire()
    assert codes(street.receives(forge({"tombstones": [_tombstone(theirs["id"], rev=9)]}))) == [""]
    [result] = street.receives(neighbour.sends(stick))
    assert codes([result]) == ["E_RECORD"]


def test_a_record_cannot_change_its_type(
    committee: Committee, street: Street, stick: Path, forge: Forge
) -> None:
    [sent] = street.receives(committee.sends(stick))
    head = answer_of(committee, sent.receipt).package
    moved = {"risk": [_risk(committee, committee.wire()["id"], rev=2)]}
    assert codes(street.receives(forge(moved, serial=2, prev=head))) == ["E_RECORD"]


def _risk(committee: Committee, record_id: str, rev: int = 9) -> dict[str, Any]:
    head = {name: committee.wire()[name] for name in ("created_at", "created_by", "updated_at", "updated_by")}
    return head | {
        "id": record_id, "no": "FX-2026-0001", "status": "assessed", "rev": rev, "committee_code": committee.code,
        "risk_point": "x",
    }  # fmt: skip


def _tombstone(
    record_id: str, rev: int = 2, kind: str = "hazard", no: str = "YH-2026-0001"
) -> dict[str, Any]:
    return {"id": record_id, "type": kind, "no": no, "rev": rev, "retired_at": "2026-11-23T09:30:00+08:00"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"surprise": 1}, {"status": ["closed"]}, {"status": "lost"}, {"rev": 0}, {"rev": True}, {"rev": "1"},
        {"id": ["x"]}, {"id": "x"}, {"no": "FX-2026-0001"}, {"no": None}, {"found_on": "2026-02-30"},
        {"found_on": "２０２６-11-03"}, {"deadline": "soon"}, {"funds": "many"}, {"premises": "老张面馆"},
        {"description": ""}, {"description": 7}, {"photo_before": [{"sha256": "x"}]}, {"photo_before": "x.jpg"},
        {"immediate_fix": "yes"}, {"created_at": "2026-99-99T09:30:00+08:00"}, {"created_by": ""},
        {"retired_at": "2026-11-23T09:30:00+08:00"}, {"committee_code": "310118001001"},
    ],
)  # fmt: skip
def test_a_malformed_record_is_refused_with_its_line(
    committee: Committee, street: Street, forge: Forge, wrong: dict[str, Any]
) -> None:
    good = committee.wire()
    other = good | {"id": new_ulid(), "no": "YH-2026-0002"}
    bad = {name: value for name, value in (other | wrong).items() if value is not None}
    [result] = street.receives(forge({"hazard": [good, bad]}))
    assert codes([result]) == ["E_RECORD"]
    assert result.error is not None and result.error.params["line"] == 2
    assert (result.expected, result.written, result.refused) == (2, 0, 2)
    assert street.has(good["id"]) is None


@pytest.mark.parametrize(
    "wrong",
    [{"type": ["hazard"]}, {"type": "premises_"}, {"rev": 0}, {"id": 7}, {"no": "FX-2026-0001"}, {"retired_at": "now"},
     {"more": 1}],
)  # fmt: skip
def test_a_malformed_tombstone_is_refused(street: Street, forge: Forge, wrong: dict[str, Any]) -> None:
    assert codes(street.receives(forge({"tombstones": [_tombstone(new_ulid()) | wrong]}))) == ["E_RECORD"]


def test_an_unknown_kind_of_record_is_refused(committee: Committee, street: Street, forge: Forge) -> None:
    assert codes(street.receives(forge({"rumour": [committee.wire()]}))) == ["E_NAME"]


@pytest.mark.parametrize("kind", ["hazard", "rumour"])
def test_a_package_of_a_newer_program_asks_for_an_upgrade(
    committee: Committee, street: Street, forge: Forge, kind: str
) -> None:
    [result] = street.receives(
        forge({kind: [committee.wire() | {"new_field": "x"}]}, schema=SCHEMA_VERSION + 1)
    )
    assert codes([result]) == ["E_VERSION"]
    plain = forge({"hazard": [committee.wire()]}, schema=SCHEMA_VERSION + 1)
    assert codes(street.receives(plain)) == ["E_VERSION"]
    assert street.has(committee.wire()["id"]) is None


def test_an_unknown_signer_gets_no_receipt(committee: Committee, street: Street, forge: Forge) -> None:
    stranger = replace(committee, key=signing_key_from_seed(bytes(range(32))))
    [result] = street.receives(forge({"hazard": [committee.wire()]}, by=stranger))
    assert (codes([result]), result.receipt, result.sender_code) == (["E_UNKNOWN_SIGNER"], None, "")
    assert list(street.receipts.iterdir()) == []


def test_a_signed_package_that_is_refused_gets_one_receipt_again_and_again(
    committee: Committee, street: Street, forge: Forge
) -> None:
    package = forge({"hazard": [committee.wire(surprise=1)]})
    [first], [second] = street.receives(package), street.receives(package)
    assert first.receipt is not None and first.receipt == second.receipt
    assert [each.name for each in street.receipts.iterdir()] == [first.receipt.name]


def test_a_refusal_for_another_reason_gets_its_own_receipt(
    committee: Committee, street: Street, stick: Path, forge: Forge
) -> None:
    package = forge({"hazard": [committee.wire(rev=2)]}, serial=2, prev="f" * 64)
    [gap] = street.receives(package)
    street.receives(committee.sends(stick))
    [chain] = street.receives(package)
    assert codes([gap, chain]) == ["E_GAP", "E_CHAIN"]
    assert gap.receipt != chain.receipt
