from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.fixtures_windows import Attend
from ui.main_window import MainWindow
from ui.unit_dialog import UnitDialog


@pytest.fixture
def dialog(qtbot: QtBot, main_window: MainWindow) -> UnitDialog:
    made = UnitDialog(main_window.office, main_window)
    qtbot.addWidget(made)
    made.show()
    return made


def test_telephone_and_address_of_the_committee_are_kept_as_soon_as_they_are_typed(
    dialog: UnitDialog,
) -> None:
    for name, text in (("phone", "021-59728800"), ("address", "青浦区夏阳街道章浜路1号")):
        dialog.lines[name].setText(text)
        QTest.keyClick(dialog.lines[name], Qt.Key.Key_Return)
    assert dialog.office.committee["address"] == "青浦区夏阳街道章浜路1号"
    assert dialog.office.committee["phone"] == dialog.lines["phone"].text() != ""
    assert dialog.isVisible()


def test_a_telephone_that_cannot_be_one_is_refused_in_words(dialog: UnitDialog) -> None:
    before = dialog.office.committee["phone"]
    dialog.lines["phone"].setText("请打给老王")
    QTest.keyClick(dialog.lines["phone"], Qt.Key.Key_Return)
    assert "联系电话" in dialog.problem.text() and dialog.problem.isVisible()
    assert dialog.office.committee["phone"] == before
    assert dialog.lines["phone"].text() == "请打给老王"


def test_telephones_of_people_are_masked_in_the_table(dialog: UnitDialog) -> None:
    person = dialog.office.find("person", dialog.office.clerk)
    dialog.office.change("person", person["id"], {"phone": "13916887788"})
    dialog._fill()
    texts = [dialog.table.item(row, 3).text() for row in range(dialog.table.rowCount())]
    assert "139****7788" in texts and "13916887788" not in texts


def test_the_menu_leads_there(attend: Attend, main_window: MainWindow) -> None:
    seen: list[str] = []

    def look(found: UnitDialog) -> None:
        seen.append(found.windowTitle())
        found.reject()

    attend(UnitDialog, look)
    (action,) = [each for each in main_window.menus[0].actions() if each.text() == "本单位和人员…"]
    action.trigger()
    assert seen == [f"本单位和人员 - {main_window.office.committee['name']}"]
