"""The list page, driven through the real main window: search, filters, sort, selection, deleting, copying."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any, cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox
from pytestqt.qtbot import QtBot

from db.spec.query import Query, Sort
from desktop.office import Office
from tests import factories
from tests.ui import sample_ledger
from ui.forms.record_dialog import RecordDialog
from ui.main_window import MainWindow
from ui.models.filters import Filters
from ui.models.periods import Period, Span
from ui.pages.ledger_page import LedgerPage
from ui.widgets.message_bar import SHOWN_MS

Attend = Callable[[type[QDialog], Callable[[Any], None]], None]


@pytest.fixture
def page(main_window: MainWindow) -> LedgerPage:
    return cast(LedgerPage, main_window.show_page("hazard"))


def shown(page: LedgerPage) -> list[str]:
    return [page.model.index(row, 0).data() for row in range(page.model.rowCount())]


def choose(page: LedgerPage, *rows: int) -> None:
    page.table.select_rows(list(rows), rows[-1])


def answer(monkeypatch: pytest.MonkeyPatch, word: str) -> list[QMessageBox]:
    """Press the button of that word in the next box."""
    boxes: list[QMessageBox] = []

    def press(box: QMessageBox) -> int:
        boxes.append(box)
        next(each for each in box.buttons() if each.text().startswith(word)).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", press)
    return boxes


def test_list_shows_the_newest_number_first(page: LedgerPage) -> None:
    assert shown(page)[0] == "YH-2026-0008"
    assert len(shown(page)) == 8


def test_typed_words_filter_the_list_after_a_pause(qtbot: QtBot, page: LedgerPage) -> None:
    page.search_box.insert("燃气软管")
    assert page.model.rowCount() == 8
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert page.filter_bar.chips()[0].toolTip() == "搜索：燃气软管"


def test_nothing_is_searched_while_an_input_method_composes(qtbot: QtBot, page: LedgerPage) -> None:
    searched: list[str] = []
    page.search_box.searched.connect(searched.append)
    QApplication.sendEvent(page.search_box, QInputMethodEvent("ranqi", []))
    page.search_box.search_now()
    assert searched == []
    commit = QInputMethodEvent("", [])
    commit.setCommitString("燃气")
    QApplication.sendEvent(page.search_box, commit)
    qtbot.waitUntil(lambda: searched == ["燃气"])


def test_a_ticked_state_filters_and_its_chip_takes_it_off(page: LedgerPage) -> None:
    page.filter_bar.status_button.boxes["awaiting_recheck"].trigger()
    assert shown(page) == ["YH-2026-0003", "YH-2026-0002"]
    (chip,) = page.filter_bar.chips()
    assert chip.toolTip() == "状态：待复查"
    chip.close_button.click()
    assert len(shown(page)) == 8


def test_clearing_takes_every_filter_off_and_empties_the_search_box(page: LedgerPage) -> None:
    page.show_filters(Filters(search="通道", is_overdue=True, choices={"level": ("general",)}))
    assert shown(page) == ["YH-2026-0001"]
    page.filter_bar.clear_button.click()
    assert len(shown(page)) == 8
    assert page.search_box.text() == ""
    assert not page.filter_bar.clear_button.isEnabled()


def test_a_period_keeps_what_falls_into_it(page: LedgerPage) -> None:
    page.show_filters(Filters(period=Period(Span.CUSTOM, "2026-11-16", "2026-11-18")))
    assert shown(page) == ["YH-2026-0006", "YH-2026-0005"]


def test_a_search_without_a_hit_says_so_and_offers_to_clear(page: LedgerPage) -> None:
    page.show_filters(Filters(search="没有这种东西"))
    assert page.stack.currentWidget() is page.empty
    assert page.empty.heading.text() == "没有符合条件的记录"


def test_an_empty_ledger_says_what_to_do(main_window: MainWindow) -> None:
    office = main_window.office
    office.retire("drill", office.ids("drill", Query()))
    page = cast(LedgerPage, main_window.show_page("drill"))
    assert page.empty.isVisible()
    assert page.empty.heading.text() == "还没有演练记录"
    assert "新增演练" in page.empty.sentence.text()


def test_clicking_a_header_sorts_and_clicking_again_reverses(qtbot: QtBot, page: LedgerPage) -> None:
    header = page.table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(0) + 10, 10)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert shown(page)[0] == "YH-2026-0001"
    assert page.head.header.sort_marks() == {0: "↑"}
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert shown(page)[0] == "YH-2026-0008"
    assert page.head.header.sort_marks() == {0: "↓"}


def test_sort_and_columns_are_kept_for_the_next_start(
    qtbot: QtBot, main_window: MainWindow, page: LedgerPage
) -> None:
    page.sort = (Sort("found_on"),)
    page.columns.show_column("location", True)
    page.table.setColumnWidth(2, 333)
    page.keep()
    again = MainWindow(main_window.office, main_window.settings)
    kept = cast(LedgerPage, again.show_page("hazard"))
    assert kept.sort == (Sort("found_on"),)
    assert "location" in [each.name for each in kept.columns.shown_columns()]
    assert kept.table.columnWidth(2) == 333
    again.close()
    again.deleteLater()


def test_restoring_the_columns_forgets_what_the_clerk_changed(page: LedgerPage) -> None:
    names = [each.name for each in page.columns.shown_columns()]
    page.table.horizontalHeader().moveSection(0, 2)
    page.columns.show_column("level", False)
    page.commands.restore_columns.trigger()
    assert [each.name for each in page.columns.shown_columns()] == names


def test_the_last_column_cannot_be_hidden(page: LedgerPage) -> None:
    for each in page.columns.shown_columns():
        page.columns.show_column(each.name, False)
    assert len(page.columns.shown_columns()) == 1


def test_arrow_keys_move_the_detail(qtbot: QtBot, page: LedgerPage) -> None:
    choose(page, 0)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert page.selected_ids() == [page.model.record_id(1)]
    assert page.detail.record is not None and page.detail.record["no"] == "YH-2026-0007"


def test_find_next_goes_on_and_begins_again_at_the_end(page: LedgerPage) -> None:
    page.show_filters(Filters(statuses=("awaiting_recheck",)))
    choose(page, 0)
    page.commands.find_next.trigger()
    assert page.table.currentIndex().row() == 1
    page.commands.find_next.trigger()
    assert page.table.currentIndex().row() == 0


def test_selection_stays_with_its_records_when_others_are_added(qtbot: QtBot, page: LedgerPage) -> None:
    choose(page, 1, 3)
    before = page.selected_ids()
    page.office.add("hazard", factories.hazard())
    qtbot.waitUntil(lambda: page.model.rowCount() == 9)
    assert page.selected_ids() == before
    assert list(page.table.selected_rows()) == [2, 4]


def test_a_hidden_page_reads_its_list_again_only_when_it_is_shown(
    qtbot: QtBot, main_window: MainWindow, page: LedgerPage
) -> None:
    main_window.show_page("premises")
    with qtbot.waitSignal(main_window.relay.changed):
        page.office.add("hazard", factories.hazard())
    assert page.model.rowCount() == 8
    main_window.show_page("hazard")
    assert page.model.rowCount() == 9


def test_deleting_asks_first_and_undo_brings_all_back(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, main_window: MainWindow, page: LedgerPage
) -> None:
    boxes = answer(monkeypatch, "删除 3 条")
    choose(page, 0, 1, 2)
    page.commands.delete.trigger()
    assert "YH-2026-0008" in boxes[0].informativeText()
    assert boxes[0].defaultButton().text() == "取消"
    qtbot.waitUntil(lambda: page.model.rowCount() == 5)
    assert main_window.bar.sentence.text().startswith("已删除 3 条")
    assert main_window.bar.timer.remainingTime() > 10_000 and SHOWN_MS >= 10_000
    main_window.bar.action_button.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 8)


def test_cancelling_the_box_deletes_nothing(monkeypatch: pytest.MonkeyPatch, page: LedgerPage) -> None:
    answer(monkeypatch, "取消")
    choose(page, 0)
    page.commands.delete.trigger()
    assert page.office.count("hazard", Query()) == 8


def test_the_delete_key_in_the_search_box_deletes_no_record(qtbot: QtBot, page: LedgerPage) -> None:
    choose(page, 0)
    page.search_box.setFocus()
    qtbot.keyClick(page.search_box, Qt.Key.Key_Delete)
    assert page.office.count("hazard", Query()) == 8


def test_copied_rows_carry_headers_and_no_stray_tabs(page: LedgerPage) -> None:
    choose(page, 6, 7)
    page.commands.copy_rows.trigger()
    lines = QGuiApplication.clipboard().text().rstrip("\n").split("\n")
    assert lines[0].split("\t") == ["编号", "隐患级别", "隐患描述", "整改期限", "状态", "标记", "报送"]
    assert lines[2].split("\t") == [
        "YH-2026-0001",
        "一般",
        "二楼疏散通道堆放纸箱、泡沫等可燃物，安全出口上锁",
        "2026-11-20 逾期3天",
        "整改中",
        "",
        "未报送",
    ]


def test_actions_that_make_no_sense_rest_and_say_why(page: LedgerPage) -> None:
    page.table.clearSelection()
    assert not page.commands.delete.isEnabled()
    assert page.commands.delete.toolTip() == "请先选中记录"
    choose(page, 0, 1)
    assert page.commands.open.toolTip() == "一次只能选一条记录"
    choose(page, 0)
    assert page.commands.open.isEnabled()
    assert "Enter" in page.commands.open.toolTip()


def test_right_click_menu_offers_what_the_toolbar_offers(page: LedgerPage) -> None:
    menu = page.commands.context_menu()
    names = [each.objectName() for each in menu.actions() if not each.isSeparator()]
    assert names == [
        "new",
        "new_fixed",
        "open",
        "copy",
        "bulk_change",
        "print_list",
        "print_selected",
        "delete",
        "copy_rows",
        "pick_cells",
        "select_all",
    ]
    menu.deleteLater()


def test_selecting_all_of_a_long_list_is_quick_and_means_all(qtbot: QtBot, page: LedgerPage) -> None:
    sample_ledger.many(page.office, 1200)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1208)
    page.table.selectAll()
    assert page.table.is_all_selected
    assert page.table.selected_count() == 1208
    assert len(page.selected_ids()) == 1208
    choose(page, 3)
    assert page.table.selected_count() == 1


def test_a_saved_record_is_shown_even_when_a_filter_would_hide_it(page: LedgerPage) -> None:
    page.show_filters(Filters(statuses=("closed",)))
    record = page.office.add("hazard", factories.hazard())
    page.show_saved(record["id"])
    assert page.selected_ids() == [record["id"]]
    assert not page.filter_bar.filters.is_filtering()


def test_counts_tell_all_filtered_and_selected(main_window: MainWindow, page: LedgerPage) -> None:
    page.show_filters(Filters(is_overdue=True))
    choose(page, 0)
    assert main_window.status_line.counts.text() == "共 8 条 · 已筛选 2 · 已选 1"


def test_a_damaged_list_says_so_in_the_bar_and_keeps_what_it_shows(
    main_window: MainWindow, page: LedgerPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = damaged_copy(page.office)
    monkeypatch.setattr(page.model, "source", damaged)
    page.commands.refresh.trigger()
    assert shown_ids(page) == 8
    assert main_window.bar.isVisible()
    assert "损坏" in main_window.bar.sentence.text()
    damaged.close()


def test_rows_that_cannot_be_read_are_blank_and_told_in_the_bar(
    main_window: MainWindow, page: LedgerPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = damaged_copy(page.office, "hazard")
    monkeypatch.setattr(page.model, "source", damaged)
    page.commands.refresh.trigger()
    assert shown(page) == [None] * 8
    assert "损坏" in main_window.bar.sentence.text()
    damaged.close()


def shown_ids(page: LedgerPage) -> int:
    return len([page.model.record_id(row) for row in range(page.model.rowCount())])


def damaged_copy(office: Office, name: str = "hazard_in_order") -> Office:
    """The same ledger with the root page of a table or index overwritten, as a worn stick does."""
    copy = office.database.with_name("坏盘.db")
    office.store.reader().execute("PRAGMA query_only = OFF")
    office.store.reader().execute("VACUUM INTO ?", (str(copy),))
    office.store.reader().execute("PRAGMA query_only = ON")
    with closing(sqlite3.connect(copy)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    content = bytearray(copy.read_bytes())
    content[(root - 1) * size : root * size] = b"\xff" * size
    copy.write_bytes(content)
    return Office.open(copy, office.clock)


def test_the_way_back_from_all_filters_stands_beside_the_chips(qtbot: QtBot, page: LedgerPage) -> None:
    page.show_filters(Filters(statuses=("registered",)))
    (chip,), clear = page.filter_bar.chips(), page.filter_bar.clear_button
    qtbot.waitUntil(lambda: not clear.geometry().intersects(chip.geometry()))


@pytest.mark.parametrize("key", [Qt.Key.Key_F2, Qt.Key.Key_F4])
def test_f2_changes_the_record_in_the_field_of_the_clicked_cell(
    page: LedgerPage, attend: Attend, key: Qt.Key
) -> None:
    place = [each.name for each in page.model.columns].index("deadline")
    spot = page.table.visualRect(page.model.index(2, place)).center()
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    wanted = page.selected_ids()
    met: list[tuple[str, bool]] = []

    def look(dialog: RecordDialog) -> None:
        assert dialog.record is not None
        line = dialog.form.editor("deadline").input_widget()
        met.append((dialog.record["id"], dialog.focusWidget() is line))
        dialog.reject()

    attend(RecordDialog, look)
    QTest.keyClick(page.table, key)
    assert met == [(wanted[0], True)]


def test_f2_in_a_cell_that_no_form_has_begins_with_the_first_field(page: LedgerPage, attend: Attend) -> None:
    choose(page, 0)

    def look(dialog: RecordDialog) -> None:
        assert dialog.focusWidget() is dialog.form.editor("description").input_widget()
        dialog.reject()

    attend(RecordDialog, look)
    QTest.keyClick(page.table, Qt.Key.Key_F2)
