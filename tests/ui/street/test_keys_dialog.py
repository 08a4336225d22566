"""街道密钥 in the street's window: what follows is said before, what is missing is said in its place, and the sheet comes after."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop import paths
from desktop.exchange.incoming_receipt import import_receipt
from desktop.exchange.signing_key import load_key
from desktop.own_keys import Cause
from desktop.trust import read_street_sheet, trust_office
from tests.desktop.street.exchange_kit import PASSPHRASE, Committee, Street
from tests.fixtures_windows import Attend
from ui.operations_dialog import OperationsDialog
from ui.street.key_cases import CASES
from ui.street.keys_dialog import StreetKeysDialog
from ui.street.sheet_dialog import StreetSheetDialog
from ui.street.street_window import StreetWindow

NEW = "街道换上的新口令2026"


@pytest.fixture
def dialog(enrolled: Street, window: StreetWindow) -> Iterator[StreetKeysDialog]:
    made = StreetKeysDialog(window.street, window.runner, window)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def choose(dialog: StreetKeysDialog, cause: Cause | None) -> None:
    dialog.cases.setCurrentRow(next(at for at, each in enumerate(CASES) if each.cause is cause))


def type_in(dialog: StreetKeysDialog, old: str, new: str, again: str = "") -> None:
    for line, text in ((dialog.old, old), (dialog.new, new), (dialog.again, again or new)):
        line.line.setText(text)


def go(qtbot: QtBot, dialog: StreetKeysDialog, window: StreetWindow) -> None:
    qtbot.mouseClick(dialog.go_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.runner.is_busy() and dialog.go_button.isEnabled(), timeout=60_000)


def keys_open(window: StreetWindow, passphrase: str) -> bool:
    files = (paths.sign_key_file(window.street.database), paths.decrypt_key_file(window.street.database))
    return all(load_key(each, passphrase).public_line for each in files)


def test_each_case_says_what_follows_before_anything_is_done(dialog: StreetKeysDialog) -> None:
    for each in CASES:
        choose(dialog, each.cause)
        said = dialog.steps.text()
        assert ("2 个村居" in said and "换街道登记表…" in said) is (each.cause is not None)
        assert dialog.old.isVisible() is each.asks_old and dialog.go_button.text() == each.button
    assert "没有换过" in dialog.state.text()


@pytest.mark.parametrize(
    ("old", "new", "again", "line", "said"),
    [
        ("", NEW, NEW, "old", "请输入现在的口令"),
        (PASSPHRASE, "短", "短", "new", "口令太短"),
        (PASSPHRASE, NEW, NEW + "1", "again", "不一样"),
        (PASSPHRASE, PASSPHRASE, PASSPHRASE, "new", "相同"),
        (PASSPHRASE + "错", NEW, NEW, "old", "口令不对"),
    ],
)
def test_what_is_missing_or_wrong_is_said_in_its_place(
    qtbot: QtBot,
    dialog: StreetKeysDialog,
    window: StreetWindow,
    old: str,
    new: str,
    again: str,
    line: str,
    said: str,
) -> None:
    type_in(dialog, old, new, again)
    go(qtbot, dialog, window)
    asked = getattr(dialog, line)
    assert asked.problem.isVisible() and said in asked.problem.text()
    assert keys_open(window, PASSPHRASE)


def test_another_passphrase_asks_nothing_of_the_committees(
    qtbot: QtBot, dialog: StreetKeysDialog, window: StreetWindow
) -> None:
    type_in(dialog, PASSPHRASE, NEW)
    go(qtbot, dialog, window)
    assert "村居不用重新登记" in dialog.bar.sentence.text() and dialog.new.text() == ""
    assert keys_open(window, NEW) and not window.street.keyring.is_unlocked


def test_new_keys_and_then_the_sheet(
    qtbot: QtBot,
    enrolled: Street,
    committee: Committee,
    window: StreetWindow,
    attend: Attend,
) -> None:
    before = window.street.desk.keys().sheet_text

    def forget(dialog: StreetKeysDialog) -> None:
        choose(dialog, Cause.LOST)
        type_in(dialog, "", NEW)
        go(qtbot, dialog, window)
        assert "2 个村居要重新登记" in dialog.bar.sentence.text()
        assert "还有 2 个村居" in dialog.state.text() and "章浜社区居委会" in dialog.state.text()
        dialog.bar.action_button.click()

    shown = []
    attend(StreetKeysDialog, forget)
    attend(StreetSheetDialog, lambda dialog: (shown.append(dialog.sheet.text), dialog.accept()))
    window.show_keys()
    assert shown == [window.street.desk.keys().sheet_text] != [before]
    window.street.keyring.unlock(NEW)
    trust_office(committee.office, shown[0])
    enrolled.desk.office, enrolled.key = window.street.desk.office, window.street.keyring.sign_key
    [received] = enrolled.receives(committee.sends(enrolled.receipts.parent))
    assert received.receipt and import_receipt(committee.office, received.receipt).reported == 1
    dialog = StreetKeysDialog(window.street, window.runner, window)
    assert "还有 1 个村居" in dialog.state.text() and "忘了口令或密钥丢失" in dialog.state.text()
    dialog.deleteLater()


def test_the_history_says_which_keys_went_and_which_came(
    qtbot: QtBot, dialog: StreetKeysDialog, window: StreetWindow, attend: Attend
) -> None:
    old = read_street_sheet(window.street.desk.keys().sheet_text).keys
    choose(dialog, Cause.STOLEN)
    type_in(dialog, PASSPHRASE, NEW)
    go(qtbot, dialog, window)
    dialog.reject()
    new = read_street_sheet(window.street.desk.keys().sheet_text).keys
    said = []

    def look(history: OperationsDialog) -> None:
        row = next(at for at, each in enumerate(history.operations) if each.name.startswith("更换街道密钥"))
        history.table.selectRow(row)
        said.append(history.details.toPlainText())
        assert not history.undo_button.isEnabled() and history.undo_button.toolTip()
        history.reject()

    attend(OperationsDialog, look)
    window.undo_actions.show_history()
    assert "【本街道】夏阳街道办事处" in said[0]
    for before, after in zip(old, new, strict=True):
        assert f"{before.purpose}：{before.fingerprint} → {after.fingerprint}" in said[0]


def test_the_menu_has_it(window: StreetWindow, attend: Attend) -> None:
    seen = []
    attend(StreetKeysDialog, lambda dialog: (seen.append(dialog.windowTitle()), dialog.reject()))
    [action] = [each for each in window.menus[0].actions() if each.text() == "街道密钥…"]
    action.trigger()
    assert seen == ["街道密钥 — 夏阳街道办事处"]
