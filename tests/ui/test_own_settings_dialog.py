"""本单位设定 through the window."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from db.spec.own_settings import OWN_SETTINGS
from tests.e2e.acting import press
from tests.fixtures_windows import Attend
from ui.main_window import MainWindow
from ui.own_settings_dialog import OwnSettingsDialog


def open_settings(main_window: MainWindow) -> None:
    (action,) = [each for each in main_window.menus[0].actions() if each.text() == "本单位设定…"]
    action.trigger()


def test_a_number_set_here_is_kept_and_shown_again(
    qtbot: QtBot, attend: Attend, main_window: MainWindow
) -> None:
    def change(dialog: OwnSettingsDialog) -> None:
        assert {key: box.value() for key, box in dialog.boxes.items()} == {
            each.key: each.default for each in OWN_SETTINGS
        }
        dialog.boxes["rectify_days"].setValue(7)
        press(qtbot, dialog, "保存")

    attend(OwnSettingsDialog, change)
    open_settings(main_window)
    assert main_window.office.own_number("rectify_days") == 7
    assert main_window.office.own_number("recheck_days") == 3

    def restore(dialog: OwnSettingsDialog) -> None:
        assert dialog.boxes["rectify_days"].value() == 7
        press(qtbot, dialog, "恢复默认")
        press(qtbot, dialog, "保存")

    attend(OwnSettingsDialog, restore)
    open_settings(main_window)
    assert main_window.office.own_number("rectify_days") == 15


def test_cancelling_keeps_what_was(qtbot: QtBot, attend: Attend, main_window: MainWindow) -> None:
    def change(dialog: OwnSettingsDialog) -> None:
        dialog.boxes["rectify_days"].setValue(30)
        press(qtbot, dialog, "取消")

    attend(OwnSettingsDialog, change)
    open_settings(main_window)
    assert main_window.office.own_number("rectify_days") == 15
