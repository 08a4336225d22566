"""Another key in the place of the old one: planned, lost, stolen, after a loss of all data; and what the old one still counts for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from db.clock import FixedClock
from db.errors import AppError, LedgerError
from desktop import paths
from desktop.documents import committee_sheet_text, enrolment_sheet
from desktop.exchange.incoming_down import read_down_package
from desktop.exchange.incoming_receipt import import_receipt
from desktop.exchange.key_notice import KeyNotice, read_notice
from desktop.exchange.own_packages import check_written
from desktop.exchange.roster import RosterEntry
from desktop.exchange.signing_key import load_key
from desktop.own_keys import Cause, begin_epoch, change_key, own_fingerprints, own_key
from desktop.street.roster_changes import REASON_OF, replace_key
from desktop.street.sending_down import send_down
from tests.desktop.exchange.forge import OFFICE_SIGN_KEY, refused
from tests.desktop.street.exchange_kit import PASSPHRASE, Committee, Street, codes, open_committee

NEW = "换上去的新口令2026"


def changed(committee: Committee, cause: Cause, folder: Path | None = None) -> Path | None:
    """Another key for the committee, in its hands at once; the notice's file."""
    _, notice = change_key(
        committee.office, cause, NEW, PASSPHRASE if cause is Cause.ROTATION else "", folder
    )
    committee.key = load_key(paths.sign_key_file(committee.office.database), NEW)
    return notice


def told(street: Street, committee: Committee, cause: Cause, notice: Path | None = None) -> None:
    """The street takes the new sheet in."""
    text = committee_sheet_text(committee.office)
    replace_key(street.desk, text, committee.code, REASON_OF[cause], "", notice)


def test_a_planned_change_is_signed_by_the_old_key_and_the_chain_goes_on(
    committee: Committee, street: Street, stick: Path
) -> None:
    street.receives(first := committee.sends(stick))
    committee.adds()
    sealed_before = committee.sends(stick)
    notice = changed(committee, Cause.ROTATION, stick)
    assert (
        notice is not None and notice.name.endswith(".key.zip") and first.exists() and sealed_before.exists()
    )
    committee.adds()
    after = committee.sends(stick)
    assert codes(street.receives(after)) == ["E_UNKNOWN_SIGNER"]
    told(street, committee, Cause.ROTATION, notice)
    assert codes(street.receives(sealed_before, after)) == ["", ""]
    assert own_key(committee.office).changes[0].last_serial == 2


def test_what_the_street_answers_to_the_old_key_is_still_believed(
    committee: Committee, street: Street, stick: Path
) -> None:
    package = committee.sends(stick)
    [received] = street.receives(package)
    [down] = send_down(
        street.desk, [committee.code], {"task": [{"title": "排查"}]}, "2026-11", stick, street.key
    )
    changed(committee, Cause.LOST)
    assert len(own_fingerprints(committee.office)) == 2
    assert received.receipt is not None
    assert import_receipt(committee.office, received.receipt).reported == 1
    assert check_written(committee.office, package).serial == 1
    assert read_down_package(committee.office, down).serial == 1


def test_a_lost_key_counts_up_to_the_head_and_no_further(
    committee: Committee, street: Street, stick: Path
) -> None:
    street.receives(committee.sends(stick))
    committee.adds()
    unsent = committee.sends(stick)
    changed(committee, Cause.LOST)
    told(street, committee, Cause.LOST)
    assert codes(street.receives(unsent)) == ["E_KEY_RETIRED"]
    committee.adds()
    assert codes(street.receives(committee.sends(stick), accept_gap=True)) == [""]


def test_a_stolen_key_counts_for_nothing_that_is_not_merged(
    committee: Committee, street: Street, stick: Path
) -> None:
    street.receives(merged := committee.sends(stick))
    committee.adds()
    stolen = committee.sends(stick)
    changed(committee, Cause.STOLEN)
    told(street, committee, Cause.STOLEN)
    assert codes(street.receives(stolen)) == ["E_KEY_REVOKED"]
    assert codes(street.receives(merged)) == ["E_REPLAY"]


def test_after_a_loss_of_all_data_a_new_epoch_begins(
    committee: Committee, street: Street, stick: Path, tmp_path: Path, clock: FixedClock
) -> None:
    street.receives(committee.sends(stick))
    committee.office.close()
    again = open_committee(tmp_path / "新电脑", clock)
    begin_epoch(again.office, 1)
    committee.office, committee.key = again.office, again.key
    from desktop.trust import trust_office

    trust_office(again.office, street.desk.keys().sheet_text)
    again.adds()
    package = again.sends(stick)
    assert "e02-000001" in package.name
    with pytest.raises(AppError, match="sheet_epoch_differs"):
        told(street, again, Cause.LOST)
    told(street, again, Cause.DATA_LOST)
    assert street.receives(package)[0].status in ("accepted", "partial")
    with pytest.raises(AppError, match="epoch_has_packages"):
        begin_epoch(again.office, 2)


@pytest.mark.parametrize("former", [0, 99, -1])
def test_an_epoch_that_cannot_be_is_refused(committee: Committee, former: int) -> None:
    with pytest.raises(AppError, match="epoch_unusable"):
        begin_epoch(committee.office, former)


def test_a_wrong_passphrase_or_a_full_stick_leaves_the_old_key_in_its_place(
    committee: Committee, street: Street, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = paths.sign_key_file(committee.office.database).read_bytes()
    attempts = (
        (PASSPHRASE + "错", NEW, stick), (PASSPHRASE, "太短", stick), (PASSPHRASE, NEW, stick / "没有这个文件夹"),
    )  # fmt: skip
    for old, new, folder in attempts:
        with pytest.raises(LedgerError):
            change_key(committee.office, Cause.ROTATION, new, old, folder)
        assert paths.sign_key_file(committee.office.database).read_bytes() == before
    assert [each.name for each in paths.sign_key_file(committee.office.database).parent.iterdir()] == [
        "sign.key"
    ]
    assert own_key(committee.office).changes == ()


def test_a_notice_is_believed_from_the_enrolled_key_and_for_the_key_of_the_sheet_only(
    committee: Committee, neighbour: Committee, street: Street, stick: Path
) -> None:
    with pytest.raises(AppError, match="notice_needed"):
        told(street, committee, Cause.ROTATION)
    notice, others = changed(committee, Cause.ROTATION, stick), changed(neighbour, Cause.ROTATION, stick)
    assert notice is not None and others is not None
    with refused("E_UNKNOWN_SIGNER"):
        told(street, committee, Cause.ROTATION, others)
    changed_again = change_key(committee.office, Cause.LOST, NEW)
    assert changed_again[1] is None
    with pytest.raises(AppError, match="notice_names_another"):
        told(street, committee, Cause.ROTATION, notice)
    altered = notice.with_name("altered.zip")
    altered.write_bytes(notice.read_bytes().replace(b"last_serial", b"last_seriaI"))
    row = next(each for each in street.desk.roster() if each.code == committee.code)
    with refused("E_PAYLOAD_HASH", "E_RECORD"):
        read_notice(altered, row)
    assert isinstance(read_notice(notice, row), KeyNotice)
    with refused("E_UNKNOWN_SIGNER"):
        read_notice(notice, RosterEntry(row.code, row.name, OFFICE_SIGN_KEY.public_key))
    with refused("E_SIG_NAMESPACE"):
        read_notice(committee_package(neighbour, stick), replace(row, code=neighbour.code))


def committee_package(committee: Committee, stick: Path) -> Path:
    return committee.sends(stick)


def test_the_sheet_says_why_it_is_given_again(committee: Committee) -> None:
    assert enrolment_sheet(committee.office).pdf
    first = committee_sheet_text(committee.office)
    changed(committee, Cause.STOLEN)
    assert committee_sheet_text(committee.office) != first
    assert enrolment_sheet(committee.office).pdf
