"""The table of a round: judged with keys, an input method or the mouse; the headings are passed over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.spec import INSPECTION
from desktop.office import Office
from ui.forms.editors import Desk
from ui.forms.round_items import RoundItemsEditor
from ui.forms.round_table import FAIL_COLUMN, NOT_APPLICABLE_COLUMN, PASS_COLUMN

Key = Qt.Key
ROWS: list[dict[str, Any]] = [
    {"group": "消防检查表", "item": "出口没有上锁", "category": "FIRE"},
    {"group": "消防检查表", "item": "通道没有堆物", "category": "FIRE"},
    {"group": "燃气检查表", "item": "报警器通电", "category": "GAS"},
]


@pytest.fixture
def editor(qtbot: QtBot, office: Office) -> Iterator[RoundItemsEditor]:
    made = RoundItemsEditor(INSPECTION.field("items"), Desk(office))
    made.set_value(ROWS)
    made.resize(900, 500)
    made.show()
    qtbot.waitExposed(made)
    made.table.setFocus()
    yield made
    made.close()
    made.deleteLater()


def results(editor: RoundItemsEditor) -> list[str | None]:
    return [row.get("result") for row in editor.value()]


def test_the_arrow_keys_pass_over_the_headings(editor: RoundItemsEditor) -> None:
    places = []
    for key in (Key.Key_Down, Key.Key_Down, Key.Key_Down, Key.Key_Home, Key.Key_End, Key.Key_PageUp):
        QTest.keyClick(editor.table, key)
        places.append(editor.table.place())
    assert places == [1, 2, 2, 0, 2, 0]


@pytest.mark.parametrize(
    ("key", "result"), [("1", "pass"), ("2", "fail"), ("3", "not_applicable"), ("x", "fail")]
)
def test_a_key_judges_the_current_item(editor: RoundItemsEditor, key: str, result: str) -> None:
    QTest.keyClicks(editor.table, key)
    assert results(editor) == [result, None, None]


@pytest.mark.parametrize(
    ("typed", "result"), [("√", "pass"), ("×", "fail"), ("—", "not_applicable"), ("２", "fail")]
)
def test_an_input_method_judges_too(editor: RoundItemsEditor, typed: str, result: str) -> None:
    event = QInputMethodEvent("", [])
    event.setCommitString(typed)
    QApplication.sendEvent(editor.table, event)
    assert results(editor)[0] == result


def test_other_letters_mean_nothing(editor: RoundItemsEditor) -> None:
    QTest.keyClicks(editor.table, "abc7")
    assert (results(editor), editor.table.place()) == ([None, None, None], 0)


def test_a_click_in_a_column_judges(editor: RoundItemsEditor) -> None:
    for row, column in ((1, PASS_COLUMN), (2, FAIL_COLUMN), (4, NOT_APPLICABLE_COLUMN)):
        place = editor.table.visualItemRect(editor.table.item(row, column)).center()
        QTest.mouseClick(editor.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
    assert results(editor) == ["pass", "fail", "not_applicable"]
    assert editor.summary() == "共 3 项　合格 1　不合格 1　不适用 1"


def test_enter_opens_the_note_and_enter_in_it_goes_on(editor: RoundItemsEditor) -> None:
    QTest.keyClick(editor.table, Key.Key_Return)
    assert editor.lines.note.hasFocus()
    QTest.keyClicks(editor.lines.note, "1 lock")
    QTest.keyClick(editor.lines.note, Key.Key_Return)
    assert editor.table.hasFocus() and editor.table.place() == 1
    assert (editor.value()[0]["note"], editor.lines.note.text()) == ("1 lock", "")


def test_an_item_that_became_a_hazard_keeps_its_result_and_its_place(editor: RoundItemsEditor) -> None:
    editor.set_value([ROWS[0] | {"result": "fail", "hazard": "01M894343BN5MXEV3K5CTZZ3S6"}, *ROWS[1:]])
    QTest.keyClicks(editor.table, "1")
    assert results(editor)[0] == "fail" and "已经转为隐患" in editor.problem_text()
    editor.remove_button.click()
    assert len(editor.value()) == 3 and "不能去掉" in editor.problem_text()


def test_an_item_is_taken_out_and_the_last_one_leaves_an_empty_round(editor: RoundItemsEditor) -> None:
    for left in (2, 1, 0):
        editor.remove_button.click()
        assert len(editor.value()) == left
    assert not editor.remove_button.isEnabled() and "勾选检查表" in editor.summary()


def test_an_own_item_is_written_below_the_others(editor: RoundItemsEditor) -> None:
    editor.add_button.click()
    assert editor.lines.text.isVisible() and editor.lines.text.hasFocus()
    QTest.keyClicks(editor.lines.text, "sign")
    QTest.keyClick(editor.lines.text, Key.Key_Return)
    assert editor.value()[3]["item"] == "sign"
    editor.table.go_to(0)
    assert not editor.lines.text.isVisible()
