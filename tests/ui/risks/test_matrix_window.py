from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from db.spec.risk_grading import grading_method
from tests import factories
from ui.main_window import MainWindow
from ui.pages.ledger_page import LedgerPage
from ui.risks.matrix_chart import matrix_cells
from ui.risks.matrix_window import MatrixWindow


@pytest.fixture
def page(main_window: MainWindow) -> LedgerPage:
    return cast(LedgerPage, main_window.show_page("risk"))


@pytest.fixture
def window(qtbot: QtBot, page: LedgerPage) -> Iterator[MatrixWindow]:
    """The matrix of four LS risks (25, 16, 12, 3) and one direct one."""
    direct = {"method": "直判", "likelihood": None, "severity": None, "direct_rule": "indoor_charging"}
    page.office.add("risk", factories.risk(**direct))
    closed = page.office.add("risk", factories.risk())
    page.office.act("risk", closed["id"], "close", {"close_cause": "风险源消失"})
    shown = MatrixWindow(page.context, page)
    with qtbot.waitActive(shown):
        shown.show()
        shown.activateWindow()
    yield shown
    shown.close()
    shown.deleteLater()


def shown_points(page: LedgerPage) -> list[str]:
    return [page.model.record(row)["risk_point"] for row in range(page.model.rowCount())]


def place_of(window: MatrixWindow, likelihood: str, severity: str) -> tuple[int, int]:
    return next(
        (row, column)
        for row, cells in enumerate(window.chart.rows)
        for column, cell in enumerate(cells)
        if (cell.likelihood, cell.severity) == (likelihood, severity)
    )


def test_every_cell_has_the_level_of_its_product() -> None:
    method = grading_method("ls")
    assert method is not None
    rows = matrix_cells(method, {("3", "4"): 2})
    assert [[cell.product for cell in row] for row in rows][0] == [5, 10, 15, 20, 25]
    assert [cell.level for cell in rows[0]] == ["blue", "yellow", "orange", "red", "red"]
    assert rows[2][3].words == "可能性 3 × 严重性 4 = 12，一般（黄），2 个风险点"
    assert sum(cell.count for row in rows for cell in row) == 2


def test_a_click_on_a_cell_opens_its_risks(page: LedgerPage, window: MatrixWindow) -> None:
    rect = window.chart.rect_of(*place_of(window, "4", "4"))
    QTest.mouseClick(window.chart, Qt.MouseButton.LeftButton, pos=rect.center().toPoint())
    assert not window.isVisible()
    assert shown_points(page) == ["瓶装液化气使用点"]
    assert {chip.toolTip() for chip in page.filter_bar.chips()} >= {"可能性 L：4", "严重性 S：4"}


def test_an_empty_cell_opens_nothing(window: MatrixWindow) -> None:
    rect = window.chart.rect_of(*place_of(window, "2", "2"))
    QTest.mouseClick(window.chart, Qt.MouseButton.LeftButton, pos=rect.center().toPoint())
    assert window.isVisible()


def test_the_keyboard_reaches_every_cell(page: LedgerPage, window: MatrixWindow) -> None:
    window.chart.setFocus()
    for _ in range(6):
        QTest.keyClick(window.chart, Qt.Key.Key_Right)
    QTest.keyClick(window.chart, Qt.Key.Key_Return)
    assert shown_points(page) == ["地下车库充电区"]


def test_the_same_is_read_as_a_table_without_the_closed_ones(window: MatrixWindow) -> None:
    table = window.cell_table
    lines = [[table.item(row, column).text() for column in range(5)] for row in range(table.rowCount())]
    assert lines == [
        ["5", "5", "25", "红 重大", "1"],
        ["4", "4", "16", "橙 较大", "1"],
        ["3", "4", "12", "黄 一般", "1"],
        ["1", "3", "3", "蓝 低", "1"],
    ]
    assert "可能性 5 × 严重性 5 = 25" in window.chart.accessibleDescription()


def test_other_methods_are_listed_beside_it_and_open_too(page: LedgerPage, window: MatrixWindow) -> None:
    table = window.method_table
    row = next(row for row in range(table.rowCount()) if table.item(row, 0).text() == "直接判定")
    assert [table.item(row, column).text() for column in range(3)] == ["直接判定", "红 重大", "1"]
    table.itemActivated.emit(table.item(row, 0))
    assert shown_points(page) == ["佳乐苑地下车库充电区"]
