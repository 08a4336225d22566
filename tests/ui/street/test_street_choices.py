"""The street's own choices in its window: how far each got, and sending it down to be taken in by a committee."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.exchange.incoming_down import read_down_package, take_in
from desktop.own_choices import choices
from tests.desktop.street.exchange_kit import PASSPHRASE, Committee, Street
from tests.fixtures_windows import Attend
from ui.choices.word_dialog import WordDialog
from ui.street.send_choices_dialog import SendChoicesDialog
from ui.street.street_choices_dialog import StreetChoicesDialog
from ui.street.street_window import StreetWindow


def opened(window: StreetWindow, attend: Attend) -> StreetChoicesDialog:
    dialog = StreetChoicesDialog(window.street, window.runner, window.settings, window)
    dialog.show()
    dialog.lists.setCurrentRow(dialog.names.index("premises_flag"))

    def type_(asking: WordDialog) -> None:
        asking.line.setText("露营营地")
        asking.accept()

    attend(WordDialog, type_)
    dialog.add_button.click()
    return dialog


def state_of(dialog: StreetChoicesDialog) -> str:
    return dialog.table.cells.item(dialog.table.cells.currentRow(), 2).text()


def test_a_choice_goes_down_and_the_page_says_so(
    qtbot: QtBot, enrolled: Street, committee: Committee, window: StreetWindow, attend: Attend, stick: Path
) -> None:
    window.street.keyring.unlock(PASSPHRASE)
    dialog = opened(window, attend)
    assert state_of(dialog) == "未下发" and dialog.send_button.isEnabled()
    dialog.send_button.click()
    [sending] = dialog.findChildren(SendChoicesDialog)
    assert "场所标签：露营营地" in sending.what.text() and len(sending.committees.chosen()) == 2
    sending.target.choose_folder(stick)
    sending.send_button.click()
    qtbot.waitUntil(lambda: "已给 2 个村居" in dialog.bar.sentence.text(), timeout=60_000)
    assert state_of(dialog) == "已下发" and not dialog.send_button.isEnabled()
    [path] = (stick / committee.code).glob("*.zip")
    take_in(committee.office, read_down_package(committee.office, path))
    assert "露营营地" in [each.words for each in choices(committee.office, "premises_flag")]
    dialog.stop_button.click()
    assert state_of(dialog) == "停用，未下发"
    dialog.undo_button.click()
    assert state_of(dialog) == "已下发"
    dialog.reject()
    dialog.deleteLater()


def test_without_committees_there_is_nobody_to_send_to(
    qtbot: QtBot, street: Street, window: StreetWindow, attend: Attend
) -> None:
    dialog = opened(window, attend)
    assert not dialog.send_button.isEnabled() and "村居" in dialog.send_button.toolTip()
    dialog.reject()
    dialog.deleteLater()
