"""Sealing and writing a package: the passphrase, the place, mail, profiles, the keyboard."""

from __future__ import annotations

import shutil
from collections import namedtuple
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.exchange.own_packages import own_packages
from tests import factories
from tests.fixtures_exchange import Street
from tests.ui.submission.at_the_page import (
    ASKING,
    DONE,
    GIB,
    Opener,
    generate,
    noise,
    says,
    settle,
    shown_dialog,
)
from ui.main_window import MainWindow
from ui.pages.submission.page import SubmissionPage
from ui.submission.package_dialog import PackageDialog


def test_a_package_is_sealed_written_and_read_back(
    qtbot: QtBot, page: SubmissionPage, open_dialog: Opener, stick: Path
) -> None:
    dialog = open_dialog()
    generate(qtbot, dialog)
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == DONE, timeout=60_000)
    assert dialog.done_heading.text() == "已写出并核对无误，可以拔出 U 盘"
    assert [each.name for each in stick.iterdir()] == ["310118001003-e01-000001-v01.zip.age"]
    settle(qtbot, page)
    (package,) = page.history.model.values
    assert dialog.facts[2].text() == package.check_code
    assert package.state == "written"
    assert page.new_card.place.text() == "第 2 号"
    dialog.close_button.click()


def test_a_wrong_passphrase_is_said_beside_it_and_nothing_is_lost(
    qtbot: QtBot, page: SubmissionPage, open_dialog: Opener, stick: Path, main_window: MainWindow
) -> None:
    dialog = open_dialog()
    generate(qtbot, dialog, "不是这个口令不是这个")
    qtbot.waitUntil(lambda: dialog.job is None and dialog.stack.currentIndex() == ASKING, timeout=60_000)
    assert dialog.passphrase.problem.isVisible()
    assert dialog.passphrase.problem.text().startswith("口令不对。")
    assert own_packages(main_window.office) == [] and list(stick.iterdir()) == []
    generate(qtbot, dialog)
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == DONE, timeout=60_000)
    dialog.close_button.click()


def test_a_second_enter_after_the_passphrase_stops_nothing(
    qtbot: QtBot, open_dialog: Opener, stick: Path
) -> None:
    dialog = open_dialog()
    generate(qtbot, dialog)
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == DONE, timeout=60_000)
    assert list(stick.iterdir())


def test_an_empty_passphrase_starts_nothing(open_dialog: Opener) -> None:
    dialog = open_dialog()
    dialog.start_button.click()
    assert dialog.passphrase.problem.text() == "请输入口令。"
    assert dialog.stack.currentIndex() == ASKING
    dialog.reject()


def test_without_a_place_to_write_to_nothing_starts(page: SubmissionPage, open_dialog: Opener) -> None:
    page.sticks = lambda: []
    dialog = open_dialog()
    dialog.start_button.click()
    assert dialog.bar.sentence.text().startswith("请先选择写到哪里")
    dialog.reject()


def test_too_little_room_is_refused_before_a_serial_is_used_up(
    qtbot: QtBot, open_dialog: Opener, main_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    dialog = open_dialog()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(GIB, GIB - 1000, 1000))
    generate(qtbot, dialog)
    qtbot.waitUntil(lambda: dialog.job is None and dialog.stack.currentIndex() == ASKING, timeout=60_000)
    assert dialog.bar.sentence.text().startswith("空间不够：需要")
    assert own_packages(main_window.office) == []
    dialog.reject()


def test_a_package_without_encryption_says_what_that_means(open_dialog: Opener) -> None:
    dialog = open_dialog()
    assert dialog.options.encrypt_box.text() == "加密（默认）" and dialog.options.is_encrypted()
    assert dialog.options.encrypt_note.text().startswith("只有收件街道能打开")
    dialog.options.encrypt_box.setChecked(False)
    assert dialog.options.encrypt_note.text().startswith("不加密：谁拿到文件都能打开。")
    dialog.reject()


def test_a_package_for_mail_is_split_and_told_with_a_subject_and_its_folder(
    qtbot: QtBot, main_window: MainWindow, page: SubmissionPage, open_dialog: Opener, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    photos = [main_window.office.attach(noise(number), f"{number}.jpg") for number in range(3)]
    main_window.office.add("hazard", factories.hazard(photo_before=photos))
    settle(qtbot, page)
    dialog = open_dialog()
    folder = tmp_path / "邮件"
    folder.mkdir()
    dialog.picker.choose_folder(folder)
    dialog.options.splitting.setItemData(1, 150_000)
    dialog.options.splitting.setCurrentIndex(1)
    generate(qtbot, dialog)
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == DONE, timeout=60_000)
    files = sorted(folder.iterdir())
    assert len(files) > 2 and max(each.stat().st_size for each in files) <= 150_000
    assert dialog.facts[0].text() == f"{files[0].name} 等 {len(files)} 个文件，请一起交"
    assert f"报送包 第 1 号，共 {len(files)} 个文件（校验码 " in dialog.subject.text()
    assert opened == [str(folder)]
    dialog.subject_button.click()
    assert QGuiApplication.clipboard().text() == dialog.subject.text()
    dialog.close_button.click()


def test_tab_visits_the_package_dialog_from_top_to_bottom(open_dialog: Opener) -> None:
    dialog = open_dialog()
    expected = [
        *dialog.picker.tab_stops(),
        dialog.options.profiles,
        dialog.options.splitting,
        dialog.options.encrypt_box,
        dialog.passphrase.line,
        dialog.passphrase.show_box,
        dialog.start_button,
    ]
    seen, stop = [], dialog.nextInFocusChain()
    while stop is not dialog:
        if stop in expected:
            seen.append(stop)
        stop = stop.nextInFocusChain()
    assert seen == expected
    dialog.reject()


def test_the_whole_ledger_is_reported_again_on_request(
    qtbot: QtBot, page: SubmissionPage, main_window: MainWindow, written: Path, street: Street
) -> None:
    page.jobs.import_receipt(street.answer(main_window.office, written))
    qtbot.waitUntil(lambda: says(main_window, "第 1 号已被街道接收"), timeout=60_000)
    settle(qtbot, page)
    assert not page.new_card.generate_button.isEnabled()
    page.new_card.whole_box.setChecked(True)
    settle(qtbot, page)
    assert page.new_card.generate_button.isEnabled()
    dialog = shown_after_press(qtbot, page, main_window)
    generate(qtbot, dialog)
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == DONE, timeout=60_000)
    dialog.close_button.click()
    settle(qtbot, page)
    assert [each.records for each in page.history.model.values][0] > 10


def shown_after_press(qtbot: QtBot, page: SubmissionPage, main_window: MainWindow) -> PackageDialog:
    qtbot.mouseClick(page.new_card.generate_button, Qt.MouseButton.LeftButton)
    return shown_dialog(main_window)


def test_a_profile_is_chosen_by_its_words_and_the_streets_is_the_first(
    qtbot: QtBot, open_dialog: Opener, stick: Path
) -> None:
    dialog = open_dialog()
    assert dialog.options.profile() == "street"
    words = []
    for place in range(dialog.options.profiles.count()):
        dialog.options.profiles.setCurrentIndex(place)
        words.append(dialog.options.profile_note.text())
    assert len(set(words)) == 3 and "不算报送" in words[2]
    dialog.options.encrypt_box.setChecked(False)
    generate(qtbot, dialog)
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == DONE, timeout=60_000)
    [file] = stick.iterdir()
    assert b'"profile":"public"' in file.read_bytes()
    dialog.close_button.click()
