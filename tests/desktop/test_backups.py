from __future__ import annotations

import json
import os
import sqlite3
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from db.backup import check_copy
from db.clock import FixedClock
from db.errors import AppError, Cancelled, EnvironmentProblem
from desktop import backup_places, backups, paths
from desktop.backup_places import DiskKind, choose_second_place, local_place, second_place
from desktop.backups import (
    BackupState,
    back_up,
    backup_state,
    keep_up,
    list_backups,
    needs_backup,
    newest_backup,
)
from desktop.jobs import Token
from desktop.office import Office
from tests import factories
from tests.fixtures_ledger import PASSPHRASE

PHOTO = Path(__file__).parents[1] / "data" / "photos" / "orientation-portrait-6.jpg"


@pytest.fixture
def stick(stick: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on a stick."""
    monkeypatch.setattr(
        backup_places,
        "disk_kind_of",
        lambda each: DiskKind.REMOVABLE if "U盘" in str(each) else DiskKind.OWN,
    )
    return stick


@pytest.fixture
def other_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on another disk of this computer."""
    monkeypatch.setattr(backup_places, "disk_kind_of", lambda each: DiskKind.OWN)
    folder = tmp_path / "第二块硬盘"
    folder.mkdir()
    return folder


def names(folder: Path) -> set[str]:
    return {each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file()}


def test_a_backup_is_a_whole_database_with_what_is_still_in_the_log(office: Office) -> None:
    hazard = office.add("hazard", factories.hazard())
    backup = back_up(office)
    assert backup.contents.counts["hazard"] == 1
    assert (backup.contents.who, backup.contents.operation) == ("王芳", "新增隐患")
    check_copy(backup.file)
    with sqlite3.connect(backup.file) as connection:
        assert connection.execute("SELECT no FROM hazard").fetchall() == [(hazard["no"],)]
    connection.close()
    assert names(local_place(office.database)) == {backup.file.name, backup.description.name}
    assert not backup.is_encrypted


def test_writing_goes_on_while_a_backup_is_made(office: Office) -> None:
    office.register_all("hazard", [factories.hazard(location=f"{place}号") for place in range(300)])
    made: list[Any] = []
    worker = threading.Thread(target=lambda: made.append(back_up(office)))
    worker.start()
    for turn in range(20):
        office.add("hazard", factories.hazard(note=str(turn)))
    worker.join()
    check_copy(made[0].file)
    assert 300 <= made[0].contents.counts["hazard"] <= 320


def test_a_backup_is_needed_after_whatever_changed(office: Office) -> None:
    assert needs_backup(office)
    back_up(office)
    assert not needs_backup(office)
    office.keep_own_numbers({"rectify_days": 10})
    assert needs_backup(office)
    back_up(office)
    office.add("hazard", factories.hazard())
    assert needs_backup(office)


def test_attachments_and_keys_go_to_the_second_place_once(office: Office, other_disk: Path) -> None:
    office.add("hazard", factories.hazard(photo_before=[office.attach(PHOTO)]))
    place = choose_second_place(office, other_disk)
    assert (place.recipient, second_place(office.database)) == ("", place)
    backup = back_up(office)
    (attachment,) = (place.folder / "attachments").rglob("*.jpg")
    assert attachment.stem in names_of_attachments(office)
    assert (place.folder / "keys" / "sign.key").read_bytes() == paths.sign_key_file(
        office.database
    ).read_bytes()
    written = attachment.stat().st_mtime_ns
    os.utime(attachment, ns=(1, 1))
    back_up(office)
    assert attachment.stat().st_mtime_ns == 1 != written
    assert newest_backup(office.database) != backup
    assert not list(place.folder.rglob("*.part"))


def names_of_attachments(office: Office) -> set[str]:
    return {each.stem for each in office.attachments.folder.rglob("*.jpg")}


def test_what_leaves_the_computer_is_encrypted_under_the_offices_passphrase(
    office: Office, stick: Path
) -> None:
    office.add("hazard", factories.hazard(photo_before=[office.attach(PHOTO)]))
    with pytest.raises(AppError, match="passphrase_missing"):
        choose_second_place(office, stick)
    with pytest.raises(AppError, match="passphrase_wrong"):
        choose_second_place(office, stick, "不是这个口令啊2026")
    place = choose_second_place(office, stick, PASSPHRASE)
    backup = back_up(office)
    assert backup.is_encrypted and backup.file.read_bytes().startswith(b"age-encryption.org/v1")
    told = backup.description.read_text(encoding="utf-8")
    assert "王芳" not in told and "新增隐患" not in told
    for each in place.folder.rglob("*.age"):
        assert b"SQLite format 3" not in each.read_bytes() and not each.read_bytes().startswith(b"\xff\xd8")
    again = choose_second_place(office, stick)  # once the key is there, nothing is asked again
    assert again == place
    other = choose_second_place(office, stick, PASSPHRASE)
    assert other.recipient == place.recipient


def test_the_data_folder_is_no_second_place(office: Office) -> None:
    for folder in (office.folder, office.folder / "里面"):
        with pytest.raises(AppError, match="backup_in_data_folder"):
            choose_second_place(office, folder)
    assert second_place(office.database) is None


def test_a_folder_that_cannot_be_written_is_refused(office: Office, other_disk: Path) -> None:
    (other_disk / "文件").write_text("x")
    with pytest.raises(EnvironmentProblem, match="folder_read_only"):
        choose_second_place(office, other_disk / "文件")


@pytest.mark.parametrize("name", ["OneDrive", "坚果云", "WPS云盘"])
def test_a_folder_that_a_cloud_disk_copies_leaves_the_computer(
    tmp_path: Path, other_disk: Path, name: str
) -> None:
    assert backup_places.leaves_this_computer(tmp_path / name / "备份")
    assert not backup_places.leaves_this_computer(other_disk)


def test_a_stick_that_is_not_there_says_so_and_the_backup_here_is_made(office: Office, stick: Path) -> None:
    choose_second_place(office, stick, PASSPHRASE)
    stick.rename(stick.with_name("拔掉了"))
    with pytest.raises(EnvironmentProblem, match="backup_place_missing"):
        back_up(office)
    assert len(list_backups(local_place(office.database))) == 1
    assert newest_backup(office.database) is None  # what counts is the second place


def test_a_full_disk_leaves_nothing_half_written(
    office: Office, other_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = choose_second_place(office, other_disk)

    def full(*given: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups.shutil, "copyfileobj", full)
    with pytest.raises(EnvironmentProblem, match="disk_full"):
        back_up(office)
    assert names(place.folder) == set()


def test_what_is_read_back_differently_is_no_backup(
    office: Office, other_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = choose_second_place(office, other_disk)
    monkeypatch.setattr(backups.shutil, "copyfileobj", lambda source, target, size: target.write(b"torn"))
    monkeypatch.setattr(backups, "_sha256", lambda path: "0" * 64)
    with pytest.raises(EnvironmentProblem, match="backup_failed"):
        back_up(office)
    assert list_backups(place.folder) == []


def test_a_damaged_ledger_is_not_taken_for_a_backup(office: Office) -> None:
    office.register_all("hazard", [factories.hazard(location=f"{place}号") for place in range(50)])
    office.store.flush_log()
    size = office.database.stat().st_size
    with office.database.open("rb+") as file:
        file.seek(size // 2)
        file.write(b"\xaa" * (size // 4))
    with pytest.raises(EnvironmentProblem):
        back_up(office)
    assert list_backups(local_place(office.database)) == []
    assert not list(local_place(office.database).glob("*.part"))


def test_old_ones_are_thinned_in_both_places(office: Office, other_disk: Path, clock: FixedClock) -> None:
    place = choose_second_place(office, other_disk)
    for day in (3, 3, 1, 0):
        clock.moment = clock.moment.replace(day=23 - day) + timedelta(minutes=day)
        back_up(office)
    for folder in (place.folder, local_place(office.database)):
        assert [each.made_at.day for each in list_backups(folder)] == [23, 22, 20]
        assert len(list(folder.glob("*.db"))) == 3


def test_stopping_keeps_what_is_whole(office: Office, other_disk: Path) -> None:
    choose_second_place(office, other_disk)
    token = Token()
    token.cancel()
    with pytest.raises(Cancelled):
        back_up(office, token)
    assert len(list_backups(local_place(office.database))) == 1


def test_descriptions_that_cannot_be_read_are_passed_over(office: Office, tmp_path: Path) -> None:
    backup = back_up(office)
    folder = backup.file.parent
    (folder / "20200101-000000.json").write_text("{", encoding="utf-8")
    (folder / "20200102-000000.json").write_text(json.dumps({"file": "gone.db"}), encoding="utf-8")
    strange = json.loads(backup.description.read_text(encoding="utf-8")) | {"file": "../../安全台账.db"}
    (folder / "20200103-000000.json").write_text(json.dumps(strange), encoding="utf-8")
    assert list_backups(folder) == [backup]
    assert list_backups(tmp_path / "nowhere") == []
    (folder / "places.json").write_text("[]", encoding="utf-8")
    assert second_place(office.database) is None


def test_keeping_up_backs_up_what_changed_and_catches_up_with_the_stick(office: Office, stick: Path) -> None:
    choose_second_place(office, stick, PASSPHRASE)
    away = stick.rename(stick.with_name("U盘拔掉了"))
    made = keep_up(office, Token())
    assert made is not None and not made.is_encrypted
    assert keep_up(office, Token()) is None
    away.rename(stick)
    sent = keep_up(office, Token())  # nothing changed since, but the stick has it not yet
    assert sent is not None and sent.is_encrypted and sent.mark == made.mark
    assert keep_up(office, Token()) is None
    assert len(list_backups(local_place(office.database))) == 1


def test_what_runs_by_itself_and_what_is_asked_for_never_run_into_each_other(
    office: Office, stick: Path
) -> None:
    office.add("hazard", factories.hazard())
    place = choose_second_place(office, stick, PASSPHRASE)
    faults: list[BaseException] = []

    def work(turn: int) -> None:
        try:
            back_up(office) if turn % 2 else keep_up(office, Token())
        except BaseException as fault:
            faults.append(fault)

    workers = [threading.Thread(target=work, args=(turn,)) for turn in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert faults == []
    for folder in (local_place(office.database), place.folder):
        assert len(list_backups(folder)) >= 3 and not list(folder.glob("*.part"))


def test_a_backup_is_too_old_only_when_something_changed_since(office: Office, clock: FixedClock) -> None:
    assert backup_state(office) == BackupState(None, True, True)
    back_up(office)
    clock.moment += timedelta(days=8)
    assert backup_state(office) == BackupState(8, False, True)
    office.add("hazard", factories.hazard())
    assert backup_state(office) == BackupState(8, True, True)
    office.keep_own_numbers({"backup_days": 30})
    assert not backup_state(office).is_too_old
