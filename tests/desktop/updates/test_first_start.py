"""The whole way of an update on real folders and real starts: installed, tried, proved; and every way it fails."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from db.migrations import SCHEMA_VERSION
from desktop.backup_places import local_place
from desktop.backups import list_backups
from tests.fake_program import Computer
from tests.fixtures_windows import Attend

NEXT = SCHEMA_VERSION + 1


def database_of(computer: Computer) -> Path:
    return computer.place / "台账" / "安全台账.db"


def schema_of(database: Path) -> int:
    connection = sqlite3.connect(database)
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()


def pointer_of(computer: Computer) -> dict[str, object]:
    kept: dict[str, object] = json.loads((computer.versions / "current.json").read_text(encoding="utf-8"))
    return kept


def test_an_update_is_installed_tried_and_stays(computer: Computer) -> None:
    assert computer.run().returncode == 0
    assert computer.log() == ["0.4.0 starts", "0.4.0 window"]
    done = computer.run("update", "install", str(computer.package("0.5.0")))
    assert (done.returncode, done.stderr) == (0, "")
    assert "0.5.0 已装好，自检通过" in done.stdout and "自动退回 0.4.0" in done.stdout
    assert computer.which() == "0.4.0"  # commands do not try a version
    assert (computer.versions / "0.5.0/_internal/libQt6Core.so.6").is_symlink()
    assert computer.run().returncode == 0
    assert computer.log() == ["0.5.0 starts", "0.5.0 window 已更新到 0.5.0"]
    assert pointer_of(computer)["trial"] == ""
    assert computer.which() == "0.5.0"
    assert len(list_backups(local_place(database_of(computer)))) == 1
    assert computer.run().returncode == 0
    assert computer.log() == ["0.5.0 starts", "0.5.0 window"]


def test_a_second_update_keeps_the_one_before_and_clears_the_rest(computer: Computer) -> None:
    for version in ("0.5.0", "0.5.1", "0.6.0"):
        done = computer.run("update", "install", str(computer.package(version)))
        assert done.returncode == 0, done.stderr
        assert computer.run().returncode == 0
        assert computer.log()[-1].startswith(f"{version} window")
    assert sorted(each.name for each in computer.versions.iterdir() if each.is_dir()) == ["0.5.1", "0.6.0"]
    assert computer.run("update", "back").stdout.startswith("已退回 0.5.1")
    assert computer.which() == "0.5.1"
    assert computer.run("update", "back").stdout.startswith("已退回 0.4.0")
    assert computer.which() == "0.4.0"
    refused = computer.run("update", "back")
    assert refused.returncode == 1 and "没有可以退回的上一版" in refused.stderr


def test_a_version_that_breaks_after_migrating_goes_back_with_the_ledger(computer: Computer) -> None:
    computer.run("update", "install", str(computer.package("0.5.0", fails="start", schema=NEXT)))
    assert computer.run().returncode == 0
    assert computer.log() == [
        "0.5.0 starts",
        "0.4.0 starts",
        "0.4.0 window 更新到 0.5.0 没有成功，已自动退回 0.4.0：新版本启动后意外退出。"
        "台账已恢复成更新前的样子，新版本改过的那一份另存在旁边。",
    ]
    assert schema_of(database_of(computer)) == SCHEMA_VERSION
    [aside] = database_of(computer).parent.glob("*恢复前*.db")
    assert schema_of(aside) == NEXT
    assert computer.which() == "0.4.0"
    computer.run()
    assert computer.log() == ["0.4.0 starts", "0.4.0 window"]  # told once


def test_a_version_that_does_not_open_the_ledger_goes_back_and_says_why(computer: Computer) -> None:
    computer.run("update", "install", str(computer.package("0.5.0", fails="opening")))
    computer.run()
    [first, second, told] = computer.log()
    assert (first, second) == ("0.5.0 starts", "0.4.0 starts")
    assert "已自动退回 0.4.0：新版本打不开台账：磁盘满了" in told and "恢复成更新前" not in told
    assert not list(database_of(computer).parent.glob("*恢复前*.db"))


def test_a_migrated_ledger_is_not_gone_back_from_by_hand(computer: Computer) -> None:
    computer.run("update", "install", str(computer.package("0.5.0", schema=NEXT)))
    computer.run()
    assert computer.log() == ["0.5.0 starts", "0.5.0 window 已更新到 0.5.0"]
    assert schema_of(database_of(computer)) == NEXT
    refused = computer.run("update", "back")
    assert refused.returncode == 1
    assert f"数据文件已经升级到第 {NEXT} 版，0.4.0 版只认到第 {SCHEMA_VERSION} 版" in refused.stderr
    assert computer.which() == "0.5.0"
    older = computer.run("update", "check", str(computer.package("0.4.9")), "--allow-older")
    assert older.returncode == 1 and f"0.4.9 版打不开第 {NEXT} 版的数据文件" in older.stderr


def test_a_newer_installed_program_wins_over_an_older_update(computer: Computer) -> None:
    computer.run("update", "install", str(computer.package("0.5.0")))
    computer.run()
    told = json.loads((computer.program.parent / "fake.json").read_text())
    (computer.program.parent / "fake.json").write_text(json.dumps({**told, "version": "0.5.2"}))
    assert computer.which() == "0.5.2"


def test_an_older_version_runs_when_it_was_asked_for(computer: Computer) -> None:
    package = computer.package("0.4.0", minimum="0.3.0")
    older = computer.package("0.3.9", minimum="0.3.0")
    assert "已经是 0.4.0 版" in computer.run("update", "check", str(package)).stderr
    assert "比现在的 0.4.0 版旧" in computer.run("update", "install", str(older)).stderr
    assert computer.run("update", "install", str(older), "--allow-older").returncode == 0
    computer.run()
    assert computer.which() == "0.3.9"


def test_a_version_whose_folder_is_gone_leaves_the_one_before(computer: Computer) -> None:
    computer.run("update", "install", str(computer.package("0.5.0")))
    computer.run()
    (computer.versions / "0.5.0" / "village-safety-ledger").unlink()
    assert computer.which() == "0.4.0"


def test_a_version_started_past_the_installed_one_asks_it(computer: Computer) -> None:
    for version in ("0.5.0", "0.5.1"):
        computer.run("update", "install", str(computer.package(version)))
        computer.run()
    pinned = computer.versions / "0.5.0" / "village-safety-ledger"
    assert computer.run("--which", program=pinned).stdout.strip() == "0.5.1"


def test_a_version_that_shows_no_window_is_given_up_at_the_second_start(
    computer: Computer, qtbot: QtBot, attend: Attend, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui.updates.other_start import is_waited_for

    computer.run("update", "install", str(computer.package("0.5.0", fails="hang")))
    first = subprocess.Popen([str(computer.program)], env=computer.environment, stderr=subprocess.DEVNULL)
    qtbot.waitUntil(lambda: "0.5.0 starts" in computer.log(), timeout=60_000)
    for name in ("VILLAGE_LEDGER_VERSIONS", "VILLAGE_LEDGER_SETTINGS"):
        monkeypatch.setenv(name, computer.environment[name])
    monkeypatch.setattr("sys.frozen", True, raising=False)
    monkeypatch.setattr("sys.executable", str(computer.program))

    def wait(box: QMessageBox) -> None:
        assert "新版本 0.5.0 正在第一次启动" in box.text()
        next(each for each in box.findChildren(QPushButton) if each.text() == "再等一会儿").click()

    def give_up(box: QMessageBox) -> None:
        next(each for each in box.findChildren(QPushButton) if each.text().startswith("退回")).click()

    attend(QMessageBox, wait)
    assert is_waited_for() and first.poll() is None
    attend(QMessageBox, give_up)
    assert is_waited_for()
    assert first.wait(60) == 0
    assert computer.log()[-1].startswith("0.4.0 window 更新到 0.5.0 没有成功，已自动退回 0.4.0")
    assert not is_waited_for()


def test_the_window_starts_the_program_anew(computer: Computer, qtbot: QtBot) -> None:
    (computer.program.parent / "again").touch()
    told: list[str] = []
    assert computer.run().returncode == 0
    qtbot.waitUntil(lambda: told.extend(computer.log()) or len(told) == 4, timeout=60_000)
    assert told == ["0.4.0 starts", "0.4.0 window"] * 2


def test_a_ledger_that_cannot_be_backed_up_is_not_given_to_a_new_version(computer: Computer) -> None:
    computer.run("update", "install", str(computer.package("0.5.0", schema=NEXT)))
    folder = local_place(database_of(computer))
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("in the way")
    computer.run()
    [_, told] = computer.log()
    assert told.startswith("0.4.0 window 没有换上新版本：启动前的备份没有做成")
    assert schema_of(database_of(computer)) == SCHEMA_VERSION
    folder.unlink()
    computer.run()
    assert computer.log()[-1].startswith("0.5.0 window")


def test_a_damaged_pointer_starts_the_installed_program(computer: Computer) -> None:
    computer.run("update", "install", str(computer.package("0.5.0")))
    computer.run()
    (computer.versions / "current.json").write_text("{")
    assert computer.which() == "0.4.0"
