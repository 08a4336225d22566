"""A clerk prints lists and chosen records, and later holds a printed page against the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLineEdit, QProgressDialog
from pytestqt.qtbot import QtBot

from tests.e2e.acting import press
from tests.fixtures_windows import Attend
from tests.printed_text import text_of
from tests.ui import sample_ledger
from ui.main_window import MainWindow
from ui.pages.ledger_page import LedgerPage
from ui.preview.preview_window import PreviewWindow
from ui.print_check_dialog import PrintCheckDialog


def list_page(window: MainWindow, key: str) -> LedgerPage:
    return cast(LedgerPage, window.show_page(key))


def menu_action(window: MainWindow, words: str) -> QAction:
    return next(each for each in window.menus[0].actions() if each.text() == words)


def saved_by(qtbot: QtBot, attend: Attend, action: QAction, target: Path) -> str:
    """Trigger a print, save what the preview shows; its text."""
    attend(PreviewWindow, lambda preview: (preview.save_to(target), preview.reject()))
    action.trigger()
    qtbot.waitUntil(target.exists, timeout=60_000)
    return text_of(target)


def test_a_list_without_a_prescribed_form_prints_the_columns_it_shows(
    qtbot: QtBot, main_window: MainWindow, attend: Attend, tmp_path: Path
) -> None:
    page = list_page(main_window, "premises")
    page.columns.show_column("phone", False)
    text = saved_by(qtbot, attend, page.commands.print_list, tmp_path / "场所.pdf")
    assert "场所一览表" in text and "老张面馆" in text and "主要负责人" in text and "电话" not in text


def test_chosen_records_print_as_one_document_and_chosen_hazards_as_their_ledger(
    qtbot: QtBot, main_window: MainWindow, attend: Attend, tmp_path: Path
) -> None:
    page = list_page(main_window, "premises")
    page.table.select_rows([0, 2], 0)
    text = saved_by(qtbot, attend, page.commands.print_selected, tmp_path / "一户一档.pdf")
    assert text.count("场所一户一档") >= 2 and text.count("第 1 页/共") == 2
    hazards = list_page(main_window, "hazard")
    hazards.table.select_rows([1, 2, 3], 1)
    text = saved_by(qtbot, attend, hazards.commands.print_selected, tmp_path / "隐患.pdf")
    assert "共 3 条" in text and "YH-2026-0008" not in text


def test_blank_sheets_for_the_round_print_for_the_chosen_premises(
    qtbot: QtBot, main_window: MainWindow, attend: Attend, tmp_path: Path
) -> None:
    page = list_page(main_window, "premises")
    page.table.select_rows([0, 1], 0)
    (action,) = page.commands.selected_prints
    assert action in page.commands.record_actions()
    text = saved_by(qtbot, attend, action, tmp_path / "空白表.pdf")
    assert text.count("第 1 页/共") == 2 and "老张面馆" not in text


@pytest.mark.parametrize("key", ["supervision_order", "tip", "drill", "period_review"])
def test_an_empty_list_has_nothing_to_print_and_says_so(main_window: MainWindow, key: str) -> None:
    page = list_page(main_window, key)
    if page.model.rowCount() == 0:
        assert page.commands.print_list.toolTip() == "列表里没有记录可打印"


def test_a_printed_page_is_held_against_the_ledger(
    qtbot: QtBot, main_window: MainWindow, attend: Attend, tmp_path: Path
) -> None:
    hazards = list_page(main_window, "hazard")
    text = saved_by(qtbot, attend, hazards.commands.print_list, tmp_path / "隐患台账.pdf")
    code = text.split("本页校验码 ")[1][:9]
    told: list[str] = []

    def check(dialog: PrintCheckDialog) -> None:
        dialog.findChildren(QLineEdit)[0].setText(code.lower())
        press(qtbot, dialog, "核对")
        qtbot.waitUntil(dialog.check_button.isEnabled)
        told.append(dialog.verdict.text() + dialog.details.toPlainText())
        dialog.reject()

    attend(PrintCheckDialog, check)
    menu_action(main_window, "核对打印件…").trigger()
    assert "与现有记录一致" in told[0] and "安全隐患排查治理台账" in told[0]
    office = main_window.office
    office.change("hazard", office.find("hazard", "YH-2026-0003")["id"], {"location": "另一处"})
    attend(PrintCheckDialog, check)
    menu_action(main_window, "核对打印件…").trigger()
    assert "已有变动" in told[1] and "隐患 YH-2026-0003 之后改过" in told[1]


def test_what_is_typed_wrong_is_told_at_once(qtbot: QtBot, main_window: MainWindow, attend: Attend) -> None:
    told: list[str] = []

    def check(dialog: PrintCheckDialog) -> None:
        dialog.code.setText("O0O0")
        press(qtbot, dialog, "核对")
        qtbot.waitUntil(dialog.check_button.isEnabled)
        told.append(dialog.verdict.text())
        dialog.reject()

    attend(PrintCheckDialog, check)
    menu_action(main_window, "核对打印件…").trigger()
    assert "“O0O0”不是校验码" in told[0]


def test_a_long_print_is_stopped_by_cancelling_and_shows_nothing(
    qtbot: QtBot, main_window: MainWindow
) -> None:
    sample_ledger.many(main_window.office, 1500)
    list_page(main_window, "hazard").commands.print_list.trigger()
    (busy,) = main_window.findChildren(QProgressDialog)
    busy.cancel()
    qtbot.waitUntil(lambda: not main_window.findChildren(QProgressDialog), timeout=60_000)
    assert QApplication.activeModalWidget() is None
    kept = main_window.office.store.reader().execute("SELECT count(*) FROM printed_document")
    assert kept.fetchone() == (0,)
