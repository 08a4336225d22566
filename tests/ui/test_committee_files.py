"""A double click on a file, in a committee's window: it goes where it belongs, or a sentence says where it does."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.backups import back_up
from desktop.documents import committee_sheet_text
from desktop.exchange.outgoing import seal_package, unlock, write_package
from desktop.trust import trust_office
from tests.fixtures_exchange import Street
from tests.fixtures_ledger import PASSPHRASE
from tests.fixtures_windows import Attend
from ui.importing.assistant import ImportAssistant
from ui.main_window import MainWindow
from ui.restore_dialog import RestoreDialog
from ui.submission.down_dialog import DownDialog
from ui.submission.trust_dialog import TrustDialog

TASK = {"title": "排查沿街商铺电动自行车充电", "owner": "王芳", "start": "2026-11-25", "due": "2026-12-20"}


@pytest.fixture
def window(main_window: MainWindow, street: Street) -> MainWindow:
    trust_office(main_window.office, street.desk.keys().sheet_text)
    return main_window


@pytest.fixture
def package(window: MainWindow, tmp_path: Path) -> Path:
    key = unlock(window.office, PASSPHRASE)
    (tmp_path / "U盘").mkdir()
    sealed = seal_package(window.office, "2026-11", key)
    return write_package(window.office, sealed.id, tmp_path / "U盘")


def wait_for_words(qtbot: QtBot, window: MainWindow, words: str) -> None:
    qtbot.waitUntil(lambda: words in window.bar.sentence.text(), timeout=60_000)


def settle(qtbot: QtBot, window: MainWindow) -> None:
    page: Any = window.pages["submission"]
    qtbot.waitUntil(page.is_settled, timeout=60_000)


def test_a_receipt_is_taken_in_on_the_page_of_reports(
    qtbot: QtBot, window: MainWindow, street: Street, package: Path
) -> None:
    window.open_file(street.answer(window.office, package))
    assert window.current_key() == "submission"
    wait_for_words(qtbot, window, "第 1 号已被街道接收")
    settle(qtbot, window)


def test_what_the_street_sent_down_is_shown_before_it_is_taken_in(
    qtbot: QtBot, window: MainWindow, street: Street
) -> None:
    window.open_file(street.send(window.office, {"task": [TASK]}))
    qtbot.waitUntil(lambda: bool(window.findChildren(DownDialog)), timeout=60_000)
    window.findChildren(DownDialog)[0].reject()
    settle(qtbot, window)


def test_an_own_package_is_checked(qtbot: QtBot, window: MainWindow, package: Path) -> None:
    window.open_file(package)
    wait_for_words(qtbot, window, "文件完好：第 1 号")
    settle(qtbot, window)


def test_a_package_that_this_ledger_never_sealed_is_told(window: MainWindow, package: Path) -> None:
    other = shutil.copy(package, package.with_name("310118001003-e01-000009-v01.zip.age"))
    Path(other).write_bytes(b"age-encryption.org/v1\n")
    window.open_file(Path(other))
    assert "没有这个号的报送记录" in window.bar.sentence.text()


def test_the_streets_sheet_is_read_into_the_dialog_that_compares_it(
    qtbot: QtBot, window: MainWindow, street: Street, tmp_path: Path
) -> None:
    sheet = tmp_path / "街道登记表.txt"
    sheet.write_text(street.desk.keys().sheet_text, encoding="utf-8")
    window.open_file(sheet)
    [dialog] = window.findChildren(TrustDialog)
    assert dialog.sheet is not None and dialog.sheet.code == "310118001000"
    settle(qtbot, window)
    qtbot.waitUntil(lambda: dialog.found.text().startswith("夏阳街道办事处"), timeout=60_000)
    dialog.reject()


def test_a_backup_is_looked_into_before_it_is_restored(window: MainWindow, attend: Attend) -> None:
    from ui.backup_dialog import BackupDialog

    seen: list[str] = []

    def look(dialog: RestoreDialog) -> None:
        seen.append(dialog.windowTitle())
        dialog.reject()
        attend(BackupDialog, lambda backups: backups.reject())

    attend(RestoreDialog, look)
    window.open_file(back_up(window.office).file)
    assert len(seen) == 1


def test_a_spreadsheet_goes_to_the_import_assistant(
    qtbot: QtBot, window: MainWindow, attend: Attend, tmp_path: Path
) -> None:
    table = tmp_path / "隐患 2026.csv"
    table.write_text("隐患描述,地点\n通道堆物,一楼\n", encoding="utf-8")
    seen: list[str] = []

    def look(dialog: ImportAssistant) -> None:
        qtbot.waitUntil(lambda: dialog.work is not None, timeout=60_000)
        seen.append(dialog.file_label.text())
        dialog.reject()

    attend(ImportAssistant, look)
    window.open_file(table)
    assert seen == ["隐患 2026.csv"]


def test_what_belongs_elsewhere_or_to_nobody_is_told(window: MainWindow, tmp_path: Path) -> None:
    told = {}
    for name, content in {
        "照片.jpg": b"\xff\xd8", "310118001001-e01-000001-v01.zip.age": b"age-encryption.org/v1\n",
        "村居.txt": committee_sheet_text(window.office).encode(),
    }.items():  # fmt: skip
        (tmp_path / name).write_bytes(content)
        window.open_file(tmp_path / name)
        told[name] = window.bar.sentence.text()
    assert "不是本程序的文件" in told["照片.jpg"]
    assert "交给街道" in told["310118001001-e01-000001-v01.zip.age"]
    assert "交给街道" in told["村居.txt"]
    window.open_file(tmp_path / "没有.zip")
    assert window.bar.sentence.text().startswith("找不到文件 没有.zip")
