"""年历 in the main window."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests import factories
from ui.main_window import MainWindow
from ui.pages.ledger_page import LedgerPage
from ui.pages.year_calendar import EntryRow, YearCalendar


@pytest.fixture
def page(qtbot: QtBot, main_window: MainWindow) -> YearCalendar:
    found = cast(YearCalendar, main_window.show_page("year_calendar"))
    qtbot.waitUntil(lambda: bool(found.rows))
    return found


def row_of(page: YearCalendar, key: str, month: int) -> EntryRow:
    return next(each for each in page.rows if (each.entry.key, each.entry.due.month) == (key, month))


def test_the_present_month_is_named_and_what_is_done_follows_a_write(
    qtbot: QtBot, main_window: MainWindow, page: YearCalendar
) -> None:
    assert page.months[10].title.text() == "11月（本月）"
    assert row_of(page, "fire_month", 11).mark.word == "本期待办"
    main_window.office.add("training", factories.publicity(occasion="消防宣传月", date="2026-11-10"))
    qtbot.waitUntil(lambda: row_of(page, "fire_month", 11).mark.word == "已办 1")


def test_the_page_opens_at_the_present_month(qtbot: QtBot, main_window: MainWindow) -> None:
    main_window.resize(1000, 620)
    page = cast(YearCalendar, main_window.show_page("year_calendar"))
    card = page.months[10]
    qtbot.waitUntil(lambda: bool(page.rows) and card.visibleRegion().boundingRect().height() == card.height())


def test_an_entry_opens_its_records_or_the_page_on_which_it_is_done(
    qtbot: QtBot, main_window: MainWindow, page: YearCalendar
) -> None:
    row = row_of(page, "filing", 12)
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    drills = cast(LedgerPage, main_window.pages["drill"])
    assert drills.filter_bar.filters.only == ("演练资料归档：未办", row.entry.found.ids)
    main_window.show_page("year_calendar")
    qtbot.mouseClick(row_of(page, "return", 11), Qt.MouseButton.LeftButton)
    assert main_window.current_key() == "submission"


def test_another_year_is_one_click_away(qtbot: QtBot, page: YearCalendar) -> None:
    with qtbot.waitSignal(page.year_shown):
        qtbot.mouseClick(page.years.earlier, Qt.MouseButton.LeftButton)
    assert page.years.label.text() == "2025年"
    assert {each.entry.due.year for each in page.rows} == {2025}
    with qtbot.waitSignal(page.year_shown):
        qtbot.mouseClick(page.years.later, Qt.MouseButton.LeftButton)
    assert {each.entry.due.year for each in page.rows} == {2026}
