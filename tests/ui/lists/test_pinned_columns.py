"""The first columns stay in sight while the list is scrolled sideways."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui import sample_ledger
from ui.lists.list_header import ListHeader
from ui.main_window import MainWindow
from ui.pages.ledger_page import LedgerPage


@pytest.fixture
def page(qtbot: QtBot, main_window: MainWindow) -> LedgerPage:
    page = cast(LedgerPage, main_window.show_page("hazard"))
    for column in page.model.columns:
        page.columns.show_column(column.name, True)
    sample_ledger.many(page.office, 60)
    qtbot.waitUntil(lambda: page.model.rowCount() == 68)
    return page


def scroll(page: LedgerPage) -> None:
    bar = page.table.horizontalScrollBar()
    bar.setValue(bar.maximum())


def test_the_number_stays_while_the_rest_is_scrolled(page: LedgerPage) -> None:
    assert page.pins.view is None
    scroll(page)
    view = page.pins.view
    assert view is not None and view.isVisible()
    assert view.width() == page.table.columnWidth(0) + 1  # and its edge
    page.table.verticalScrollBar().setValue(30)
    assert view.verticalScrollBar().value() == 30
    page.table.horizontalScrollBar().setValue(0)
    assert not view.isVisible()


def test_a_click_there_selects_the_row_and_a_click_on_its_head_sorts(page: LedgerPage) -> None:
    scroll(page)
    view = page.pins.view
    assert view is not None
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(page.model.index(2, 0)).center()
    )
    assert page.selected_ids() == [page.model.record_id(2)]
    assert view.isVisible()
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    assert page.selected_ids() == [page.model.record_id(3)]
    assert view.isVisible()
    head = view.horizontalHeader()
    assert isinstance(head, ListHeader)
    place = head.funnel_place(0)
    place.setX(12)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.sort[0].field == "no" and not page.sort[0].descending
    assert head.sort_marks() == {0: "↑"}


def test_how_many_are_pinned_is_chosen_and_kept(main_window: MainWindow, page: LedgerPage) -> None:
    menu = page.columns.menu()
    pins = page.pins.menu(menu)
    page.table.setColumnWidth(0, 50)
    page.table.setColumnWidth(1, 50)
    next(each for each in pins.actions() if each.text() == "左边 2 列").trigger()
    scroll(page)
    view = page.pins.view
    assert view is not None and view.width() == page.table.columnWidth(0) + page.table.columnWidth(1) + 1
    page.pins.pin(0)
    assert not view.isVisible()
    page.pins.pin(3)
    page.table.setColumnWidth(2, 2000)
    assert page.pins.pinned() == [0, 1]
    again = MainWindow(main_window.office, main_window.settings)
    assert cast(LedgerPage, again.show_page("hazard")).pins.count == 3
    again.close()
    again.deleteLater()
    menu.deleteLater()
