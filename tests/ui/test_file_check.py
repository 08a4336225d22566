"""What was altered outside the program is told soon after the start."""

from __future__ import annotations

import sqlite3

import pytest
from pytestqt.qtbot import QtBot

from desktop.disks import DiskKind
from desktop.jobs import Token
from desktop.self_check import altered_files
from ui.main_window import MainWindow
from ui.wizard import storage_check


def test_a_log_row_edited_by_hand_is_named(qtbot: QtBot, main_window: MainWindow) -> None:
    with sqlite3.connect(main_window.office.database) as connection:
        connection.execute("UPDATE change SET who = '别人' WHERE seq = 4")
    connection.close()
    main_window.idle_work.check_files()
    qtbot.waitUntil(lambda: main_window.bar.sentence.text().startswith("操作日志第 4 条被改动过。"))
    assert main_window.bar.action_button.text() == "备份与恢复…"


def test_photos_changed_on_the_disk_are_counted_and_the_first_is_named(
    qtbot: QtBot, main_window: MainWindow
) -> None:
    photos = sorted(main_window.office.attachments.folder.rglob("*.jpg"))
    assert len(photos) > 1
    for each in photos:
        each.write_bytes(b"x")
    main_window.idle_work.check_files()
    qtbot.waitUntil(lambda: f"共 {len(photos)} 处" in main_window.bar.sentence.text())
    assert main_window.bar.sentence.text().startswith("附件“")


def test_a_whole_ledger_tells_nothing(main_window: MainWindow) -> None:
    assert altered_files(main_window.office, Token()) == []


def test_a_ledger_on_a_stick_is_warned_of(main_window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    main_window.idle_work.warn_of_place()
    assert not main_window.bar.isVisible()
    monkeypatch.setattr(main_window.office.store, "is_wal", False)
    main_window.idle_work.warn_of_place()
    assert "WAL" in main_window.bar.sentence.text()
    main_window.bar.hide()
    monkeypatch.setattr(storage_check, "disk_kind_of", lambda folder: DiskKind.REMOVABLE)
    main_window.idle_work.warn_of_place()
    assert "U 盘" in main_window.bar.sentence.text()
