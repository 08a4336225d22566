"""帮助 → 更新… in the real window: found on a stick, looked at, installed, gone back from; and who may."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from db.migrations import SCHEMA_VERSION
from desktop import paths
from desktop.office import Office
from desktop.updates import places
from desktop.updates import publisher as trust
from desktop.updates.pointer import Pointer, read_pointer, write_pointer
from desktop.version import VERSION
from tests.fake_program import Publisher, make_package, make_program
from tests.fixtures_windows import Attend
from ui.main_window import MainWindow
from ui.news_dialog import NewsDialog
from ui.submission.drives import Drive
from ui.updates import update_dialog
from ui.updates.update_dialog import UpdateDialog


@pytest.fixture
def frozen_window(
    main_window: MainWindow,
    tmp_path: Path,
    stick: Path,
    publisher: Publisher,
    monkeypatch: pytest.MonkeyPatch,
) -> MainWindow:
    """The main window in what is a built program as far as it can see, with one stick plugged in."""
    program = make_program(tmp_path / "installed", VERSION, publisher)
    monkeypatch.setattr("sys.frozen", True, raising=False)
    monkeypatch.setattr("sys.executable", str(program))
    monkeypatch.setattr(trust, "KEYS", tmp_path / "installed" / "publisher_keys.pub")
    monkeypatch.setenv("VILLAGE_LEDGER_VERSIONS", str(tmp_path / "versions"))
    monkeypatch.setenv("VILLAGE_LEDGER_SETTINGS", str(tmp_path / "settings"))
    paths.remember_database(main_window.office.database)
    drive = Drive(stick, "U 盘 台账盘（sdb1）", 10**9, True)
    monkeypatch.setattr(update_dialog.UpdateDialog.__init__, "__defaults__", (lambda: [drive],))
    return main_window


def open_update(window: MainWindow) -> None:
    menu = window.menus[-1]
    next(each for each in menu.actions() if each.text() == "更新…").trigger()


def text_of(dialog: UpdateDialog) -> str:
    return " ".join(words.text() for line in dialog.view.lines for words in line)


def test_a_package_on_a_stick_is_shown_installed_and_started(
    qtbot: QtBot, attend: Attend, frozen_window: MainWindow, stick: Path, publisher: Publisher
) -> None:
    make_package(
        stick / "更新", publisher, "9.0.0", schema=SCHEMA_VERSION + 1, notes="## 9.0.0\n\n- 更好用。"
    )

    def work(dialog: UpdateDialog) -> None:
        qtbot.waitUntil(lambda: dialog.offer is not None, timeout=60_000)
        assert dialog.packages.currentText().startswith("U 盘 台账盘（sdb1）：村居安全台账-更新-9.0.0")
        assert f"{VERSION} → 9.0.0" in text_of(
            dialog
        ) and f"会从第 {SCHEMA_VERSION} 版升级到第 {SCHEMA_VERSION + 1} 版" in text_of(dialog)
        assert "SHA256:" in text_of(dialog) and "自检" in dialog.view.steps.text()
        assert "更好用" in dialog.view.notes.toPlainText()
        assert "没有用更新包更新过" in dialog.back_button.toolTip()
        dialog.install_button.click()
        qtbot.waitUntil(dialog.again_button.isVisible, timeout=60_000)
        assert "9.0.0 已装好，自检通过" in dialog.view.hint.text()
        dialog.again_button.click()

    attend(UpdateDialog, work)
    with qtbot.waitSignal(frozen_window.start_again_wanted, timeout=60_000):
        open_update(frozen_window)
    pointer = read_pointer()
    assert (pointer.current, pointer.trial, pointer.installed) == ("9.0.0", "waiting", VERSION)


def test_an_update_that_waits_can_be_given_up(
    qtbot: QtBot, attend: Attend, frozen_window: MainWindow, stick: Path, publisher: Publisher
) -> None:
    file = make_package(stick.parent, publisher, "9.0.0")

    def agree(box: QMessageBox) -> None:
        assert "不换 9.0.0 了" in box.text()
        next(each for each in box.findChildren(QPushButton) if each.text() == "退回").click()

    def give_up(dialog: UpdateDialog) -> None:
        assert "9.0.0 已装好，重新启动后换上" in dialog.present.text()
        attend(QMessageBox, agree)
        dialog.back_button.click()
        assert dialog.bar.sentence.text() == f"9.0.0 不再换上，仍用 {VERSION}。"
        dialog.reject()

    def install(dialog: UpdateDialog) -> None:
        dialog.choose(file)
        qtbot.waitUntil(lambda: dialog.offer is not None, timeout=60_000)
        dialog.install_button.click()
        qtbot.waitUntil(dialog.again_button.isVisible, timeout=60_000)
        dialog.close_button.click()

    for deed in (install, give_up):
        attend(UpdateDialog, deed)
        open_update(frozen_window)
    assert read_pointer().current == ""


def test_a_damaged_package_is_told_and_nothing_can_be_installed(
    qtbot: QtBot, attend: Attend, frozen_window: MainWindow, stick: Path, publisher: Publisher
) -> None:
    file = make_package(stick, publisher, "9.0.0")
    file.write_bytes(file.read_bytes()[:-9])

    def work(dialog: UpdateDialog) -> None:
        qtbot.waitUntil(dialog.bar.isVisible, timeout=60_000)
        assert "不完整或被改动过" in dialog.bar.sentence.text()
        assert not dialog.install_button.isEnabled()
        dialog.reject()

    attend(UpdateDialog, work)
    open_update(frozen_window)
    assert not places.versions_folder().exists()


def test_without_a_stick_it_says_what_to_do(qtbot: QtBot, attend: Attend, frozen_window: MainWindow) -> None:
    def work(dialog: UpdateDialog) -> None:
        qtbot.waitUntil(lambda: "请插上带更新包的 U 盘" in dialog.view.hint.text(), timeout=60_000)
        dialog.reject()

    attend(UpdateDialog, work)
    open_update(frozen_window)


def test_from_the_source_tree_it_says_so(attend: Attend, main_window: MainWindow) -> None:
    def work(dialog: UpdateDialog) -> None:
        assert "从源代码运行" in dialog.view.hint.text()
        assert not dialog.file_button.isEnabled()
        dialog.reject()

    attend(UpdateDialog, work)
    open_update(main_window)


def test_without_a_publishers_key_it_says_so(attend: Attend, frozen_window: MainWindow) -> None:
    trust.KEYS.write_text("# nobody\n")

    def work(dialog: UpdateDialog) -> None:
        assert "没有内置发布者的公钥" in dialog.view.hint.text()
        dialog.reject()

    attend(UpdateDialog, work)
    open_update(frozen_window)


def test_what_became_of_an_update_is_told_once(frozen_window: MainWindow) -> None:
    write_pointer(Pointer(left="9.0.0", why="新版本启动后意外退出", is_restored=True))
    frozen_window.idle_work.tell_update()
    frozen_window.bar.tell("新逾期 1 项：隐患 1。")  # the news of the day do not push it aside
    bar = frozen_window.update_bar
    told = bar.sentence.text()
    assert told.startswith(f"更新到 9.0.0 没有成功，已自动退回 {VERSION}：新版本启动后意外退出。")
    assert "台账已恢复成更新前的样子" in told and bar.isVisible()
    bar.close_button.click()
    frozen_window.idle_work.tell_update()
    QApplication.processEvents()
    assert not bar.isVisible()


def test_a_new_version_that_stands_is_proved_and_shows_its_news(
    frozen_window: MainWindow,
    publisher: Publisher,
    monkeypatch: pytest.MonkeyPatch,
    attend: Attend,
    qtbot: QtBot,
) -> None:
    folder = places.version_folder("9.0.0")
    monkeypatch.setattr("sys.executable", str(make_program(folder, "9.0.0", publisher)))
    (places.versions_folder() / "8.0.0").mkdir()
    write_pointer(Pointer(current="9.0.0", trial="running"))
    frozen_window.idle_work.tell_update()
    assert read_pointer() == Pointer(current="9.0.0")
    qtbot.waitUntil(lambda: not (places.versions_folder() / "8.0.0").exists(), timeout=60_000)
    assert folder.is_dir()
    attend(NewsDialog, lambda dialog: dialog.accept())
    frozen_window.update_bar.action_button.click()


def test_only_an_administrator_updates_where_people_sign_in(
    qtbot: QtBot, seat: Callable[[str], Office], window_settings: QSettings
) -> None:
    office = seat("王芳")
    window = MainWindow(office, window_settings)
    dialog = UpdateDialog(window, lambda: [])
    for button in (dialog.install_button, dialog.back_button):
        assert not button.isEnabled() and "管理员" in button.toolTip()
    dialog.reject()
    window.close()
    window.deleteLater()
