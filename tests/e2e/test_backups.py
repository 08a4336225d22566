"""A ledger is backed up by itself, damaged, and brought back, through the real windows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from db.spec.query import Query
from desktop import backup_places, paths
from desktop.backup_places import DiskKind, choose_second_place, local_place, second_place
from desktop.backups import back_up, list_backups
from desktop.office import Office
from tests import factories
from tests.fixtures_ledger import PASSPHRASE
from tests.fixtures_windows import Attend
from ui.backup_dialog import BackupDialog
from ui.main_window import MainWindow
from ui.pages.dashboard import Dashboard
from ui.passphrase_dialog import PassphraseDialog
from ui.restore_dialog import RestoreDialog
from ui.start import Session


@pytest.fixture
def session(
    start_program: Callable[..., Session], filled_office: Office, monkeypatch: pytest.MonkeyPatch
) -> Session:
    """The program with the ledger of last time, not opened yet."""
    monkeypatch.setattr(
        backup_places, "disk_kind_of", lambda each: DiskKind.REMOVABLE if "U盘" in str(each) else DiskKind.OWN
    )
    return start_program(filled_office)


def opened(session: Session) -> MainWindow:
    assert session.open_at_start()
    assert session.window is not None
    return session.window


def button(box: QDialog, words: str) -> QPushButton:
    return next(each for each in box.findChildren(QPushButton) if each.text() == words)


def count(session: Session) -> int:
    assert session.window is not None
    return session.window.office.count("hazard", Query())


def test_what_changed_is_backed_up_at_the_start_and_at_the_end(qtbot: QtBot, session: Session) -> None:
    window = opened(session)
    folder = local_place(window.office.database)
    window.idle_work.backup_work.start()
    qtbot.waitUntil(lambda: len(list_backups(folder)) == 1, timeout=120_000)
    window.close()
    session.finish()  # nothing changed in between
    assert len(list_backups(folder)) == 1
    session.window = None
    window.deleteLater()
    window = opened(session)
    window.office.add("hazard", factories.hazard())
    window.close()
    session.finish()
    assert [each.contents.counts["hazard"] for each in list_backups(folder)] == [9, 8]


def test_a_backup_is_restored_and_the_ledger_opens_again(
    qtbot: QtBot, attend: Attend, session: Session
) -> None:
    window = opened(session)
    back_up(window.office)
    window.office.add("hazard", factories.hazard())

    def look(dialog: RestoreDialog) -> None:
        assert "隐患：现在 9 条，恢复后 8 条" in dialog.words.toPlainText()
        assert dialog.focusWidget() is not dialog.restore_button
        dialog.restore_button.click()

    def choose(dialog: BackupDialog) -> None:
        attend(RestoreDialog, look)
        dialog.restore_button.click()

    attend(BackupDialog, choose)
    window.show_backups()
    assert session.window is not None and session.window is not window
    assert session.window.isVisible() and count(session) == 8
    assert len(list(session.window.office.folder.glob("*恢复前*.db"))) == 1


def test_leaving_the_look_changes_nothing(qtbot: QtBot, attend: Attend, session: Session) -> None:
    window = opened(session)
    back_up(window.office)

    def choose(dialog: BackupDialog) -> None:
        looked: list[RestoreDialog] = []
        attend(RestoreDialog, lambda look: (looked.append(look), look.reject()))
        dialog.restore_button.click()
        qtbot.waitUntil(lambda: bool(looked), timeout=120_000)
        assert not (local_place(window.office.database) / "restoring.part").exists()
        dialog.close_button.click()

    attend(BackupDialog, choose)
    window.show_backups()
    assert session.window is window and count(session) == 8


def test_a_damaged_ledger_offers_its_backups_at_the_start(
    qtbot: QtBot, attend: Attend, session: Session
) -> None:
    database = paths.remembered_database()
    assert database is not None
    office = Office.open(database)
    back_up(office)
    office.close()
    database.write_bytes(b"\xaa" * 8192)

    def mend(box: QMessageBox) -> None:
        assert "恢复备份" in box.text()
        button(box, "恢复备份…").click()

    def choose(dialog: BackupDialog) -> None:
        assert not dialog.now_button.isVisible()
        attend(RestoreDialog, lambda look: look.restore_button.click())
        dialog.restore_button.click()

    attend(QMessageBox, mend)
    attend(BackupDialog, choose)
    opened(session)
    assert count(session) == 8


def test_a_stick_is_chosen_once_and_from_then_on_gets_encrypted_backups(
    qtbot: QtBot, attend: Attend, session: Session, tmp_path: Path
) -> None:
    window = opened(session)
    stick = tmp_path / "U盘"
    stick.mkdir()

    def choose(dialog: BackupDialog) -> None:
        dialog.take_place(dialog.database.parent)
        assert dialog.bar.sentence.text().startswith("备份不能放在数据文件夹里")
        attend(PassphraseDialog, lambda asked: enter(asked, PASSPHRASE))
        dialog.take_place(stick)
        qtbot.waitUntil(lambda: dialog.bar.sentence.text().startswith("已备份到"), timeout=120_000)
        assert {dialog.table.item(row, 1).text() for row in range(2)} == {"本机", "备份位置·加密"}
        dialog.close_button.click()

    attend(BackupDialog, choose)
    window.show_backups()
    place = second_place(window.office.database)
    assert place is not None and len(list(place.folder.glob("*.db.age"))) == 1


def enter(dialog: PassphraseDialog, passphrase: str) -> None:
    dialog.line.line.setText(passphrase)
    QTest.keyClick(dialog.line.line, Qt.Key.Key_Return)


def test_an_encrypted_backup_asks_for_the_passphrase_and_tells_a_wrong_one(
    qtbot: QtBot, attend: Attend, session: Session, tmp_path: Path
) -> None:
    window = opened(session)
    (tmp_path / "U盘").mkdir()
    choose_second_place(window.office, tmp_path / "U盘", PASSPHRASE)
    sent = back_up(window.office)

    def choose(dialog: BackupDialog) -> None:
        attend(PassphraseDialog, lambda asked: enter(asked, "不对的口令2026啊"))
        dialog.restore_file(sent.file)
        qtbot.waitUntil(lambda: dialog.bar.sentence.text().startswith("口令不对"), timeout=120_000)
        attend(PassphraseDialog, lambda asked: enter(asked, PASSPHRASE))
        looked: list[RestoreDialog] = []
        attend(RestoreDialog, lambda look: (looked.append(look), look.reject()))
        dialog.restore_file(sent.file)
        qtbot.waitUntil(lambda: bool(looked), timeout=120_000)
        dialog.close_button.click()

    attend(BackupDialog, choose)
    window.show_backups()
    assert count(session) == 8


def test_the_work_table_says_how_old_the_backup_is(qtbot: QtBot, session: Session) -> None:
    window = opened(session)
    page = window.show_page("dashboard")
    assert isinstance(page, Dashboard)
    qtbot.waitUntil(lambda: page.backups is not None and bool(page.backups.words.text()), timeout=120_000)
    line = page.backups
    assert line is not None
    assert (line.words.text(), line.words.objectName()) == ("备份：还没有（只在本机）", "danger")
    line.now_button.click()
    qtbot.waitUntil(lambda: line.words.text() == "备份：今天（只在本机）", timeout=120_000)
    assert line.words.objectName() == "muted"
