"""Packages come in their order: gaps, the wrong order, forks, and what a restored backup sends."""

from __future__ import annotations

from pathlib import Path

from desktop.exchange.incoming_receipt import import_receipt
from desktop.exchange.outgoing import next_place
from tests import factories
from tests.desktop.street.exchange_kit import Committee, Street, codes
from tests.desktop.street.receiving_kit import Forge, answer_of


def test_a_gap_is_refused_until_the_operator_accepts_that_nothing_is_lost(
    committee: Committee, street: Street, stick: Path
) -> None:
    lost = committee.sends(stick)
    committee.adds()
    later = committee.sends(stick)
    [refused] = street.receives(later)
    assert codes([refused]) == ["E_GAP"]
    receipt = answer_of(committee, refused.receipt)
    assert (receipt.status, receipt.missing_serials, receipt.next_serial) == ("rejected", [1], 1)
    [accepted] = street.receives(later, accept_gap=True)
    assert (accepted.status, accepted.written, [each.code for each in accepted.warnings]) == (
        "accepted",
        2,
        ["W_GAP"],
    )
    assert codes(street.receives(lost)) == ["E_LATE"]
    answer_of(committee, accepted.receipt)
    assert committee.states() == {"reported"}


def test_a_gap_in_which_something_is_lost_is_never_accepted(
    committee: Committee, street: Street, forge: Forge
) -> None:
    package = forge({"hazard": [committee.wire()]}, serial=3, prev="a" * 64, base=2)
    assert codes(street.receives(package, accept_gap=True)) == ["E_GAP"]


def test_packages_given_in_the_wrong_order_are_accepted_in_the_second_round(
    committee: Committee, street: Street, stick: Path
) -> None:
    first = committee.sends(stick)
    committee.adds()
    second = committee.sends(stick)
    assert codes(street.receives(second, first)) == ["E_GAP", ""]
    [result] = street.receives(second)
    assert (result.status, result.read, result.written) == ("accepted", 2, 2)


def test_another_package_under_the_same_serial_is_a_fork(
    tmp_path: Path, committee: Committee, street: Street, stick: Path
) -> None:
    restored = committee.backed_up(tmp_path / "备份")
    street.receives(committee.sends(stick))
    restored.adds(factories.hazard(description="恢复备份后登记"))
    [result] = street.receives(restored.sends(stick))
    assert codes([result]) == ["E_FORK"]
    receipt = answer_of(restored, result.receipt)
    assert (receipt.status, receipt.error, receipt.next_serial) == ("rejected", "E_FORK", 2)
    assert next_place(restored.office.store.reader()) == (1, 2, receipt.head["id"])
    [resumed] = street.receives(restored.sends(stick))
    assert (codes([resumed]), resumed.serial) == ([""], 2)
    restored.office.close()


def test_a_restored_backup_goes_on_from_where_the_receipt_says(
    tmp_path: Path, committee: Committee, street: Street, stick: Path
) -> None:
    restored = committee.backed_up(tmp_path / "备份")
    street.receives(committee.sends(stick))
    committee.adds()
    [newest] = street.receives(committee.sends(stick))
    imported = import_receipt(restored.office, newest.receipt or Path())
    assert "W_AHEAD" in [each.code for each in imported.warnings]
    assert next_place(restored.office.store.reader()) == (1, 3, imported.receipt.package)
    restored.adds(factories.hazard(description="恢复备份后登记"))
    [resumed] = street.receives(restored.sends(stick))
    # The number of the record that the backup had not seen is given out once more: a person must look at it.
    assert (resumed.serial, resumed.status, resumed.read, resumed.refused) == (3, "partial", 2, 1)
    restored.office.close()


def test_a_package_that_does_not_follow_the_last_one_is_refused(
    committee: Committee, street: Street, stick: Path, forge: Forge
) -> None:
    street.receives(committee.sends(stick))
    package = forge({"hazard": [committee.wire(rev=2)]}, serial=2, prev="f" * 64)
    assert codes(street.receives(package)) == ["E_CHAIN"]
