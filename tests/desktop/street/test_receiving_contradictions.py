"""Revisions and numbers that contradict are kept out; what was deleted at home is retired at the street."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.spec.query import Query
from db.ulid import new_ulid
from desktop.exchange.incoming_receipt import import_receipt
from tests.desktop.street.exchange_kit import Committee, Street
from tests.desktop.street.receiving_kit import Forge, answer_of, is_whole


def test_a_contradicting_revision_is_kept_out_and_not_marked_as_reported(
    committee: Committee, street: Street, stick: Path, forge: Forge
) -> None:
    ours = committee.wire()
    [sent] = street.receives(forge({"hazard": [ours | {"description": "别的内容"}]}))
    assert sent.status == "accepted"
    assert sent.receipt is not None
    import_receipt(committee.office, sent.receipt)
    committee.adds()
    [result] = street.receives(committee.sends(stick))
    assert (result.status, result.read, result.written, result.refused) == ("partial", 2, 1, 1)
    receipt = answer_of(committee, result.receipt)
    assert receipt.conflicts == [ours["id"]]
    assert committee.office.get("hazard", ours["id"])["report_state"] == "sealed"
    assert committee.states() == {"sealed", "reported"}
    kept = street.has(ours["id"])
    assert kept is not None and kept["description"] == "别的内容"


@pytest.mark.parametrize("rev", [3, 2])
def test_an_older_revision_than_the_streets_contradicts(
    committee: Committee, street: Street, forge: Forge, rev: int
) -> None:
    [sent] = street.receives(forge({"hazard": [committee.wire(rev=4)]}))
    head = answer_of(committee, sent.receipt).package
    [result] = street.receives(forge({"hazard": [committee.wire(rev=rev)]}, serial=2, prev=head))
    assert (result.status, result.refused) == ("partial", 1)


def test_two_records_under_one_number_contradict_and_nothing_breaks(
    committee: Committee, street: Street, forge: Forge
) -> None:
    twin = committee.wire(id=new_ulid())
    [result] = street.receives(forge({"hazard": [committee.wire(), twin]}))
    assert (result.status, result.read, result.written, result.refused) == ("partial", 2, 1, 1)
    assert street.has(twin["id"]) is None
    assert is_whole(street)


def test_a_record_that_went_to_the_recycle_bin_is_retired_at_the_street(
    committee: Committee, street: Street, stick: Path
) -> None:
    [sent] = street.receives(committee.sends(stick))
    answer_of(committee, sent.receipt)
    record_id = committee.wire()["id"]
    committee.office.retire("hazard", [record_id], "登记错了")
    [result] = street.receives(committee.sends(stick))
    assert (result.status, result.read) == ("accepted", 1)
    retired = street.has(record_id)
    assert retired is not None and retired["retired_reason"] == "登记错了"
    answer_of(committee, result.receipt)
    committee.office.restore("hazard", [record_id])
    assert street.receives(committee.sends(stick))[0].status == "accepted"
    restored = street.has(record_id)
    assert restored is not None and restored["retired_at"] is None
    assert is_whole(street)


def test_a_record_withdrawn_before_it_was_ever_sent_stays_at_home(
    committee: Committee, street: Street, stick: Path
) -> None:
    committee.adds()
    ids = committee.office.ids("hazard", Query())
    committee.office.retire("hazard", ids[:1], "")
    [result] = street.receives(committee.sends(stick))
    assert (result.read, result.written) == (1, 1)
    assert street.has(ids[0]) is None
