from __future__ import annotations

from pathlib import Path

import pytest

from db.errors import AppError, EnvironmentProblem
from db.integrity import find_damage
from db.spec.query import Query
from desktop import backup_places, paths
from desktop.backup_places import DiskKind, choose_second_place, local_place
from desktop.backups import Backup, back_up
from desktop.office import Office
from desktop.restore_words import preview_lines
from desktop.restoring import discard, look_into, restore
from tests import factories
from tests.fixtures_ledger import PASSPHRASE, START

PHOTO = Path(__file__).parents[1] / "data" / "photos" / "orientation-portrait-6.jpg"


@pytest.fixture
def backup(office: Office) -> Backup:
    """A backup of one hazard with its photo; afterwards two more were registered."""
    office.add("hazard", factories.hazard(photo_before=[office.attach(PHOTO)]))
    made = back_up(office)
    office.register_all("hazard", [factories.hazard(), factories.hazard(location="四楼")])
    return made


@pytest.fixture
def on_a_stick(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Backup:
    """The same, encrypted, in the second place."""
    monkeypatch.setattr(backup_places, "disk_kind_of", lambda each: DiskKind.REMOVABLE)
    (tmp_path / "U盘").mkdir()
    choose_second_place(office, tmp_path / "U盘", PASSPHRASE)
    office.add("hazard", factories.hazard(photo_before=[office.attach(PHOTO)]))
    return back_up(office)


def hazards(database: Path) -> int:
    office = Office.open(database)
    try:
        assert list(find_damage(office.store.reader(), office.attachments)) == []
        return office.count("hazard", Query())
    finally:
        office.close()


def test_a_look_says_what_is_inside_and_what_would_be_gone(office: Office, backup: Backup) -> None:
    preview = look_into(backup.file, office.database)
    assert preview.lost is not None and [each.name for each in preview.lost] == ["新增隐患"]
    text = "\n".join(preview_lines(preview))
    assert "备份内容：章浜社区居委会，记到 2026-11-23 09:30（王芳，新增隐患）" in text
    assert "隐患：现在 3 条，恢复后 1 条" in text
    assert "恢复后不再有备份之后的 1 次操作：" in text
    discard(preview)
    assert not preview.unpacked.exists()
    assert office.count("hazard", Query()) == 3


def test_a_restored_ledger_is_the_backup_and_the_present_one_is_kept(office: Office, backup: Backup) -> None:
    preview = look_into(backup.file, office.database)
    office.close()
    aside = restore(preview, office.database, "李敏", START)
    assert hazards(office.database) == 1
    assert aside is not None and aside.name == "安全台账-恢复前-20261123-093000.db"
    opened = Office.open(office.database)
    newest = opened.history("committee", opened.committee["id"])[0]
    opened.close()
    assert (newest.who, newest.operation) == ("李敏", f"恢复备份（{backup.file.name}）")
    back = look_into(aside, office.database)  # and the way back from there
    assert restore(back, office.database, now=START.replace(hour=10)) is not None
    assert hazards(office.database) == 3


def test_an_encrypted_backup_needs_the_passphrase(office: Office, on_a_stick: Backup) -> None:
    for passphrase, refusal in (("", "backup_passphrase_needed"), ("不对的口令2026啊", "passphrase_wrong")):
        with pytest.raises(AppError, match=refusal):
            look_into(on_a_stick.file, office.database, passphrase)
    discard(look_into(on_a_stick.file, office.database, PASSPHRASE))
    on_a_stick.file.with_name("backup.key").unlink()
    with pytest.raises(AppError, match="backup_key_missing"):
        look_into(on_a_stick.file, office.database, PASSPHRASE)


def test_an_empty_computer_gets_everything_from_the_stick(
    office: Office, on_a_stick: Backup, tmp_path: Path
) -> None:
    office.close()
    database = tmp_path / "新电脑" / "安全台账.db"
    preview = look_into(on_a_stick.file, database, PASSPHRASE)
    assert (preview.present, len(preview.returning), preview.missing) == (None, 1, ())
    assert "隐患：1 条" in preview_lines(preview)
    assert restore(preview, database) is None
    assert hazards(database) == 1
    assert paths.sign_key_file(database).read_bytes() == paths.sign_key_file(office.database).read_bytes()


def test_a_damaged_ledger_is_replaced_and_kept(office: Office, backup: Backup) -> None:
    office.close()
    office.database.write_bytes(b"\x00" * 5000)
    preview = look_into(backup.file, office.database)
    assert preview.present is None
    assert "现在的数据文件读不出来，恢复后用备份里的内容。" in preview_lines(preview)
    aside = restore(preview, office.database, now=START)
    assert aside is not None and aside.read_bytes() == b"\x00" * 5000
    assert hazards(office.database) == 1


def test_a_ledger_that_is_open_is_not_replaced(office: Office, backup: Backup) -> None:
    preview = look_into(backup.file, office.database)
    with pytest.raises(EnvironmentProblem, match="ledger_in_use"):
        restore(preview, office.database, now=START)
    assert office.count("hazard", Query()) == 3


def test_a_damaged_backup_is_refused_before_anything_is_touched(office: Office, on_a_stick: Backup) -> None:
    content = on_a_stick.file.read_bytes()
    for torn in (content[: len(content) // 2], content[:-100] + bytes(100), b"age-encryption.org/v1\n"):
        on_a_stick.file.write_bytes(torn)
        with pytest.raises(EnvironmentProblem, match="backup_damaged"):
            look_into(on_a_stick.file, office.database, PASSPHRASE)
    assert not (local_place(office.database) / "restoring.part").exists()


def test_what_is_no_backup_is_refused(office: Office, tmp_path: Path) -> None:
    (tmp_path / "别的.db").write_bytes(b"hello" * 1000)
    with pytest.raises(EnvironmentProblem, match="not_our_database"):
        look_into(tmp_path / "别的.db", office.database)
    with pytest.raises(EnvironmentProblem, match="file_unreadable"):
        look_into(tmp_path / "没有.db", office.database)
    with pytest.raises(AppError, match="backup_is_present"):
        look_into(office.database, office.database)


def test_a_lost_attachment_comes_back_or_is_said_to_be_missing(office: Office, backup: Backup) -> None:
    (photo,) = office.attachments.folder.rglob("*.jpg")
    photo.unlink()
    preview = look_into(backup.file, office.database)  # backups beside the ledger hold no photos of their own
    assert (len(preview.returning), len(preview.missing)) == (0, 1)
    assert preview_lines(preview)[-1] == "有 1 个附件本机和备份里都没有，恢复后仍会缺少。"


def test_another_ledgers_backup_is_recognised(office: Office, backup: Backup, tmp_path: Path) -> None:
    other = Office.create(
        tmp_path / "别的" / "安全台账.db",
        committee={**factories.COMMITTEE, "name": "别的居委会", "code": "310118001004"},
        clerk="张三", lead="李四", passphrase=PASSPHRASE,
    )  # fmt: skip
    preview = look_into(backup.file, other.database)
    other.close()
    lines = preview_lines(preview)
    assert "注意：这个备份是另一个单位的台账！" in lines
    assert "备份与现在的台账不是同一段历史，请核对是不是选错了文件。" in lines


def test_a_ledger_set_up_on_a_new_computer_gives_way_with_its_key(
    office: Office, on_a_stick: Backup, tmp_path: Path
) -> None:
    fresh = Office.create(
        tmp_path / "新电脑" / "安全台账.db", committee=factories.COMMITTEE, clerk="张三", lead="李四", passphrase=PASSPHRASE
    )  # fmt: skip
    fresh.close()
    key = paths.sign_key_file(fresh.database)
    new_key = key.read_bytes()
    restore(look_into(on_a_stick.file, fresh.database, PASSPHRASE), fresh.database, now=START)
    assert key.read_bytes() == paths.sign_key_file(office.database).read_bytes()
    assert key.with_name("sign.key.恢复前-20261123-093000").read_bytes() == new_key
    assert hazards(fresh.database) == 1


def test_a_key_changed_since_in_the_same_ledger_stays(office: Office, on_a_stick: Backup) -> None:
    office.close()
    key = paths.sign_key_file(office.database)
    changed = key.read_bytes() + b"\n"
    key.write_bytes(changed)
    preview = look_into(on_a_stick.file, office.database, PASSPHRASE)
    restore(preview, office.database)
    assert key.read_bytes() == changed
    assert not list(key.parent.glob("*恢复前*"))
