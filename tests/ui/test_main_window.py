"""The shell: navigation, menus, status bar, and what is kept for the next start."""

from __future__ import annotations

from typing import Any, cast

import pytest
from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from desktop.office import Office
from tests import factories
from ui.main_window import MainWindow
from ui.models.filters import Filters
from ui.models.periods import Period, Span
from ui.navigation import PAGES
from ui.pages.ledger_page import LedgerPage
from ui.theme.tokens import tokens_now


def menu_actions(window: MainWindow) -> list[QAction]:
    return [action for menu in window.menus for action in menu.actions() if not action.isSeparator()]


def test_pages_are_made_only_when_they_are_shown(main_window: MainWindow) -> None:
    assert list(main_window.pages) == ["dashboard"]
    main_window.navigation.setCurrentRow([each.key for each in PAGES].index("hazard"))
    assert list(main_window.pages) == ["dashboard", "hazard"]


def test_every_page_opens_and_names_itself_in_the_title(main_window: MainWindow) -> None:
    for entry in PAGES:
        main_window.show_page(entry.key)
        title = main_window.windowTitle()
        assert title.split(" ")[0] == entry.label and title.endswith(" - 章浜社区居委会 - 村居安全台账")
        assert main_window.stack.currentWidget().isVisible()


def test_the_title_carries_the_period_of_a_page_that_has_one(main_window: MainWindow) -> None:
    def title_of(key: str) -> str:
        main_window.show_page(key)
        return main_window.windowTitle().partition(" - ")[0]

    titles = {key: title_of(key) for key in ("duties", "year_calendar", "wall_chart", "submission", "hazard")}
    assert titles == {
        "duties": "到期一览 2026年", "year_calendar": "年历 2026年", "wall_chart": "挂图作战 2026年",
        "submission": "报送 2026年11月", "hazard": "隐患台账",
    }  # fmt: skip
    main_window.open_list("hazard", Filters(period=Period(Span.LAST_MONTH)))
    assert main_window.windowTitle().startswith("隐患台账 2026年10月 - ")
    main_window.show_page("year_calendar")
    main_window.pages["year_calendar"].years.earlier.click()  # type: ignore[attr-defined]
    assert main_window.windowTitle().startswith("年历 2025年 - ")
    assert title_of("hazard") == "隐患台账 2026年10月"


@pytest.mark.parametrize("key", [each.key for each in PAGES])
def test_no_two_actions_in_the_menus_share_a_key(main_window: MainWindow, key: str) -> None:
    main_window.show_page(key)
    keys = [each.shortcut().toString() for each in menu_actions(main_window) if not each.shortcut().isEmpty()]
    assert len(keys) == len(set(keys))


def test_the_menus_show_the_keys_clerks_know(main_window: MainWindow) -> None:
    main_window.show_page("hazard")
    keys = {each.shortcut().toString() for each in menu_actions(main_window)}
    assert {"Ctrl+N", "Del", "Ctrl+P", "Ctrl+F", "F3", "F5", "Ctrl+C", "Ctrl+A", "F1", "F2", "Ctrl+Q"} <= keys


def test_status_bar_names_clerk_and_deadline_and_the_last_save(qtbot: QtBot, main_window: MainWindow) -> None:
    line = main_window.status_line
    assert (line.clerk.text(), line.deadline.text()) == ("填报人 王芳", "27日前还有 4 天")
    main_window.office.add("hazard", factories.hazard())
    qtbot.waitUntil(lambda: line.saved.text() == "已保存 09:30")


def test_ctrl_n_asks_for_a_new_record_of_the_page_shown(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, main_window: MainWindow
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(main_window.records, "new", lambda table, values=None: asked.append(table))
    main_window.activateWindow()
    for key in ("drill", "risk"):
        page = main_window.show_page(key)
        cast(LedgerPage, page).search_box.setFocus()
        qtbot.keyClick(cast(LedgerPage, page).search_box, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert asked == ["drill", "risk"]


def test_size_is_kept_and_the_day_begins_on_the_work_table(
    qtbot: QtBot, filled_office: Office, window_settings: QSettings
) -> None:
    first = MainWindow(filled_office, window_settings)
    first.show()
    first.resize(780, 640)
    first.show_page("risk")
    first.close()
    second = MainWindow(filled_office, window_settings)
    assert (second.width(), second.height()) == (780, 640)
    assert second.current_key() == "dashboard"
    second.close()
    first.deleteLater()
    second.deleteLater()


def test_dark_look_reaches_every_colour_and_is_kept(main_window: MainWindow) -> None:
    dark = next(each for each in main_window.view_menu.look_group.actions() if each.text() == "深色")
    dark.trigger()
    assert tokens_now().is_dark
    assert main_window.settings.value("look/shade") == "dark"
    next(each for each in main_window.view_menu.look_group.actions() if each.text() == "浅色").trigger()
    assert not tokens_now().is_dark


def test_large_words_enlarge_the_font(main_window: MainWindow) -> None:
    main_window.view_menu.large_action.setChecked(True)
    assert QApplication.font().pointSizeF() == 12.5
    main_window.view_menu.large_action.setChecked(False)
    assert QApplication.font().pointSizeF() == 10.5


@pytest.mark.parametrize("word", ["快捷键一览", "关于村居安全台账"])
def test_help_windows_open_and_close(main_window: MainWindow, word: str) -> None:
    seen: list[str] = []

    def close() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        seen.append(dialog.windowTitle())
        dialog.reject()

    QTimer.singleShot(0, close)
    next(each for each in menu_actions(main_window) if each.text() == word).trigger()
    assert seen == [word]


def test_a_new_hazard_is_typed_in_its_form_and_shown_in_the_list(
    qtbot: QtBot, main_window: MainWindow
) -> None:
    from ui.forms.record_dialog import RecordDialog

    page = cast(LedgerPage, main_window.show_page("hazard"))

    def fill_in() -> None:
        dialog = cast(Any, QApplication.activeModalWidget())
        assert isinstance(dialog, RecordDialog)
        dialog.form.set_values(
            factories.hazard(
                description="消防栓被杂物遮挡",
                found_on="2026-11-23",
                level="general",
                category="FIRE",
                source="patrol",
            )
        )
        dialog.save_button().click()

    QTimer.singleShot(0, fill_in)
    page.commands.new.trigger()
    assert page.office.get("hazard", page.selected_ids()[0])["description"] == "消防栓被杂物遮挡"


def test_a_step_is_taken_in_its_dialog(qtbot: QtBot, main_window: MainWindow) -> None:
    page = cast(LedgerPage, main_window.show_page("hazard"))
    hazard = page.office.find("hazard", "YH-2026-0002")

    def fill_in() -> None:
        dialog = cast(Any, QApplication.activeModalWidget())
        dialog.form.set_values(
            {"recheck_on": "2026-11-20", "recheck_by": factories.RECHECKER, "recheck_result": "pass"}
        )
        dialog.save_button().click()

    QTimer.singleShot(0, fill_in)
    main_window.records.act("hazard", hazard["id"], "recheck")
    assert page.office.get("hazard", hazard["id"])["recheck_result"] == "pass"


@pytest.mark.parametrize(
    ("key", "action"), [("hazard", "print_list"), ("risk", "print_list"), ("drill", "print_one")]
)
def test_printing_opens_the_preview_with_a_name_for_the_file(
    qtbot: QtBot, main_window: MainWindow, key: str, action: str
) -> None:
    from ui.preview.preview_window import PreviewWindow

    page = cast(LedgerPage, main_window.show_page(key))
    page.table.select_rows([0], 0)
    names: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, PreviewWindow):
            names.append(dialog.suggested_name)
            dialog.reject()

    poll = QTimer()
    poll.timeout.connect(look)
    poll.start(20)
    getattr(page.commands, action).trigger()
    qtbot.waitUntil(lambda: bool(names), timeout=60_000)
    poll.stop()
    expected = {
        "hazard": "隐患台账_截至2026-11-23",
        "risk": "风险清单_截至2026-11-23",
        "drill": "演练记录_YL-2026-0001",
    }[key]
    assert names == [f"章浜社区居委会_{expected}.pdf"]


def test_a_failed_write_is_told_in_the_bar(monkeypatch: pytest.MonkeyPatch, main_window: MainWindow) -> None:
    from db.errors import EnvironmentProblem
    from desktop.messages import sentence

    error = EnvironmentProblem("disk_full", path="D:/台账")

    def refuse(*asked: object) -> int:
        raise error

    monkeypatch.setattr(main_window.office, "restore", refuse)
    page = cast(Any, main_window.show_page("recycle_bin"))
    page.types.setCurrentIndex(page.types.findData("hazard"))
    page.restore_selected()
    assert main_window.bar.sentence.text() == sentence(error)
    assert main_window.bar.property("kind") == "problem"


def test_every_page_fits_into_the_navigation_of_a_small_screen(qtbot: QtBot, main_window: MainWindow) -> None:
    main_window.resize(1366, 740)
    navigation = main_window.navigation
    qtbot.waitUntil(lambda: navigation.verticalScrollBar().maximum() == 0)
    last = navigation.visualItemRect(navigation.item(navigation.count() - 1))
    assert last.bottom() <= navigation.viewport().rect().bottom()


def test_a_group_stands_apart_and_arrows_and_numbers_go_on_to_the_next_page(
    qtbot: QtBot, main_window: MainWindow
) -> None:
    navigation, keys = main_window.navigation, [each.key for each in PAGES]
    first = next(row for row, entry in enumerate(PAGES) if entry.begins_group)
    heights = [navigation.visualItemRect(navigation.item(row)).height() for row in (first - 1, first)]
    assert heights[1] > heights[0]
    navigation.setCurrentRow(first - 1)
    qtbot.keyClick(navigation, Qt.Key.Key_Down)
    assert main_window.current_key() == keys[first]
    qtbot.keyClick(navigation, Qt.Key.Key_Up)
    assert main_window.current_key() == keys[first - 1]
    main_window.activateWindow()
    for number in range(1, 10):
        qtbot.keyClick(main_window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
        assert main_window.current_key() == keys[number - 1]
