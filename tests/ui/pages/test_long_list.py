"""A list longer than its first block: shown at once, complete soon after, and whole for whoever needs all of it."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.spec.query import Query
from desktop.office import Office
from tests import factories
from tests.ui import sample_ledger
from ui.main_window import MainWindow
from ui.models.filters import Filters
from ui.models.list_completion import Rest
from ui.models.record_table_model import FIRST_ROWS
from ui.pages.ledger_page import LedgerPage

MANY = 3 * FIRST_ROWS
ALL = MANY + 8


@pytest.fixture
def filled_office(filled_office: Office) -> Office:
    sample_ledger.many(filled_office, MANY)
    return filled_office


@pytest.fixture
def page(main_window: MainWindow) -> LedgerPage:
    """The page of the hazards, of which only the first block was read."""
    return cast(LedgerPage, main_window.show_page("hazard"))


@pytest.fixture
def whole_page(qtbot: QtBot, page: LedgerPage) -> LedgerPage:
    """The same page once the rest was read."""
    qtbot.waitUntil(lambda: page.model.is_complete)
    return page


def words(window: MainWindow) -> str:
    return window.status_line.counts.text()


def test_the_first_block_is_there_at_once_and_the_rest_after_the_job(
    qtbot: QtBot, main_window: MainWindow, page: LedgerPage
) -> None:
    assert page.model.rowCount() == FIRST_ROWS
    assert words(main_window) == "共 … 条"
    qtbot.waitUntil(lambda: page.model.is_complete)
    shown = [page.model.record_id(row) for row in range(page.model.rowCount())]
    assert shown == page.office.ids("hazard", page.query())
    assert words(main_window) == f"共 {ALL} 条"


def test_the_rest_moves_neither_selection_nor_scrolling(qtbot: QtBot, page: LedgerPage) -> None:
    page.table.select_rows([3, 5], 5)
    page.table.verticalScrollBar().setValue(4)
    before = page.selected_ids()
    qtbot.waitUntil(lambda: page.model.is_complete)
    assert page.selected_ids() == before
    assert page.table.currentIndex().row() == 5
    assert page.table.verticalScrollBar().value() == 4


def test_a_long_filtered_list_tells_its_counts_when_they_are_known(
    qtbot: QtBot, main_window: MainWindow, page: LedgerPage
) -> None:
    page.show_filters(Filters(search="疏散通道堆物"))
    assert words(main_window) == "共 … 条"
    qtbot.waitUntil(lambda: "…" not in words(main_window))
    assert words(main_window) == f"共 {ALL} 条 · 已筛选 {MANY}"


def test_an_older_rest_never_overwrites_a_newer_query(
    qtbot: QtBot, main_window: MainWindow, page: LedgerPage
) -> None:
    told: list[Rest] = []
    page.completion.read.connect(told.append)
    for _ in range(5):
        page.show_filters(Filters(search="疏散通道堆物"))
        qtbot.wait(35)  # the job of this query has begun, or is even done and waits to be told
        page.show_filters(Filters(search="燃气软管"))
        assert page.model.rowCount() == 1
        QApplication.processEvents()
        assert page.model.rowCount() == 1
    page.show_filters(Filters())
    qtbot.waitUntil(lambda: page.model.is_complete)
    assert page.model.rowCount() == ALL
    assert told[-1].query == page.query()


def test_a_rest_that_does_not_follow_from_the_first_block_reads_the_list_again(
    qtbot: QtBot, page: LedgerPage
) -> None:
    newer = ["0" * 26, *page.office.ids("hazard", page.query())]
    page.completion.read.emit(Rest(page.query(), newer, None))
    assert page.model.rowCount() == FIRST_ROWS
    qtbot.waitUntil(lambda: page.model.is_complete)
    assert page.model.rowCount() == ALL


def test_closing_the_window_while_the_rest_is_read_is_clean(
    qtbot: QtBot, main_window: MainWindow, page: LedgerPage
) -> None:
    for pause_ms in (0, 31):
        page.reload()
        qtbot.wait(pause_ms)
    main_window.close()
    main_window.office.close()
    qtbot.wait(60)
    assert page.model.rowCount() in (FIRST_ROWS, ALL)


def test_selecting_all_at_once_means_the_whole_list(page: LedgerPage) -> None:
    page.table.selectAll()
    assert page.table.selected_count() == ALL
    assert len(page.selected_ids()) == ALL


def test_the_end_key_goes_to_the_last_record_at_once(qtbot: QtBot, page: LedgerPage) -> None:
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_End)
    assert page.table.currentIndex().row() == ALL - 1


def test_find_next_goes_on_behind_the_first_block(page: LedgerPage) -> None:
    page.table.select_rows([FIRST_ROWS - 1], FIRST_ROWS - 1)
    page.commands.find_next.trigger()
    assert page.table.currentIndex().row() == FIRST_ROWS


def test_a_record_behind_the_first_block_is_gone_to(page: LedgerPage) -> None:
    last = page.office.ids("hazard", page.query())[-1]
    page.go_to(last)
    assert page.selected_ids() == [last]


def test_what_is_printed_is_the_whole_list(
    monkeypatch: pytest.MonkeyPatch, main_window: MainWindow, page: LedgerPage
) -> None:
    asked: list[Query] = []
    monkeypatch.setattr(main_window.records, "print_list", lambda table, query, *more: asked.append(query))
    page.commands.print_list.trigger()
    assert page.office.count("hazard", asked[0]) == ALL


def test_refreshing_keeps_a_selection_and_a_view_behind_the_first_block(
    qtbot: QtBot, whole_page: LedgerPage
) -> None:
    page = whole_page
    page.table.select_rows([450, 470], 470)
    page.table.scrollTo(page.model.index(460, 0))
    before, first = page.selected_ids(), page.table.verticalScrollBar().value()
    page.office.add("hazard", factories.hazard())
    qtbot.waitUntil(lambda: page.model.rowCount() == ALL + 1)
    assert page.selected_ids() == before
    assert page.table.verticalScrollBar().value() == first


def test_a_filter_keeps_the_selected_record_that_it_finds_behind_its_first_block(
    whole_page: LedgerPage,
) -> None:
    page = whole_page
    page.table.select_rows([500], 500)
    before = page.selected_ids()
    page.show_filters(Filters(search="疏散通道堆物"))
    assert page.selected_ids() == before


def test_a_filter_that_leaves_the_selected_record_out_begins_at_the_top(whole_page: LedgerPage) -> None:
    page = whole_page
    page.table.select_rows([ALL - 2], ALL - 2)
    page.table.scrollTo(page.model.index(ALL - 2, 0))
    page.show_filters(Filters(search="处疏散通道堆物"))
    assert page.table.currentIndex().row() == 0
    assert page.table.verticalScrollBar().value() == 0


def test_all_selected_does_not_become_more_when_a_filter_is_taken_off(whole_page: LedgerPage) -> None:
    page = whole_page
    sample_ledger.many(page.office, 1000)
    page.show_filters(Filters(search="疏散通道堆物"))
    page.table.selectAll()
    assert page.table.is_all_selected
    page.show_filters(Filters())
    assert page.table.selected_count() == 0
