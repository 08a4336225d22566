"""Receiving: what the street keeps, answers and refuses, from the committees' own packages and from insiders."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from db.clock import FixedClock
from db.errors import AppError, EnvironmentProblem
from db.integrity import find_damage
from db.lists import count_records
from db.migrations import SCHEMA_VERSION
from db.spec.query import Query
from db.ulid import new_ulid
from desktop import paths
from desktop.committees import shipped_committees
from desktop.exchange.incoming_receipt import import_receipt
from desktop.exchange.outgoing import next_place
from desktop.exchange.receipt import Receipt
from desktop.exchange.signing_key import signing_key_from_seed
from desktop.office import Office
from desktop.street.intake import take_in
from desktop.street.keyring import Keyring
from tests import factories
from tests.desktop.street.exchange_kit import PASSPHRASE, Committee, Street, codes, forged, open_committee
from tests.desktop.street.test_volumes import noise

Forge = Callable[..., Path]


@pytest.fixture
def forge(committee: Committee, street: Street, stick: Path) -> Forge:
    """Writes a package that the committee signs over whatever it likes."""

    def write(records: dict[str, list[dict[str, Any]]], name: str = "forged.zip", **changes: Any) -> Path:
        return forged(stick / name, changes.pop("by", committee), street, records, **changes)

    return write


def answer_of(committee: Committee, path: Path | None) -> Receipt:
    assert path is not None
    return import_receipt(committee.office, path).receipt


def is_whole(street: Street) -> bool:
    return not list(find_damage(street.desk.store.reader(), street.desk.attachments))


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
    tmp_path: Path, clock: FixedClock, committee: Committee, street: Street, stick: Path
) -> None:
    backup = tmp_path / "备份"
    committee.office.close()
    shutil.copytree(committee.office.folder, backup)
    restored = Committee(Office.open(backup / committee.office.database.name, clock), committee.key)
    committee.office = Office.open(committee.office.database, clock)
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
    tmp_path: Path, clock: FixedClock, committee: Committee, street: Street, stick: Path
) -> None:
    backup = tmp_path / "备份"
    committee.office.close()
    shutil.copytree(committee.office.folder, backup)
    committee.office = Office.open(committee.office.database, clock)
    street.receives(committee.sends(stick))
    committee.adds()
    [newest] = street.receives(committee.sends(stick))
    restored = Committee(Office.open(backup / committee.office.database.name, clock), committee.key)
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


def test_photos_arrive_whole_and_a_damaged_one_is_replaced(
    committee: Committee, street: Street, stick: Path, tmp_path: Path
) -> None:
    photo = committee.office.attach(_photo(tmp_path))
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
    photo = committee.office.attach(_photo(tmp_path).read_bytes(), name='楼道:"3/4"?\\*.jpg')
    committee.adds(factories.hazard(photo_before=[photo]))
    assert street.receives(committee.sends(stick))[0].status == "accepted"


def _photo(folder: Path) -> Path:
    from tests.desktop.commands.command_line import photo_file

    return photo_file(folder / "现场.jpg")


def test_a_full_disk_at_the_street_is_said_and_the_package_can_come_again(
    committee: Committee, street: Street, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = committee.office.attach(_photo(tmp_path))
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
