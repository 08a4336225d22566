"""An exported sheet brought back through 从表格导入, driven through the main window."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db.spec.query import Query, Sort
from desktop.spreadsheets.exporting import Export, export
from tests.fixtures_windows import Attend
from ui.exporting.differences_dialog import DifferencesDialog
from ui.main_window import MainWindow
from ui.pages.ledger_page import LedgerPage


@pytest.fixture
def page(main_window: MainWindow) -> LedgerPage:
    return cast(LedgerPage, main_window.show_page("hazard"))


@pytest.fixture
def edited(page: LedgerPage, tmp_path: Path) -> Path:
    """The hazards exported; two edited in the sheet, one of them in the ledger as well."""
    path = tmp_path / "隐患.xlsx"
    export(page.office, Export("hazard", Query(sort=(Sort("no"),)), "隐患台账", with_personal=True), path)
    book = load_workbook(path)
    sheet = book.active
    places = {str(cell.value): cell.column for cell in sheet[1]}
    sheet.cell(2, places["具体位置"]).value = "二楼东侧"
    sheet.cell(3, places["具体位置"]).value = "一楼后厨"
    book.save(path)
    second = page.office.find("hazard", "YH-2026-0002")
    page.office.change("hazard", second["id"], {"location": "后厨灶台边"})
    return path


def texts(dialog: DifferencesDialog) -> list[list[str]]:
    table = dialog.table
    return [[table.item(row, place).text() for place in range(1, 7)] for row in range(table.rowCount())]


def test_differences_are_shown_and_only_what_is_ticked_is_written(
    qtbot: QtBot, main_window: MainWindow, page: LedgerPage, edited: Path, attend: Attend
) -> None:
    found: list[Any] = []

    def look(dialog: DifferencesDialog) -> None:
        qtbot.waitUntil(lambda: bool(dialog.rows), timeout=60_000)
        found.append((dialog.summary.text(), texts(dialog), dialog.write_button.text()))
        ticks = [dialog.table.item(row, 0).checkState() for row in range(2)]
        found.append(ticks)
        dialog.write_button.click()

    attend(DifferencesDialog, look)
    page.context.actions.import_table("hazard", edited)
    summary, lines, button = found[0]
    assert summary == (
        "读到 8 行，改动 1 条，新增 0 条，没有变化 6 条（不列），与程序里的改动冲突 1 条（没有打勾）。"
    )
    assert lines[0][2:5] == ["具体位置", "城中东路312弄5号楼二楼楼梯间", "二楼东侧"]
    assert lines[1][2:5] == ["具体位置", "后厨灶台边", "一楼后厨"]
    assert "程序里也改过" in lines[1][5]
    assert (button, found[1]) == ("写入 1 条", [Qt.CheckState.Checked, Qt.CheckState.Unchecked])
    assert page.office.find("hazard", "YH-2026-0001")["location"] == "二楼东侧"
    assert page.office.find("hazard", "YH-2026-0002")["location"] == "后厨灶台边"
    assert main_window.bar.sentence.text() == "已按表格写入 1 条隐患"


def test_ticking_a_conflict_takes_what_the_sheet_says(
    qtbot: QtBot, page: LedgerPage, edited: Path, attend: Attend
) -> None:
    def tick(dialog: DifferencesDialog) -> None:
        qtbot.waitUntil(lambda: bool(dialog.rows), timeout=60_000)
        dialog.table.item(1, 0).setCheckState(Qt.CheckState.Checked)
        assert dialog.write_button.text() == "写入 2 条"
        dialog.write_button.click()

    attend(DifferencesDialog, tick)
    page.context.actions.import_table("hazard", edited)
    assert page.office.find("hazard", "YH-2026-0002")["location"] == "一楼后厨"
