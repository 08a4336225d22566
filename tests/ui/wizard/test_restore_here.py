"""A new computer: the wizard brings the ledger back from a backup on a stick, keys and photos with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from db.spec.query import Query
from desktop import backup_places, paths
from desktop.backup_places import DiskKind, choose_second_place
from desktop.backups import Backup, back_up
from desktop.office import Office
from tests import factories
from tests.fixtures_ledger import PASSPHRASE
from tests.fixtures_windows import Attend
from ui.passphrase_dialog import PassphraseDialog
from ui.restore_dialog import RestoreDialog
from ui.wizard.first_start import FirstStartWizard

PHOTO = Path(__file__).parents[2] / "data" / "photos" / "orientation-portrait-6.jpg"


@pytest.fixture
def on_a_stick(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Backup:
    monkeypatch.setattr(backup_places, "disk_kind_of", lambda each: DiskKind.REMOVABLE)
    (tmp_path / "U盘").mkdir()
    choose_second_place(office, tmp_path / "U盘", PASSPHRASE)
    office.add("hazard", factories.hazard(photo_before=[office.attach(PHOTO)]))
    return back_up(office)


@pytest.fixture
def wizard(qtbot: QtBot) -> Iterator[FirstStartWizard]:
    shown = FirstStartWizard()
    shown.show()
    qtbot.waitExposed(shown)
    yield shown
    if shown.office is not None:
        shown.office.close()
    shown.done(0)
    shown.deleteLater()


def answer(dialog: PassphraseDialog, passphrase: str) -> None:
    from PySide6.QtWidgets import QLineEdit

    dialog.findChildren(QLineEdit)[0].setText(passphrase)
    dialog.accept()


def test_the_wizard_restores_a_backup_in_place_of_a_new_ledger(
    qtbot: QtBot, attend: Attend, wizard: FirstStartWizard, on_a_stick: Backup, tmp_path: Path
) -> None:
    assert wizard.backup_button().isVisible() and wizard.backup_button().text() == "从备份恢复…"
    database = tmp_path / "新电脑" / paths.DATABASE_NAME
    attend(PassphraseDialog, lambda dialog: answer(dialog, PASSPHRASE))
    attend(RestoreDialog, lambda dialog: dialog.accept())
    with qtbot.waitSignal(wizard.accepted, timeout=60_000):
        wizard.restoring().restore_file(on_a_stick.file, database)
    office = wizard.office
    assert office is not None and office.database == database
    [hazard] = office.rows("hazard", office.ids("hazard", Query()))
    assert office.attachment_path(hazard["photo_before"][0]["sha256"]).is_file()
    assert paths.sign_key_file(database).is_file()
    assert not wizard.result().wants_sample


def test_a_wrong_file_is_told_inside_the_wizard(
    qtbot: QtBot, wizard: FirstStartWizard, tmp_path: Path
) -> None:
    wrong = tmp_path / "不是备份.db"
    wrong.write_bytes(b"")
    wizard.restoring().restore_file(wrong, tmp_path / "新电脑" / paths.DATABASE_NAME)
    qtbot.waitUntil(lambda: "不是本程序的数据文件" in wizard.problem_text(), timeout=60_000)
    assert wizard.isVisible() and wizard.office is None
