"""选格: a rectangle of cells is copied, as text and as a table."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests import factories
from ui.main_window import MainWindow
from ui.pages.ledger_page import LedgerPage


@pytest.fixture
def page(main_window: MainWindow) -> LedgerPage:
    page = cast(LedgerPage, main_window.show_page("hazard"))
    page.commands.pick_cells.trigger()
    return page


def place_of(page: LedgerPage, name: str) -> int:
    return [each.name for each in page.model.columns].index(name)


def drag(page: LedgerPage, first: tuple[int, str], last: tuple[int, str]) -> None:
    """Click on one cell and, with Shift, on the opposite one."""
    for (row, name), keys in (
        (first, Qt.KeyboardModifier.NoModifier),
        (last, Qt.KeyboardModifier.ShiftModifier),
    ):
        middle = page.table.visualRect(page.model.index(row, place_of(page, name))).center()
        QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, keys, QPoint(middle))


def test_a_block_is_copied_without_heads_in_the_order_that_is_shown(page: LedgerPage) -> None:
    header = page.table.horizontalHeader()
    header.moveSection(header.visualIndex(place_of(page, "status")), 1)
    page.columns.show_column("level", False)
    drag(page, (6, "no"), (7, "description"))
    page.commands.copy_rows.trigger()
    lines = QGuiApplication.clipboard().text().rstrip("\n").split("\n")
    assert [line.split("\t")[:2] for line in lines] == [
        ["YH-2026-0002", "待复查"],
        ["YH-2026-0001", "整改中"],
    ]
    assert [len(line.split("\t")) for line in lines] == [3, 3]
    html = QGuiApplication.clipboard().mimeData().html()
    assert html.count("<tr>") == 2 and "mso-number-format:'\\@'\">YH-2026-0001</td>" in html


def test_days_stay_days_and_words_are_escaped(page: LedgerPage) -> None:
    page.office.add("hazard", factories.hazard(description="<甲>&乙"))
    page.reload()
    page.columns.show_column("found_on", True)
    page.table.selectAll()
    page.commands.copy_rows.trigger()
    html = QGuiApplication.clipboard().mimeData().html()
    assert "&lt;甲&gt;&amp;乙" in html and "<td>2026-11-03</td>" in html


def test_escape_goes_back_to_whole_rows(qtbot: QtBot, page: LedgerPage) -> None:
    drag(page, (0, "no"), (1, "level"))
    assert not page.table.is_cell_selected(page.model.index(0, place_of(page, "status")))
    qtbot.keyClick(page.table, Qt.Key.Key_Escape)
    assert not page.commands.pick_cells.isChecked()
    assert list(page.table.selected_rows()) == [0, 1]
    assert page.table.is_cell_selected(page.model.index(0, place_of(page, "status")))
    page.commands.copy_rows.trigger()
    assert QGuiApplication.clipboard().text().startswith("编号\t")
