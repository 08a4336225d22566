"""导出表格, the blank sheet and copied rows, driven through the main window."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from tests import factories
from tests.fixtures_windows import Attend
from ui.exporting.export_dialog import ExportDialog
from ui.main_window import MainWindow
from ui.models.filters import Filters
from ui.pages.ledger_page import LedgerPage


@pytest.fixture
def page(main_window: MainWindow) -> LedgerPage:
    return cast(LedgerPage, main_window.show_page("hazard"))


def save_as(monkeypatch: pytest.MonkeyPatch, path: Path) -> list[str]:
    """Answer the next file dialogs with a path; the names that were suggested."""
    suggested: list[str] = []

    def choose(parent: object, title: str, name: str, kinds: str) -> tuple[str, str]:
        suggested.append(Path(name).name)
        return str(path), kinds

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    return suggested


def cells(path: Path) -> list[list[Any]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def write(qtbot: QtBot, dialog: Any) -> None:
    dialog.panel.start_button.click()
    qtbot.waitUntil(lambda: dialog.panel.job is None and not dialog.panel.result.isHidden())


def test_what_is_written_is_what_the_list_shows(
    qtbot: QtBot, page: LedgerPage, attend: Attend, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page.show_filters(Filters(search="疏散通道"))
    page.columns.show_column("report_state", False)
    path = tmp_path / "表.xlsx"
    suggested = save_as(monkeypatch, path)
    said: list[str] = []

    def export(dialog: ExportDialog) -> None:
        write(qtbot, dialog)
        said.append(dialog.panel.result.text())
        dialog.panel.close_button.click()

    attend(ExportDialog, export)
    page.commands.export_table.trigger()
    assert suggested == ["章浜社区居委会_隐患台账_截至2026-11-23.xlsx"]
    assert said == [f"已导出 1 条。\n{path}"]
    head, row = cells(path)
    assert head == ["编号", "隐患级别", "隐患描述", "整改期限", "状态", "标记", "记录标识（勿改）hazard"]
    assert row[0] == "YH-2026-0001" and str(row[3]) == "2026-11-20"


def test_selected_rows_with_all_columns_and_personal_data(
    qtbot: QtBot, page: LedgerPage, attend: Attend, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page.table.select_rows([6, 7], 7)
    path = tmp_path / "表.csv"
    save_as(monkeypatch, path)
    notes: list[str] = []

    def export(dialog: ExportDialog) -> None:
        dialog.all_columns.setChecked(True)
        notes.append(dialog.note.text())
        dialog.format_box.setCurrentIndex(1)
        dialog.personal.setChecked(True)
        notes.append(dialog.note.text())
        assert dialog.selected.isChecked()
        write(qtbot, dialog)
        dialog.reject()

    attend(ExportDialog, export)
    page.commands.export_table.trigger()
    text = path.read_bytes().decode("utf-8-sig")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf") and text.count("\r\n") == 3
    assert "张伟明" in text
    assert "整改责任人" in notes[0] and "完整的个人信息" in notes[1]


def test_a_file_that_cannot_be_written_is_told_and_nothing_is_left(
    qtbot: QtBot, page: LedgerPage, attend: Attend, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    save_as(monkeypatch, tmp_path / "没有的文件夹" / "表.xlsx")
    said: list[str] = []

    def export(dialog: ExportDialog) -> None:
        dialog.panel.start_button.click()
        qtbot.waitUntil(lambda: dialog.panel.job is None and not dialog.panel.bar.isHidden())
        said.append(dialog.panel.bar.sentence.text())
        dialog.reject()

    attend(ExportDialog, export)
    page.commands.export_table.trigger()
    assert said[0].startswith("没有写成 表.xlsx")
    assert not (tmp_path / "没有的文件夹").exists()


def test_the_ledger_menu_says_where_to_export(main_window: MainWindow) -> None:
    main_window.show_page("dashboard")
    menu = main_window.menus[0]
    next(each for each in menu.actions() if each.text() == "导出表格…").trigger()
    assert main_window.bar.sentence.text() == "请先在左边打开要导出的台账，例如“隐患台账”。"


def test_the_ledger_menu_writes_a_blank_sheet_of_the_page(
    main_window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    main_window.show_page("risk")
    path = tmp_path / "模板.xlsx"
    assert save_as(monkeypatch, path) == []
    menu = main_window.menus[0]
    next(each for each in menu.actions() if each.text() == "空白导入模板…").trigger()
    assert "风险点" in cells(path)[0]
    assert main_window.bar.sentence.text() == f"已写好空白模板：{path}"


def test_copied_text_is_no_formula_where_it_is_pasted(page: LedgerPage) -> None:
    page.office.add("hazard", factories.hazard(description="=1+1"))
    page.reload()
    page.table.select_rows([0], 0)
    page.commands.copy_rows.trigger()
    assert "\t'=1+1\t" in QGuiApplication.clipboard().text()
