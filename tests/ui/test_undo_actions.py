"""编辑 menu: what Ctrl+Z and Ctrl+Y do after saving, and 操作历史."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db.spec.query import Query
from tests import factories
from ui.main_window import MainWindow
from ui.operations_dialog import OperationsDialog
from ui.pages.ledger_page import LedgerPage

CTRL = Qt.KeyboardModifier.ControlModifier


def hazards(window: MainWindow) -> int:
    return window.office.count("hazard", Query())


def test_ctrl_z_takes_back_what_was_saved_last_and_ctrl_y_makes_it_again(
    qtbot: QtBot, main_window: MainWindow
) -> None:
    actions, count = main_window.undo_actions, hazards(main_window)
    assert not actions.undo.isEnabled()
    main_window.office.add("hazard", factories.hazard())
    qtbot.waitUntil(lambda: actions.undo.text() == "撤销：新增隐患")
    main_window.activateWindow()
    qtbot.keyClick(main_window.navigation, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: main_window.bar.sentence.text() == "已撤销：新增隐患（1 条）")
    assert hazards(main_window) == count
    qtbot.waitUntil(lambda: actions.redo.text() == "重做：新增隐患" and actions.redo.isEnabled())
    qtbot.keyClick(main_window.navigation, Qt.Key.Key_Y, CTRL)
    qtbot.waitUntil(lambda: main_window.bar.sentence.text() == "已重做：新增隐患（1 条）")
    assert hazards(main_window) == count + 1


def test_ctrl_z_in_a_text_field_takes_back_the_text_only(qtbot: QtBot, main_window: MainWindow) -> None:
    page = cast(LedgerPage, main_window.show_page("hazard"))
    count = hazards(main_window)
    main_window.office.add("hazard", factories.hazard())
    qtbot.waitUntil(main_window.undo_actions.undo.isEnabled)
    main_window.activateWindow()
    page.search_box.setFocus()
    qtbot.keyClicks(page.search_box, "abc")
    qtbot.keyClick(page.search_box, Qt.Key.Key_Z, CTRL)
    assert page.search_box.text() == ""
    qtbot.keyClick(page.search_box, Qt.Key.Key_Z, CTRL)  # nothing left to take back in the field
    assert hazards(main_window) == count + 1
    assert main_window.undo_actions.undo.text() == "撤销：新增隐患"


def test_what_cannot_be_taken_back_says_why_and_stays(qtbot: QtBot, main_window: MainWindow) -> None:
    office = main_window.office
    premises = office.add("premises", factories.premises(name="新店", usc=None))
    batch_told: list[str] = []
    leave = office.subscribe(lambda changed: batch_told.append(changed.batch))
    office.change("premises", premises["id"], {"note": "甲"})
    leave()
    office.change("premises", premises["id"], {"note": "乙"})
    main_window.undo_actions.take_back(batch_told[0])
    qtbot.waitUntil(lambda: main_window.bar.sentence.text().startswith("不能撤销“修改场所”"))
    assert office.get("premises", premises["id"])["note"] == "乙"


def test_the_history_filters_and_takes_back(
    qtbot: QtBot, main_window: MainWindow, attend: Callable[[type, Callable[[Any], None]], None]
) -> None:
    office, count = main_window.office, hazards(main_window)
    office.add("hazard", factories.hazard())

    def look(dialog: OperationsDialog) -> None:
        assert [dialog.table.item(0, column).text() for column in (1, 2, 3)] == [
            "王芳",
            "新增隐患",
            "隐患 1 条",
        ]
        dialog.kinds.setCurrentIndex(dialog.kinds.findData("drill"))
        assert dialog.table.item(0, 2).text() == "新增演练"
        dialog.kinds.setCurrentIndex(0)
        dialog.undo_button.click()
        qtbot.waitUntil(lambda: dialog.table.item(0, 2).text() == "撤销：新增隐患")
        dialog.table.setCurrentCell(1, 0)
        assert (dialog.table.item(1, 4).text(), dialog.undo_button.isEnabled()) == ("已撤销", False)
        assert dialog.undo_button.toolTip() == "这次操作已经撤销过了。"
        dialog.table.setCurrentCell(dialog.table.rowCount() - 1, 0)  # 建立台账
        dialog.undo_button.click()
        qtbot.waitUntil(lambda: dialog.bar.sentence.text().startswith("建立台账时登记的本单位"))
        dialog.reject()

    attend(OperationsDialog, look)
    main_window.undo_actions.show_history()
    assert hazards(main_window) == count
