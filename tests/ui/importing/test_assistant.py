"""From a spreadsheet to the list, as a clerk does it: menu, drop and paste; columns, questions, preview, done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from db.spec.query import Query
from desktop.importing.plan import Action
from tests.desktop.importing.workbooks import HEADS, hazard_row, save
from tests.e2e.acting import press
from tests.fixtures_windows import Attend
from ui.importing.assistant import COLUMNS, DONE, PREVIEW, QUESTIONS, ImportAssistant
from ui.importing.preview_model import FIRST_FIELD, RESULT, TICK
from ui.main_window import MainWindow
from ui.pages.ledger_page import LedgerPage

FILES = Path(__file__).parents[2] / "data" / "spreadsheets"
Choose = Callable[[Path], None]


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Choose:
    """The next file dialog gives this file."""

    def give(file: Path) -> None:
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *given: (str(file), ""))

    return give


def page_of(window: MainWindow, table: str) -> LedgerPage:
    page = window.show_page(table)
    assert isinstance(page, LedgerPage)
    return page


def go_on(qtbot: QtBot, dialog: ImportAssistant, words: str, step: int) -> None:
    press(qtbot, dialog, words)
    qtbot.waitUntil(lambda: not dialog.is_busy() and dialog.stack.currentIndex() == step, timeout=60_000)


def leave(qtbot: QtBot, attend: Attend, dialog: ImportAssistant, words: str) -> None:
    """Esc, and the answer to the question that follows."""

    def answer(box: QMessageBox) -> None:
        assert box.defaultButton().text() == "接着核对"
        press(qtbot, box, words)

    attend(QMessageBox, answer)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def column_of(dialog: ImportAssistant, name: str) -> int:
    assert dialog.preview.model is not None
    return FIRST_FIELD + [each.name for each in dialog.preview.model.fields].index(name)


def cell(dialog: ImportAssistant, row: int, column: int, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
    assert dialog.preview.model is not None
    return dialog.preview.model.data(dialog.preview.model.index(row, column), role)


def hazards(window: MainWindow) -> list[dict[str, Any]]:
    found = window.office.rows("hazard", window.office.ids("hazard", Query()))
    return sorted(found, key=lambda each: str(each["id"]))


def test_an_old_ledger_comes_in_from_the_menu(
    qtbot: QtBot, attend: Attend, choose: Choose, main_window: MainWindow
) -> None:
    before = len(hazards(main_window))
    page_of(main_window, "hazard")
    choose(FILES / "隐患排查整改台账-2024.xlsx")

    def lead(dialog: ImportAssistant) -> None:
        press(qtbot, dialog, "选择文件…")
        qtbot.waitUntil(lambda: not dialog.is_busy(), timeout=60_000)
        assert dialog.columns.boxes["存在问题（隐患内容）"].currentText() == "隐患描述"
        assert dialog.columns.boxes["联系电话"].currentText() == "放进备注"
        go_on(qtbot, dialog, "下一步", QUESTIONS)
        asked = {each.field.name for each in dialog.questions.questions}
        assert {"category", "level", "found_by", "recheck_by"} <= asked
        go_on(qtbot, dialog, "下一步", PREVIEW)
        assert (
            dialog.preview.counts.text()
            == "读入 60 条，将导入 60 条，另有 2 行不是记录（合计行、签字或说明行）"
        )
        assert cell(dialog, 0, RESULT) == "新增"
        assert cell(dialog, 0, column_of(dialog, "found_on")) == "2024-01-08"
        dialog.preview.table.setCurrentIndex(dialog.preview.model.index(0, RESULT))  # type: ignore[union-attr]
        assert "原表没有复查、销号的凭据" in dialog.preview.told.text()
        go_on(qtbot, dialog, "导入", DONE)
        assert dialog.done_words.text().startswith("已导入 60 条隐患。")
        press(qtbot, dialog, "关闭")

    attend(ImportAssistant, lead)
    (action,) = [each for each in main_window.menus[0].actions() if each.text() == "从表格导入…"]
    action.trigger()
    assert len(hazards(main_window)) == before + 60
    assert main_window.bar.sentence.text() == "已导入 60 条隐患"


def test_a_wrong_cell_is_marked_with_its_reason_and_put_right_in_the_grid(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, tmp_path: Path
) -> None:
    file = save(
        tmp_path / "台账.xlsx",
        ("表", [list(HEADS), hazard_row(1, day="2024-2-30", deadline=""), hazard_row(2)]),
    )
    page = page_of(main_window, "hazard")

    def lead(dialog: ImportAssistant) -> None:
        qtbot.waitUntil(lambda: not dialog.is_busy(), timeout=60_000)
        go_on(qtbot, dialog, "下一步", QUESTIONS)
        go_on(qtbot, dialog, "下一步", PREVIEW)
        model, day = dialog.preview.model, column_of(dialog, "found_on")
        assert model is not None
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        assert (cell(dialog, 0, RESULT), cell(dialog, 0, day)) == ("读不懂", "！2024-2-30")
        assert "没有 2024-2-30 这一天" in cell(dialog, 0, day, Qt.ItemDataRole.ToolTipRole)
        press(qtbot, dialog, "读不懂 1")
        assert model.rowCount() == 1
        table = dialog.preview.table
        table.setCurrentIndex(model.index(0, day))
        table.edit(model.index(0, day))
        editor = table.viewport().findChild(QLineEdit)
        assert isinstance(editor, QLineEdit)
        assert editor.text() == "2024-2-30"
        editor.selectAll()
        QTest.keyClicks(editor, "2024-2-29")
        QTest.keyClick(editor, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: cell(dialog, 0, RESULT) == "新增", timeout=60_000)
        assert cell(dialog, 0, day) == "2024-02-29"
        press(qtbot, dialog, "全部 2")
        assert model.setData(model.index(1, TICK), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
        go_on(qtbot, dialog, "导入", DONE)
        press(qtbot, dialog, "关闭")

    attend(ImportAssistant, lead)
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(file))])
    drop = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        dragged,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.dropEvent(drop)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None and hazards(main_window)[-1]["found_on"] == "2024-02-29", timeout=60_000)  # fmt: skip
    assert [each["location"] for each in hazards(main_window)][-1] == "佳乐苑1号楼"


def test_rows_copied_in_excel_are_pasted_into_the_list_and_only_added(
    qtbot: QtBot, attend: Attend, main_window: MainWindow
) -> None:
    page = page_of(main_window, "hazard")
    before = {each["id"]: each["rev"] for each in hazards(main_window)}
    QGuiApplication.clipboard().setText(
        "排查日期\t具体位置\t隐患描述\t隐患类别\n2026-11-20\t三号楼\t楼道飞线充电\t电动自行车\n"
    )

    def lead(dialog: ImportAssistant) -> None:
        qtbot.waitUntil(lambda: not dialog.is_busy(), timeout=60_000)
        assert dialog.stack.currentIndex() == COLUMNS
        go_on(qtbot, dialog, "下一步", QUESTIONS)
        go_on(qtbot, dialog, "下一步", PREVIEW)
        assert cell(dialog, 0, RESULT) == "新增"
        go_on(qtbot, dialog, "导入", DONE)
        press(qtbot, dialog, "关闭")

    attend(ImportAssistant, lead)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    after = {each["id"]: each["rev"] for each in hazards(main_window)}
    assert len(after) == len(before) + 1
    assert before.items() <= after.items()


def test_ctrl_v_in_the_search_box_pastes_text(main_window: MainWindow) -> None:
    page = page_of(main_window, "hazard")
    QGuiApplication.clipboard().setText("通道")
    page.search_box.setFocus()
    QTest.keyClick(page.search_box, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert page.search_box.text() == "通道"


def test_an_empty_clipboard_is_told(main_window: MainWindow) -> None:
    page = page_of(main_window, "hazard")
    QGuiApplication.clipboard().clear()
    page.commands.paste_rows.trigger()
    assert "剪贴板里没有文字" in main_window.bar.sentence.text()


def test_a_file_that_is_none_is_refused_and_nothing_lost(
    qtbot: QtBot, attend: Attend, choose: Choose, main_window: MainWindow, tmp_path: Path
) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    page = page_of(main_window, "hazard")
    choose(tmp_path / "坏.xlsx")

    def lead(dialog: ImportAssistant) -> None:
        press(qtbot, dialog, "选择文件…")
        qtbot.waitUntil(lambda: not dialog.is_busy(), timeout=60_000)
        assert "不是能读的表格" in dialog.bar.sentence.text()
        assert not dialog.next_button.isEnabled()
        press(qtbot, dialog, "取消")

    attend(ImportAssistant, lead)
    page.commands.import_table.trigger()


def test_a_column_can_be_given_another_meaning_and_another_ledger_chosen(
    qtbot: QtBot, attend: Attend, choose: Choose, main_window: MainWindow
) -> None:
    page = page_of(main_window, "hazard")
    choose(FILES / "九小场所底册.csv")
    before = main_window.office.count("premises", Query())

    def lead(dialog: ImportAssistant) -> None:
        press(qtbot, dialog, "选择文件…")
        qtbot.waitUntil(lambda: not dialog.is_busy(), timeout=60_000)
        dialog.kinds.setCurrentIndex(dialog.kinds.findData("premises"))
        qtbot.waitUntil(lambda: not dialog.is_busy() and "类别" in dialog.columns.boxes, timeout=60_000)
        owner = dialog.columns.boxes["经营者"]
        assert owner.currentText() == "主要负责人"
        dialog.columns.boxes["有无燃气"].setCurrentText("不导入")
        go_on(qtbot, dialog, "下一步", QUESTIONS)
        go_on(qtbot, dialog, "下一步", PREVIEW)
        assert "gas_use" not in [each.name for each in dialog.preview.model.fields]  # type: ignore[union-attr]
        go_on(qtbot, dialog, "导入", DONE)
        press(qtbot, dialog, "关闭")

    attend(ImportAssistant, lead)
    page.commands.import_table.trigger()
    assert main_window.office.count("premises", Query()) == before + 120


def test_the_answers_of_a_step_stand_there_again_when_the_clerk_comes_back(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, tmp_path: Path
) -> None:
    file = save(tmp_path / "台账.xlsx", ("表", [list(HEADS), hazard_row(1, level="三级")]))
    page = page_of(main_window, "hazard")

    def level_box(dialog: ImportAssistant) -> Any:
        places = [each.field.name for each in dialog.questions.questions]
        return dialog.questions.boxes[places.index("level")]

    def lead(dialog: ImportAssistant) -> None:
        qtbot.waitUntil(lambda: not dialog.is_busy(), timeout=60_000)
        go_on(qtbot, dialog, "下一步", QUESTIONS)
        assert level_box(dialog).currentText() == "（先不答）"
        level_box(dialog).setCurrentText("一般")
        go_on(qtbot, dialog, "下一步", PREVIEW)
        assert dialog.work is not None and dialog.work.rows[0].action is Action.NEW
        press(qtbot, dialog, "上一步")
        press(qtbot, dialog, "上一步")
        go_on(qtbot, dialog, "下一步", QUESTIONS)
        assert level_box(dialog).currentText() == "一般"
        leave(qtbot, attend, dialog, "不导入了")
        assert not dialog.isVisible()

    attend(ImportAssistant, lead)
    page.acts.import_table(file)


def test_esc_does_not_throw_away_the_cells_that_were_put_right(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, tmp_path: Path
) -> None:
    file = save(tmp_path / "台账.xlsx", ("表", [list(HEADS), hazard_row(1, day="2024-2-30", deadline="")]))
    page = page_of(main_window, "hazard")

    def lead(dialog: ImportAssistant) -> None:
        qtbot.waitUntil(lambda: not dialog.is_busy(), timeout=60_000)
        go_on(qtbot, dialog, "下一步", QUESTIONS)
        go_on(qtbot, dialog, "下一步", PREVIEW)
        model = dialog.preview.model
        assert model is not None
        assert model.setData(model.index(0, column_of(dialog, "found_on")), "2024-2-29")
        leave(qtbot, attend, dialog, "接着核对")
        assert dialog.isVisible() and cell(dialog, 0, RESULT) == "新增"
        go_on(qtbot, dialog, "导入", DONE)
        assert dialog.focusWidget() is dialog.next_button
        QTest.keyClick(dialog.next_button, Qt.Key.Key_Return)

    attend(ImportAssistant, lead)
    page.acts.import_table(file)
    assert hazards(main_window)[-1]["found_on"] == "2024-02-29"


def test_enter_presses_the_button_that_has_the_focus_and_the_answers_come_first(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, tmp_path: Path
) -> None:
    file = save(tmp_path / "台账.xlsx", ("表", [list(HEADS), hazard_row(1, level="三级")]))
    page = page_of(main_window, "hazard")

    def lead(dialog: ImportAssistant) -> None:
        qtbot.waitUntil(lambda: not dialog.is_busy(), timeout=60_000)
        dialog.next_button.setFocus()
        QTest.keyClick(dialog.next_button, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: dialog.stack.currentIndex() == QUESTIONS, timeout=60_000)
        assert dialog.focusWidget() is dialog.questions.boxes[0]
        QTest.keyClick(dialog.questions.boxes[0], Qt.Key.Key_Return)
        assert dialog.stack.currentIndex() == QUESTIONS and not dialog.is_busy()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)  # nothing was answered: no question
        assert not dialog.isVisible()

    attend(ImportAssistant, lead)
    page.acts.import_table(file)


def test_lists_that_are_made_from_others_offer_no_import(main_window: MainWindow) -> None:
    page = page_of(main_window, "monthly_return")
    assert not page.commands.import_table.isVisible()
    assert not page.commands.paste_rows.isVisible()
