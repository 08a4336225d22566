"""The street's own keys: another passphrase, new keys, a power cut in between, and what committees and packages make of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from db.change_log import verify_chain
from db.clock import FixedClock
from db.errors import AppError, EnvironmentProblem
from desktop import paths
from desktop.backup_key import create_backup_key, unlock_backup_key
from desktop.backup_places import SecondPlace, backup_key_file
from desktop.backups import back_up
from desktop.exchange.incoming_down import read_down_package
from desktop.exchange.incoming_receipt import import_receipt
from desktop.exchange.outgoing import seal_package, write_package
from desktop.exchange.signing_key import load_key
from desktop.own_keys import Cause
from desktop.restoring import discard, look_into, restore
from desktop.street import key_files, own_keys
from desktop.street.intake import take_in
from desktop.street.own_keys import change_passphrase, make_new_keys, standing
from desktop.street.received import write_receipt_again
from desktop.street.receiving import Received
from desktop.street.sending_down import send_down
from desktop.street.sent_down import sent_down
from desktop.street.street_ledger import StreetLedger
from desktop.trust import trust_office
from tests.desktop.street.exchange_kit import PASSPHRASE, Committee, Street

NEW, NEWER = "街道换上的新口令2026", "街道再换的口令2027"


@pytest.fixture
def ledger(street: Street, clock: FixedClock) -> Iterator[StreetLedger]:
    opened = StreetLedger.open(street.desk.store.path, clock)
    yield opened
    opened.close()


def files(ledger: StreetLedger) -> dict[str, bytes]:
    folder = paths.sign_key_file(ledger.database).parent
    return {each.name: each.read_bytes() for each in sorted(folder.iterdir())}


def opens(ledger: StreetLedger, passphrase: str) -> bool:
    """Whether both key files that are in use, and only those that the sheet names, open so."""
    row = ledger.desk.office
    try:
        keys = [
            load_key(each(ledger.database), passphrase)
            for each in (paths.sign_key_file, paths.decrypt_key_file)
        ]
    except AppError:
        return False
    assert [each.public_line for each in keys] == [row.sign_key, row.decrypt_key]
    return True


def sends_encrypted(committee: Committee, folder: Path) -> Path:
    sealed = seal_package(committee.office, "2026-11", committee.key)
    return write_package(committee.office, sealed.id, folder, is_encrypted=True)


def received(ledger: StreetLedger, package: Path, passphrase: str) -> Received:
    ledger.keyring.unlock(passphrase)
    [found] = take_in(ledger.desk, package, package.parent / "回执", ledger.keyring)
    return found


def outcome(found: Received) -> str:
    return found.error.message_id if found.error else found.status


def test_another_passphrase_opens_the_same_keys_and_the_backups(ledger: StreetLedger) -> None:
    sheet, key = ledger.desk.keys().sheet_text, backup_key_file(ledger.database)
    create_backup_key(key, PASSPHRASE)
    ledger.keyring.unlock(PASSPHRASE)
    change_passphrase(ledger, PASSPHRASE, NEW)
    assert not ledger.keyring.is_unlocked and opens(ledger, NEW) and not opens(ledger, PASSPHRASE)
    assert ledger.desk.keys().sheet_text == sheet and unlock_backup_key(key, NEW)
    assert sorted(files(ledger)) == ["backup.key", "decrypt.key", "sign.key"]
    assert standing(ledger).newest is None and verify_chain(ledger.store.reader()) is None


@pytest.mark.parametrize(("old", "new", "message"), [(PASSPHRASE + "错", NEW, "passphrase_wrong"), (PASSPHRASE, "短", "passphrase_too_short")])  # fmt: skip
def test_what_cannot_be_leaves_every_file_as_it_was(
    ledger: StreetLedger, old: str, new: str, message: str
) -> None:
    before = files(ledger)
    with pytest.raises(AppError, match=message):
        change_passphrase(ledger, old, new)
    with pytest.raises(AppError, match=message):
        make_new_keys(ledger, Cause.ROTATION, new, old)
    assert files(ledger) == before and opens(ledger, PASSPHRASE)


@pytest.mark.parametrize("change", ["passphrase", "keys"])
@pytest.mark.parametrize("step", range(10))
def test_a_power_cut_leaves_the_old_keys_or_the_new_ones(
    ledger: StreetLedger, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, change: str, step: int
) -> None:
    """The process ends before the nth file gets its name or before the transaction; then the database is opened again."""
    left = step

    class Cut(BaseException):
        pass

    def counted(work):  # type: ignore[no-untyped-def]
        def run(*given, **named):  # type: ignore[no-untyped-def]
            nonlocal left
            left -= 1
            if left < 0:
                raise Cut
            return work(*given, **named)

        return run

    def gone(*given: object) -> None:
        pass  # whoever has no power throws nothing away

    with monkeypatch.context() as patched:
        patched.setattr("desktop.exchange.signing_key.replace_durably", counted(key_files.replace_durably))
        patched.setattr(key_files, "replace_durably", counted(key_files.replace_durably))
        patched.setattr(own_keys, "confirm", counted(key_files.confirm))
        for name in ("own_keys.throw_pending_away", "key_files.throw_away"):
            patched.setattr(f"desktop.street.{name}", gone)
        try:
            if change == "keys":
                make_new_keys(ledger, Cause.ROTATION, NEW, PASSPHRASE)
            else:
                change_passphrase(ledger, PASSPHRASE, NEW)
            is_cut = False
        except Cut:
            is_cut = True
    again = StreetLedger.open(ledger.database, clock)
    again.desk  # noqa: B018
    assert opens(again, NEW) is not opens(again, PASSPHRASE)
    assert is_cut or opens(again, NEW)
    assert verify_chain(again.store.reader()) is None
    present = NEW if opens(again, NEW) else PASSPHRASE
    change_passphrase(again, present, NEWER)
    assert opens(again, NEWER) and not [each for each in files(again) if each.endswith(".new")]
    again.close()


def test_new_keys_go_on_with_the_chains_once_the_committee_has_the_new_sheet(
    ledger: StreetLedger, committee: Committee, stick: Path
) -> None:
    first = received(ledger, sends_encrypted(committee, stick), PASSPHRASE)
    assert first.receipt is not None
    import_receipt(committee.office, first.receipt)
    committee.adds()
    on_its_way = sends_encrypted(committee, stick)
    change = make_new_keys(ledger, Cause.ROTATION, NEW, PASSPHRASE)
    assert (change.cause, change.who) == ("rotation", "街道") and opens(ledger, NEW)
    assert [each.code for each in standing(ledger).behind] == [committee.code]
    second = received(ledger, on_its_way, NEW)
    assert outcome(second) in ("accepted", "partial") and second.receipt is not None
    before = committee.states()
    with pytest.raises(AppError, match="street_key_unknown"):
        import_receipt(committee.office, second.receipt)
    assert committee.states() == before
    trust_office(committee.office, ledger.desk.keys().sheet_text)
    assert import_receipt(committee.office, second.receipt).reported == 1
    committee.adds()
    third = received(ledger, sends_encrypted(committee, stick), NEW)
    assert third.serial == 3 and third.receipt is not None and standing(ledger).behind == ()
    assert import_receipt(committee.office, third.receipt).reported == 1


@pytest.mark.parametrize("cause", [Cause.LOST, Cause.STOLEN])
def test_a_package_to_a_key_that_nobody_can_open_is_written_again(
    ledger: StreetLedger, committee: Committee, stick: Path, cause: Cause
) -> None:
    sealed = seal_package(committee.office, "2026-11", committee.key)
    package = write_package(committee.office, sealed.id, stick, is_encrypted=True)
    make_new_keys(ledger, cause, NEW)
    assert outcome(received(ledger, package, NEW)) == "sealed_to_former_key"
    trust_office(committee.office, ledger.desk.keys().sheet_text)
    (stick / "再写").mkdir()
    again = write_package(committee.office, sealed.id, stick / "再写", is_encrypted=True)
    found = received(ledger, again, NEW)
    assert outcome(found) == "accepted" and found.receipt is not None
    assert import_receipt(committee.office, found.receipt).reported == 1
    names = [each for each in files(ledger) if "-旧-" in each]
    assert [each.partition("-")[0] for each in names] == ["decrypt", "sign"]
    assert load_key(paths.sign_key_file(ledger.database).with_name(names[0]), PASSPHRASE)


def test_what_was_answered_under_the_old_key_is_signed_anew(
    ledger: StreetLedger, committee: Committee, stick: Path
) -> None:
    package = sends_encrypted(committee, stick)
    lost = received(ledger, package, PASSPHRASE)
    assert lost.receipt is not None
    lost.receipt.unlink()
    make_new_keys(ledger, Cause.STOLEN, NEW, PASSPHRASE)
    trust_office(committee.office, ledger.desk.keys().sheet_text)
    with pytest.raises(AppError, match="street_keys_locked"):
        write_receipt_again(ledger, lost.package_id, stick)
    again = received(ledger, package, NEW)
    assert again.status == "replayed" and again.receipt is not None
    assert import_receipt(committee.office, again.receipt).reported == 1
    assert (
        write_receipt_again(ledger, lost.package_id, stick / "补").read_bytes() == again.receipt.read_bytes()
    )


def test_what_was_sent_down_before_is_told_apart(
    ledger: StreetLedger, street: Street, committee: Committee, stick: Path
) -> None:
    what = {"task": [{"title": "排查"}]}
    send = partial(send_down, ledger.desk, [committee.code], what, "2026-11", stick)
    send(street.key)
    assert "换密钥以前" not in sent_down(ledger)[0].contents
    make_new_keys(ledger, Cause.STOLEN, NEW)
    ledger.keyring.unlock(NEW)
    [again] = send(ledger.keyring.sign_key)
    assert ["换密钥以前" in each.contents for each in sent_down(ledger)] == [False, True]
    with pytest.raises(AppError, match="street_key_unknown"):
        read_down_package(committee.office, again)
    trust_office(committee.office, ledger.desk.keys().sheet_text)
    assert read_down_package(committee.office, again).serial == 2


def test_former_keys_come_along_through_every_change(
    ledger: StreetLedger, committee: Committee, stick: Path
) -> None:
    package = sends_encrypted(committee, stick)
    make_new_keys(ledger, Cause.ROTATION, NEW, PASSPHRASE)
    change_passphrase(ledger, NEW, NEWER)
    assert len(key_files.key_changes(ledger.store)) == 1
    assert outcome(received(ledger, package, NEWER)) == "accepted"


def test_lost_key_files_are_made_anew(ledger: StreetLedger) -> None:
    for each in (paths.sign_key_file, paths.decrypt_key_file):
        each(ledger.database).unlink()
    with pytest.raises(AppError, match="key_file_missing"):
        make_new_keys(ledger, Cause.ROTATION, NEW, PASSPHRASE)
    make_new_keys(ledger, Cause.LOST, NEW)
    assert opens(ledger, NEW) and sorted(files(ledger)) == ["decrypt.key", "sign.key"]


def test_a_full_disk_leaves_the_old_keys(ledger: StreetLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(ledger)

    def full(*given: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("desktop.exchange.signing_key.replace_durably", full)
        with pytest.raises(EnvironmentProblem, match="write_failed"):
            make_new_keys(ledger, Cause.LOST, NEW)
    assert files(ledger) == before and opens(ledger, PASSPHRASE) and standing(ledger).newest is None


def test_a_backup_from_before_the_change_follows_the_key_files(
    ledger: StreetLedger, street: Street, clock: FixedClock, committee: Committee, stick: Path
) -> None:
    package, database = sends_encrypted(committee, stick), ledger.database
    backup = back_up(ledger).file
    make_new_keys(ledger, Cause.ROTATION, NEW, PASSPHRASE)
    sheet = ledger.desk.keys().sheet_text
    ledger.close()
    street.desk.close()
    preview = look_into(backup, database)
    restore(preview, database, "街道", clock.now())
    discard(preview)
    again = StreetLedger.open(database, clock)
    assert again.desk.keys().sheet_text == sheet and opens(again, NEW)
    assert [each.cause for each in key_files.key_changes(again.store)] == ["restored"]
    assert outcome(received(again, package, NEW)) == "accepted"
    again.close()


def test_a_backup_on_a_stick_brings_the_former_keys_to_another_computer(
    ledger: StreetLedger, street: Street, clock: FixedClock, committee: Committee, stick: Path, tmp_path: Path
) -> None:
    package = sends_encrypted(committee, stick)
    make_new_keys(ledger, Cause.ROTATION, NEW, PASSPHRASE)
    backup = back_up(ledger, place=SecondPlace(stick, stick / "备份")).file
    elsewhere = tmp_path / "新电脑" / "街道.db"
    elsewhere.parent.mkdir()
    preview = look_into(backup, elsewhere)
    restore(preview, elsewhere, "街道", clock.now())
    discard(preview)
    again = StreetLedger.open(elsewhere, clock)
    assert opens(again, NEW) and outcome(received(again, package, NEW)) == "accepted"
    again.close()
