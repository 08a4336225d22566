"""The street's window: which pages it has, and ledgers that can be looked at and not changed."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from db.clock import FixedClock
from db.errors import AppError
from desktop.ledger_papers import list_key, print_form
from desktop.office import Office
from desktop.spreadsheets.exporting import Export, export
from desktop.street.street_ledger import StreetLedger, opened_ledger
from tests import factories
from tests.desktop.street.exchange_kit import STREET, Committee, Street
from tests.fixtures_windows import Attend
from tests.printed_text import text_of
from ui.models.column_filter import ColumnFilter
from ui.models.filters import Filters
from ui.pages.ledger_page import LedgerPage
from ui.preview.preview_window import PreviewWindow
from ui.street.navigation import STREET_PAGES
from ui.street.street_window import StreetWindow


def receive_all(street: Street, *committees: Committee) -> None:
    for each in committees:
        street.receives(each.sends(street.receipts.parent))


@pytest.mark.parametrize("key", [each.key for each in STREET_PAGES])
def test_every_page_opens_empty_and_says_what_belongs_there(window: StreetWindow, key: str) -> None:
    page = window.show_page(key)
    assert page.isVisible()
    assert "夏阳街道办事处" in window.windowTitle()


def test_the_status_bar_names_the_street_where_nobody_signs_in(window: StreetWindow) -> None:
    assert window.status_line.clerk.text() == "夏阳街道办事处"


def test_database_says_itself_whose_it_is(street: Street, office: Office) -> None:
    for database, is_street in ((street.desk.store.path, True), (office.database, False)):
        opened = opened_ledger(database)
        assert opened.is_street is is_street
        opened.close()


@pytest.mark.parametrize(
    ("day", "words"),
    [(23, "27日前还有 4 天"), (27, "今天是27日报送截止日"), (30, "27日截止，已过 3 天")],
)
def test_the_status_bar_tells_a_street_its_name_and_how_many_days_have_passed(
    window: StreetWindow, clock: FixedClock, day: int, words: str
) -> None:
    clock.moment = clock.moment.replace(day=day)
    window.status_line.show_day()
    assert (window.status_line.clerk.text(), window.status_line.deadline.text()) == (STREET["name"], words)


def test_list_shows_the_records_of_all_committees_with_their_names(
    enrolled: Street, committee: Committee, neighbour: Committee, window: StreetWindow
) -> None:
    receive_all(enrolled, committee, neighbour)
    page = cast(LedgerPage, window.show_page("hazard"))
    names = [each.name for each in page.model.columns]
    column = names.index("committee_code")
    shown = {page.model.index(row, column).data() for row in range(page.model.rowCount())}
    assert shown == {committee.office.committee["name"], "青松社区居委会"}


def test_list_is_filtered_and_sorted_by_committee(
    enrolled: Street, committee: Committee, neighbour: Committee, window: StreetWindow
) -> None:
    neighbour.adds(factories.hazard(), factories.hazard())
    receive_all(enrolled, committee, neighbour)
    page = cast(LedgerPage, window.show_page("hazard"))
    one = ColumnFilter("committee_code", ("310118001001",), ("青松社区居委会",))
    page.show_filters(Filters(columns=(one,)))
    assert page.model.rowCount() == 3
    chips = page.filter_bar.filters.chips(page.kind.record_type, page.office.clock.today())
    assert chips == [("column:committee_code", "村居：青松社区居委会")]


def test_committees_are_offered_by_name_behind_the_button(
    qtbot: QtBot, enrolled: Street, committee: Committee, neighbour: Committee, window: StreetWindow
) -> None:
    receive_all(enrolled, committee, neighbour)
    page = cast(LedgerPage, window.show_page("hazard"))
    button = next(each for each in page.findChildren(QAbstractButton) if each.text() == "村居")
    button.click()
    popup = page.head.popup
    assert popup is not None
    qtbot.waitUntil(lambda: popup.is_read, timeout=60_000)
    assert "青松社区居委会（1）" in popup.values.words()
    popup.values.tick_all(False)
    popup.values.tick("青松社区居委会")
    popup.apply()
    assert page.model.rowCount() == 1


def test_nothing_can_be_written_in_a_list(
    enrolled: Street, committee: Committee, window: StreetWindow
) -> None:
    receive_all(enrolled, committee)
    page = cast(LedgerPage, window.show_page("hazard"))
    page.table.select_rows([0], 0)
    writing = ("新增隐患", "修改", "删除", "复制", "批量修改…", "即查即改", "导入")
    seen = [each.text() for each in page.findChildren(QAbstractButton) if each.isVisible()]
    menu = [each.text() for each in page.menu_actions()[0]]
    assert not set(writing) & {*seen, *menu}
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Return):
        QTest.keyClick(page.table, key)
    assert page.model.rowCount() == 1


def test_list_goes_out_with_the_committees_names(
    enrolled: Street, committee: Committee, neighbour: Committee, window: StreetWindow, tmp_path: Path
) -> None:
    receive_all(enrolled, committee, neighbour)
    page = cast(LedgerPage, window.show_page("hazard"))
    names = tuple(each.name for each in page.columns.shown_columns())
    export(
        window.street,
        Export("hazard", page.query(), "隐患台账", names, with_mark=False),
        tmp_path / "表.xlsx",
    )
    sheet = openpyxl.load_workbook(tmp_path / "表.xlsx").active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:2] == ["编号", "村居"] and "青松社区居委会" in {row[1] for row in rows[1:]}
    printed = print_form(window.street, list_key("hazard", names), page.query())
    text = text_of(printed.pdf)
    assert "青松社区居委会" in text and "夏阳街道办事处" in text


def test_detail_says_whose_the_record_is_and_shows_the_figures_of_a_return(
    qtbot: QtBot, enrolled: Street, committee: Committee, window: StreetWindow
) -> None:
    committee.signs_return()
    receive_all(enrolled, committee)
    page = cast(LedgerPage, window.show_page("monthly_return"))
    page.table.select_rows([0], 0)

    def said() -> list[str]:
        return [each.text() for each in page.detail.findChildren(QLabel) if each.isVisible()]

    qtbot.waitUntil(lambda: "随月报报来的数据" in said(), timeout=60_000)
    assert any(committee.office.committee["name"] in each for each in said())
    assert "未报送" not in said()


def test_f1_opens_the_streets_chapter_on_every_page(window: StreetWindow) -> None:
    for key in ("roster", "hazard"):
        window.show_page(key)
        (action,) = [each for each in window.menus[-1].actions() if each.shortcut().toString() == "F1"]
        action.trigger()
        assert window.manual.chapter.name == "street.md"


def test_street_refuses_to_change_a_record(
    enrolled: Street, committee: Committee, ledger: StreetLedger
) -> None:
    receive_all(enrolled, committee)
    [record_id] = ledger.ids("hazard", Filters().query(ledger.clock.today(), ()))
    with pytest.raises(AppError, match="street_reads_only"):
        ledger.change("hazard", record_id, {"description": "别人写的"})
    with pytest.raises(AppError, match="street_reads_only"):
        ledger.retire("hazard", [record_id])


def test_record_is_printed_as_its_committees_paper_and_a_selection_as_one(
    qtbot: QtBot,
    enrolled: Street,
    committee: Committee,
    neighbour: Committee,
    window: StreetWindow,
    attend: Attend,
) -> None:
    for each in (committee, neighbour):
        each.office.add("drill", factories.drill())
        each.office.add("risk", factories.risk())
    receive_all(enrolled, committee, neighbour)
    names: list[str] = []

    def look(preview: PreviewWindow) -> None:
        names.append(preview.windowTitle())
        preview.reject()

    drills = cast(LedgerPage, window.show_page("drill"))
    drills.table.select_rows([0], 0)
    attend(PreviewWindow, look)
    drills.commands.print_one.trigger()
    qtbot.waitUntil(lambda: len(names) == 1, timeout=60_000)
    drills.table.select_rows([0, 1], 0)
    attend(PreviewWindow, look)
    drills.commands.print_selected.trigger()
    qtbot.waitUntil(lambda: len(names) == 2, timeout=60_000)
    assert "居委会YL-" in names[0] and "2份" in names[1]
    risks = cast(LedgerPage, window.show_page("risk"))
    risks.table.select_rows([0], 0)
    buttons = lambda: {each.text(): each for each in risks.detail.findChildren(QAbstractButton)}  # noqa: E731
    qtbot.waitUntil(lambda: "打印风险告知卡" in buttons(), timeout=60_000)
    attend(PreviewWindow, look)
    buttons()["打印风险告知卡"].click()
    qtbot.waitUntil(lambda: len(names) == 3, timeout=60_000)
    assert not buttons().keys() & {"措施失效，转为隐患", "编辑", "删除"}
