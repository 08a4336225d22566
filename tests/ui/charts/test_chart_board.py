"""Charts of the work table: a bar or a figure opens exactly its records; the same figures are printed."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from tests import factories
from ui.charts.board import ChartBoard
from ui.charts.chart_card import ChartCard
from ui.main_window import MainWindow
from ui.pages.dashboard import Dashboard
from ui.pages.ledger_page import LedgerPage


@pytest.fixture
def board(qtbot: QtBot, main_window: MainWindow) -> ChartBoard:
    desk = cast(Dashboard, main_window.show_page("dashboard"))
    qtbot.waitUntil(lambda: desk.charts is not None and desk.charts.isVisible(), timeout=60_000)
    assert desk.charts is not None
    return desk.charts


def settled(page: LedgerPage, ids: tuple[str, ...]) -> bool:
    return page.model.rowCount() == len(ids)


def test_a_bar_opens_exactly_its_records_and_says_which(
    qtbot: QtBot, main_window: MainWindow, board: ChartBoard
) -> None:
    bars = board.cards["months"].bars
    part = bars.parts()[-1]
    ids = bars.chart.parts[part.category][part.series].ids
    qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=part.rect.center().toPoint())
    page = cast(LedgerPage, main_window.pages["hazard"])
    assert page.filter_bar.filters.only == (bars.chart.words(part.category, part.series), ids)
    qtbot.waitUntil(lambda: settled(page, ids))


def test_the_keyboard_walks_the_bars_and_opens_one(
    qtbot: QtBot, main_window: MainWindow, board: ChartBoard
) -> None:
    bars = board.cards["level"].bars
    bars.setFocus()
    qtbot.keyClick(bars, Qt.Key.Key_Return)  # no bar is chosen yet
    assert main_window.current_key() == "dashboard"
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(bars, key)
    qtbot.keyClick(bars, Qt.Key.Key_Return)
    assert main_window.current_key() == "hazard"


def test_the_figures_stand_in_a_table_and_open_their_records_too(
    qtbot: QtBot, main_window: MainWindow, board: ChartBoard
) -> None:
    card = board.cards["duties"]
    qtbot.mouseClick(card.switch, Qt.MouseButton.LeftButton)
    assert card.table.isVisible() and not card.bars.isVisible()
    counts = [part.count for part in card.chart.parts[0]]
    assert [int(text_at(card, 0, column)) for column in (1, 2, 3)] == counts
    card.table.cellActivated.emit(0, 0)  # a label leads nowhere
    assert main_window.current_key() == "dashboard"
    place = next(column for column, count in enumerate(counts) if count)
    card.table.cellActivated.emit(0, place + 1)
    assert main_window.current_key() == "premises"


def text_at(card: ChartCard, row: int, column: int) -> str:
    item = card.table.item(row, column)
    assert item is not None
    return item.text()


def test_charts_follow_a_write_and_keep_showing_figures(
    qtbot: QtBot, main_window: MainWindow, board: ChartBoard
) -> None:
    card = board.cards["months"]
    qtbot.mouseClick(card.switch, Qt.MouseButton.LeftButton)
    before = card.chart.parts[-1][0].count
    main_window.office.add("hazard", factories.hazard(found_on="2026-11-22"))
    qtbot.waitUntil(lambda: card.chart.parts[-1][0].count == before + 1)
    assert card.is_showing_figures()


def test_a_place_without_a_bar_opens_nothing(
    qtbot: QtBot, main_window: MainWindow, board: ChartBoard
) -> None:
    bars = board.cards["months"].bars
    qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPointF(2, 2).toPoint())
    assert main_window.current_key() == "dashboard"
