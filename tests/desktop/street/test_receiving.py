"""Receiving: whole sticks at once, the same package twice, photos, receipts, and disks that fail."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from db.clock import FixedClock
from db.errors import AppError, EnvironmentProblem
from db.lists import count_records
from db.spec.query import Query
from desktop import paths
from desktop.committees import shipped_committees
from desktop.exchange.incoming_receipt import import_receipt
from desktop.street.intake import take_in
from desktop.street.keyring import Keyring
from tests import factories
from tests.desktop.commands.command_line import photo_file
from tests.desktop.street.exchange_kit import PASSPHRASE, Committee, Street, codes, open_committee
from tests.desktop.street.receiving_kit import answer_of, is_whole
from tests.desktop.street.test_volumes import noise


def test_all_committees_of_a_street_with_300_records_each_in_one_call(
    tmp_path: Path, clock: FixedClock, street: Street, stick: Path
) -> None:
    listed = [
        each for each in shipped_committees().search("310118001", limit=100) if each.code[:9] == "310118001"
    ]
    assert len(listed) == 32
    typed = [factories.hazard(description=f"第{number}处楼道堆物") for number in range(300)]
    committees, files = [], []
    for each in listed:
        committee = open_committee(tmp_path / each.code, clock, each.code, each.name)
        street.enrols(committee)
        committee.adds(*typed)
        files.append(committee.sends(stick))
        committees.append(committee)
    first, again = street.receives(*files), street.receives(*files)
    for committee, merged, replayed in zip(committees, first, again, strict=True):
        assert (merged.status, merged.expected, merged.read, merged.written, merged.refused) == (
            "accepted",
            300,
            300,
            300,
            0,
        )
        assert (replayed.status, replayed.written, replayed.refused) == ("replayed", 0, 0)
        assert replayed.receipt == merged.receipt
        assert import_receipt(committee.office, merged.receipt or Path()).reported == 300
        assert committee.states() == {"reported"}
        committee.office.close()
    assert len({each.receipt for each in first}) == 32
    assert count_records(street.desk.store.reader(), "hazard", Query(), "2026-11-23") == 9600
    assert is_whole(street)


def test_one_bad_file_never_stops_the_others(committee: Committee, street: Street, stick: Path) -> None:
    good = committee.sends(stick)
    torn = stick / "torn.zip"
    torn.write_bytes(good.read_bytes()[:-100])
    results = street.receives(stick, stick / "没有.zip", torn, good)
    assert codes(results) == ["file_unreadable", "file_unreadable", "E_TRUNCATED", ""]
    assert [each.receipt is not None for each in results] == [False, False, True, True]
    assert results[-1].written == 1


def test_the_same_file_twice_in_a_call_counts_once(committee: Committee, street: Street, stick: Path) -> None:
    package = committee.sends(stick)
    results = street.receives(package, package)
    assert [each.status for each in results] == ["accepted", "replayed"]
    assert [each.written for each in results] == [1, 0]
    assert results[0].receipt == results[1].receipt


def test_two_windows_that_receive_the_same_package_merge_it_once(
    committee: Committee, street: Street, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.street import receiving

    package, keep = committee.sends(stick), receiving.keep_attachments

    def keep_while_the_other_window_merges(*given: Any) -> Any:
        monkeypatch.setattr(receiving, "keep_attachments", keep)
        street.receives(package)
        return keep(*given)

    monkeypatch.setattr(receiving, "keep_attachments", keep_while_the_other_window_merges)
    [late] = street.receives(package)
    assert (late.status, codes([late])) == ("replayed", ["E_REPLAY"])
    assert is_whole(street)


def test_an_unwritable_receipts_folder_is_refused_before_anything_is_merged(
    committee: Committee, street: Street, stick: Path
) -> None:
    street.receipts.write_bytes(b"a file")
    with pytest.raises(EnvironmentProblem, match="folder_read_only"):
        street.receives(committee.sends(stick))
    assert street.has(committee.wire()["id"]) is None


def test_photos_arrive_whole_and_a_damaged_one_is_replaced(
    committee: Committee, street: Street, stick: Path, tmp_path: Path
) -> None:
    photo = committee.office.attach(photo_file(tmp_path / "现场.jpg"))
    [record] = committee.adds(factories.hazard(photo_before=[photo]))
    [sent] = street.receives(committee.sends(stick))
    kept = street.desk.attachments.path(photo["sha256"], "jpg")
    assert kept.read_bytes() == committee.office.attachment_path(photo["sha256"]).read_bytes()
    kept.write_bytes(bytes(kept.stat().st_size))
    answer_of(committee, sent.receipt)
    committee.office.change("hazard", record["id"], {"note": "再看一眼"})
    assert street.receives(committee.sends(stick))[0].status == "accepted"
    assert is_whole(street)


def test_a_photo_with_a_name_that_no_stick_could_bear_still_goes(
    committee: Committee, street: Street, stick: Path, tmp_path: Path
) -> None:
    photo = committee.office.attach(photo_file(tmp_path / "现场.jpg").read_bytes(), name='楼道:"3/4"?\\*.jpg')
    committee.adds(factories.hazard(photo_before=[photo]))
    assert street.receives(committee.sends(stick))[0].status == "accepted"


def test_a_full_disk_at_the_street_is_said_and_the_package_can_come_again(
    committee: Committee, street: Street, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = committee.office.attach(photo_file(tmp_path / "现场.jpg"))
    committee.adds(factories.hazard(photo_before=[photo]))
    package = committee.sends(stick)

    def full(source: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("desktop.street.merging.replace_durably", full)
        [result] = street.receives(package)
        assert (codes([result]), result.receipt) == (["disk_full"], None)
    assert street.receives(package)[0].status == "accepted"


def test_receipts_of_committees_received_one_by_one_do_not_cover_each_other(
    committee: Committee, neighbour: Committee, street: Street, stick: Path
) -> None:
    [first], [second] = street.receives(committee.sends(stick)), street.receives(neighbour.sends(stick))
    assert first.receipt is not None and second.receipt is not None and first.receipt != second.receipt
    assert import_receipt(committee.office, first.receipt).reported == 1
    assert import_receipt(neighbour.office, second.receipt).reported == 1
    with pytest.raises(AppError, match="E_NOT_FOR_US"):
        import_receipt(committee.office, second.receipt)


def test_leftover_staging_is_removed(committee: Committee, street: Street, stick: Path) -> None:
    stale = street.desk.store.path.with_suffix(".files") / "staging" / "tmpold"
    stale.mkdir(parents=True)
    street.receives(committee.sends(stick))
    assert list(stale.parent.iterdir()) == []


def test_a_large_file_tells_how_far_it_is_checked_and_can_be_left_at_once(
    committee: Committee, street: Street, stick: Path, tmp_path: Path
) -> None:
    """What was left is as if it had never been begun, and goes in when it is taken in again."""
    for number in range(8):
        photo = committee.office.attach(noise(number, tmp_path / f"现场{number}.jpg"))
        committee.adds(factories.hazard(description=f"第{number}处楼道堆物", photo_before=[photo]))
    package, keyring = committee.sends(stick), Keyring(street.desk.store.path)
    keyring.unlock(PASSPHRASE)
    told: list[tuple[int, int]] = []
    is_half = lambda: bool(told) and told[-1][0] * 2 >= told[-1][1]  # noqa: E731
    hear = lambda done, total: told.append((done, total))  # noqa: E731
    left = take_in(street.desk, package, street.receipts, keyring, progress=hear, should_stop=is_half)
    size = package.stat().st_size
    assert left == [] and told[-1][0] < size and {total for _, total in told} == {size}
    assert not list((paths.companion_folder(street.desk.store.path) / "staging").glob("*"))
    told.clear()
    [received] = take_in(street.desk, package, street.receipts, keyring, progress=hear)
    assert (received.error, received.written) == (None, 9)
    assert [done for done, _ in told] == sorted(done for done, _ in told) and told[-1] == (size, size)
