"""The manual inside the program, opened from the page one is on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from desktop.handbook import FIRST
from ui.main_window import MainWindow
from ui.manual.chapters import chapter_of, chapters
from ui.manual.manual_window import ManualWindow
from ui.navigation import PAGES


@pytest.fixture
def manual(qtbot: QtBot, main_window: MainWindow) -> ManualWindow:
    return main_window.manual


def press_f1(window: MainWindow) -> None:
    menu = window.menus[-1]
    (action,) = [each for each in menu.actions() if each.shortcut().toString() == "F1"]
    action.trigger()


@pytest.mark.parametrize(
    ("page", "title"), [("hazard", "隐患、督办单和文书"), ("premises", "场所：一户一档")]
)
def test_f1_opens_the_chapter_about_the_page_one_is_on(
    main_window: MainWindow, page: str, title: str
) -> None:
    main_window.show_page(page)
    press_f1(main_window)
    assert main_window.manual.isVisible()
    assert main_window.manual.list.currentItem().text() == title
    assert title in main_window.manual.browser.toPlainText()


def test_every_page_has_a_chapter_and_every_chapter_a_chinese_title(main_window: MainWindow) -> None:
    names = {each.name for each in chapters()}
    assert {chapter_of(each.key) for each in PAGES} <= names
    assert [each.title for each in chapters() if each.title.isascii()] == []
    assert chapters()[0].name == FIRST


def test_words_are_found_in_the_chapter_that_has_them_and_then_in_the_next(manual: ManualWindow) -> None:
    manual.show_page("premises")
    manual.search("五落实")
    first = manual.chapter.name
    assert "五落实" in manual.chapter.text and manual.browser.textCursor().selectedText() == "五落实"
    assert manual.found.text().endswith("处")
    seen = {first}
    for _ in range(sum(each.text.count("五落实") for each in chapters())):
        manual.find_next()
        seen.add(manual.chapter.name)
    assert seen == {each.name for each in chapters() if "五落实" in each.text}


def test_words_that_are_nowhere_say_so(manual: ManualWindow) -> None:
    manual.search("量子计算机")
    assert manual.found.text() == "没有找到"


def test_a_link_leads_to_its_chapter(manual: ManualWindow) -> None:
    manual.show_page("document")
    manual.browser.anchorClicked.emit(QUrl("hazards.md"))
    assert manual.chapter.name == "hazards.md"
