"""The main window of somebody who signed in: what rests, who may, the lock, another person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import cast

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.office import Office
from tests import factories
from tests.e2e.acting import press
from tests.fixtures_people import ADMIN, PASSWORD, READER
from tests.fixtures_windows import Attend
from ui.forms.record_dialog import RecordDialog
from ui.main_window import MainWindow
from ui.pages.ledger_page import LedgerPage
from ui.people.lock import LockDialog
from ui.people.sign_in_dialog import SignInDialog
from ui.unit_dialog import UnitDialog

Open = Callable[[str], MainWindow]


@pytest.fixture
def window_of(qtbot: QtBot, seat: Callable[[str], Office], window_settings: QSettings) -> Iterator[Open]:
    """Opens the main window of one of the four people."""
    opened: list[MainWindow] = []

    def open_for(name: str) -> MainWindow:
        window = MainWindow(seat(name), window_settings)
        window.show()
        qtbot.waitExposed(window)
        opened.append(window)
        return window

    yield open_for
    for window in opened:
        window.close()
        window.deleteLater()


def unlock(found: LockDialog | SignInDialog, name: str) -> None:
    found.people.setCurrentText(name)
    found.password.line.setText(PASSWORD)
    found.go()


def test_who_only_reads_finds_the_commands_at_rest_with_who_may(window_of: Open) -> None:
    window = window_of(READER)
    commands = cast(LedgerPage, window.show_page("hazard")).commands
    for action in (commands.new, commands.import_table, commands.delete, commands.export_table):
        assert not action.isEnabled() and "填报人、审核人、管理员" in action.toolTip()
    assert window.status_line.clerk.text() == "孙立（只读）"
    window.records.new("hazard")
    assert "只读" in window.bar.sentence.text() and QApplication.activeModalWidget() is None


def test_pages_that_a_role_may_not_see_do_not_open(window_of: Open) -> None:
    from ui.navigation import PAGES

    window = window_of(READER)
    item = window.navigation.item([each.key for each in PAGES].index("tip"))
    assert not item.flags() & Qt.ItemFlag.ItemIsEnabled and "举报" in item.toolTip()
    window.show_page("tip")
    assert window.current_key() == "dashboard" and "举报" in window.bar.sentence.text()


def test_only_the_administrator_opens_people_and_roles(window_of: Open) -> None:
    assert window_of(ADMIN).system_menu.people_action.isEnabled()
    action = window_of(factories.CLERK).system_menu.people_action
    assert not action.isEnabled() and "管理员" in action.toolTip()


def test_a_window_nobody_signs_in_to_offers_only_people_and_roles(main_window: MainWindow) -> None:
    menu = main_window.system_menu
    assert [each.isVisible() for each in (menu.change_action, menu.lock_action, menu.password_action)] == [
        False
    ] * 3
    assert menu.people_action.isEnabled()


def test_another_person_sits_down(qtbot: QtBot, attend: Attend, window_of: Open) -> None:
    window = window_of(factories.CLERK)
    attend(SignInDialog, lambda found: unlock(found, factories.LEAD))
    with qtbot.waitSignal(window.person_changed, timeout=60_000):
        window.system_menu.change_action.trigger()
    assert window.office.clerk == factories.LEAD


def test_the_lock_covers_the_window_until_the_right_password(
    qtbot: QtBot, attend: Attend, window_of: Open
) -> None:
    window = window_of(factories.CLERK)
    lock = window.system_menu.idle_lock
    covered: list[bool] = []

    def look(found: LockDialog) -> None:
        covered.extend(each.size() == window.size() and each.isVisible() for each in lock.covers)
        found.reject()
        assert found.isVisible()
        unlock(found, factories.CLERK)

    attend(LockDialog, look)
    window.system_menu.lock_action.trigger()
    assert covered == [True] and lock.covers == [] and window.isVisible()


def test_idle_minutes_lock_and_what_is_being_typed_stays(
    qtbot: QtBot, attend: Attend, window_of: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui.people import lock as module

    monkeypatch.setattr(module, "_MINUTE_MS", 5)
    window = window_of(factories.CLERK)
    said: list[str] = []

    def look(found: LockDialog) -> None:
        said.append(found.note.text())
        assert not found.people.isEnabled() and not found.leave_button.isVisible()
        monkeypatch.setattr(module, "_MINUTE_MS", 60_000)
        unlock(found, factories.CLERK)

    def type_half(form: RecordDialog) -> None:
        form.form.set_values({"description": "写到一半"})
        attend(LockDialog, look)
        window.system_menu.begin_watching()
        qtbot.waitUntil(lambda: bool(said) and window.system_menu.idle_lock.dialog is None, timeout=60_000)
        assert form.form.values()["description"] == "写到一半"
        form.done(0)

    attend(RecordDialog, type_half)
    window.records.new("hazard")
    assert "还有没保存的窗口" in said[0]


def test_somebody_else_unlocks_and_the_window_becomes_theirs(
    qtbot: QtBot, attend: Attend, window_of: Open
) -> None:
    window = window_of(factories.CLERK)
    attend(LockDialog, lambda found: unlock(found, ADMIN))
    with qtbot.waitSignal(window.person_changed, timeout=60_000):
        window.system_menu.lock()
    assert window.office.clerk == ADMIN


def test_nobody_who_signs_in_closes_the_program(qtbot: QtBot, attend: Attend, window_of: Open) -> None:
    window = window_of(factories.CLERK)
    attend(LockDialog, lambda found: press(qtbot, found, "关闭程序"))
    window.system_menu.lock()
    assert not window.isVisible()


def test_who_may_not_name_the_lead_is_told_and_nothing_changes(qtbot: QtBot, window_of: Open) -> None:
    window = window_of(factories.CLERK)
    dialog = UnitDialog(window.office, window)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.clerk_box.isEnabled() and "登录" in dialog.clerk_box.toolTip()
    dialog.lead_box.setCurrentText(ADMIN)
    dialog.lead_box.activated.emit(dialog.lead_box.currentIndex())
    assert "审核人、管理员" in dialog.problem.text()
    assert dialog.lead_box.currentText() == window.office.lead == factories.LEAD
