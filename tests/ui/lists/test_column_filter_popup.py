"""Filters at the heads of columns, driven through the real main window."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db.spec.query import Sort
from tests import factories
from ui.lists.filter_popup import FilterPopup
from ui.main_window import MainWindow
from ui.models.column_filter import ColumnFilter
from ui.models.filters import Filters
from ui.models.periods import Period, Span
from ui.pages.ledger_page import LedgerPage


@pytest.fixture
def page(main_window: MainWindow) -> LedgerPage:
    return cast(LedgerPage, main_window.show_page("hazard"))


def place_of(page: LedgerPage, name: str) -> int:
    return [each.name for each in page.model.columns].index(name)


def shown(page: LedgerPage) -> list[str]:
    return [str(page.model.index(row, 0).data())[-1] for row in range(page.model.rowCount())]


def open_filter(qtbot: QtBot, page: LedgerPage, name: str) -> FilterPopup:
    """Click on the funnel of a column, and wait for its values."""
    page.columns.show_column(name, True)
    section, header = place_of(page, name), page.head.header
    page.table.horizontalScrollBar().setValue(page.table.horizontalScrollBar().maximum())
    if header.funnel_place(section).x() < 0:
        page.table.horizontalScrollBar().setValue(0)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=header.funnel_place(section))
    popup = page.head.popup
    assert popup is not None
    qtbot.waitUntil(lambda: popup.is_read)
    return popup


def test_the_funnel_of_a_column_offers_its_values_with_counts_and_sorts_nothing(
    qtbot: QtBot, page: LedgerPage
) -> None:
    popup = open_filter(qtbot, page, "status")
    assert popup.values.words() == ["已上账（4）", "整改中（1）", "待复查（2）", "已销号（1）"]
    assert page.sort == (Sort("no", descending=True),)
    popup.close()


def test_ticked_values_filter_and_their_chip_takes_them_off(qtbot: QtBot, page: LedgerPage) -> None:
    popup = open_filter(qtbot, page, "location")
    popup.values.tick_all(False)
    assert not popup.apply_button.isEnabled()
    popup.values.tick("悦来旅馆三楼走廊")
    popup.values.tick("老张面馆后厨")
    qtbot.mouseClick(popup.apply_button, Qt.MouseButton.LeftButton)
    assert shown(page) == ["5", "2"]
    (chip,) = page.filter_bar.chips()
    assert chip.toolTip() == "具体位置：老张面馆后厨、悦来旅馆三楼走廊"
    assert page.head.header.filtered_sections() == {place_of(page, "location")}
    chip.close_button.click()
    assert len(shown(page)) == 8
    assert page.head.header.filtered_sections() == frozenset()


def test_a_funnel_and_the_filter_above_the_list_are_one(qtbot: QtBot, page: LedgerPage) -> None:
    page.filter_bar.status_button.boxes["awaiting_recheck"].trigger()
    popup = open_filter(qtbot, page, "status")
    assert [each.word for each in popup.values.picked()] == ["待复查"]
    popup.values.tick("已销号")
    popup.apply()
    assert page.filter_bar.filters == Filters(statuses=("awaiting_recheck", "closed"))
    assert page.filter_bar.status_button.boxes["closed"].isChecked()
    open_filter(qtbot, page, "status").clear()
    assert page.filter_bar.filters == Filters()


def test_words_typed_narrow_the_values_also_by_pinyin_initials(qtbot: QtBot, page: LedgerPage) -> None:
    popup = open_filter(qtbot, page, "location")
    qtbot.keyClicks(popup.search, "ylvg")
    popup.search.search_now()
    assert popup.values.words() == []
    popup.search.setText("yllg")
    popup.search.search_now()
    assert popup.values.words() == ["悦来旅馆三楼走廊（1）"]
    qtbot.keyClick(popup.search, Qt.Key.Key_Return)
    assert shown(page) == ["5"]


def test_blank_is_a_value(qtbot: QtBot, page: LedgerPage) -> None:
    page.office.add("hazard", factories.planned_hazard(funds="3.5"))
    page.reload()
    popup = open_filter(qtbot, page, "funds")
    assert popup.values.words() == ["3.50（1）", "（空白）（8）"]
    popup.values.tick("3.50", False)
    popup.apply()
    assert len(shown(page)) == 8
    assert page.filter_bar.chips()[0].toolTip() == "整改资金（万元）：（空白）"


def test_days_are_filtered_by_a_click_or_from_one_to_another(qtbot: QtBot, page: LedgerPage) -> None:
    popup = open_filter(qtbot, page, "deadline")
    assert popup.days is not None
    qtbot.mouseClick(popup.days.buttons[Span.WEEK], Qt.MouseButton.LeftButton)
    assert page.filter_bar.chips()[0].toolTip() == "整改期限：本周（2026-11-23 至 2026-11-29）"
    assert "1" not in shown(page)
    popup = open_filter(qtbot, page, "deadline")
    assert popup.days is not None
    popup.days.first.input_widget().setText("2026.11.20")  # type: ignore[attr-defined]
    popup.days.last.input_widget().setText("不是日期")  # type: ignore[attr-defined]
    popup.apply()
    assert "读不出来" in popup.note.text()
    popup.days.last.input_widget().setText("20261122")  # type: ignore[attr-defined]
    popup.apply()
    assert page.filter_bar.filters.columns == (
        ColumnFilter("deadline", period=Period(Span.CUSTOM, "2026-11-20", "2026-11-22")),
    )
    assert shown(page) == ["2", "1"]


def test_numbers_are_filtered_between_bounds(qtbot: QtBot, page: LedgerPage) -> None:
    page.office.add("hazard", factories.planned_hazard(funds="3.5"))
    page.reload()
    popup = open_filter(qtbot, page, "funds")
    assert popup.numbers is not None
    popup.numbers.low.setText("３")
    popup.numbers.high.setText("x")
    popup.apply()
    assert "数字读不出来" in popup.note.text()
    popup.numbers.high.setText("")
    popup.apply()
    assert shown(page) == ["9"]
    assert page.filter_bar.chips()[0].toolTip() == "整改资金（万元）：不小于 3"


def test_alt_down_opens_the_filter_of_the_current_column(qtbot: QtBot, page: LedgerPage) -> None:
    page.table.setCurrentIndex(page.model.index(0, place_of(page, "level")))
    qtbot.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = page.head.popup
    assert popup is not None and popup.asked.name == "level"
    qtbot.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()


def test_shift_adds_a_sort_key_and_the_head_shows_their_turn(qtbot: QtBot, page: LedgerPage) -> None:
    header = page.head.header

    def click(name: str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        place = header.funnel_place(place_of(page, name))
        place.setX(header.sectionViewportPosition(place_of(page, name)) + 10)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, modifier, place)

    click("status")
    page.show_sorted((Sort("status"), Sort("deadline", descending=True)))
    assert header.sort_marks() == {place_of(page, "status"): "1↑", place_of(page, "deadline"): "2↓"}
    page.commands.restore_order.trigger()
    assert page.sort == (Sort("no", descending=True),)
    assert header.sort_marks() == {place_of(page, "no"): "↓"}


def test_a_long_column_says_so_and_is_filtered_by_the_words_typed(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, page: LedgerPage
) -> None:
    monkeypatch.setattr("ui.lists.filter_options.MOST", 3)
    popup = open_filter(qtbot, page, "location")
    assert len(popup.values.words()) == 3 and popup.note.isVisible()
    popup.search.setText("旅馆")
    popup.search.search_now()
    qtbot.waitUntil(lambda: popup.values.words() == ["悦来旅馆三楼走廊（1）"])
    popup.apply()
    assert page.filter_bar.filters.columns == (ColumnFilter("location", contains="旅馆"),)
    assert page.filter_bar.chips()[0].toolTip() == "具体位置：含“旅馆”"
    assert shown(page) == ["5"]


@pytest.mark.parametrize(
    "key", ["premises", "risk", "inspection", "task", "drill", "training", "document", "notice"]
)
def test_every_column_of_every_list_opens_its_filter(qtbot: QtBot, main_window: MainWindow, key: str) -> None:
    page = cast(LedgerPage, main_window.show_page(key))
    for column in page.model.columns:
        if column.name == "flags":
            continue
        popup = open_filter(qtbot, page, column.name)
        assert popup.asked.name == column.name
        popup.close()
