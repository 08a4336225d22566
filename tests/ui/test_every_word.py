"""What a clerk reads and a screen reader says, on every page and in every form: Chinese words, and a name for all."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from db.spec import RECORD_TYPES
from tests.ui.test_main_window import menu_actions
from ui.forms.record_dialog import RecordDialog
from ui.main_window import MainWindow
from ui.navigation import PAGES
from ui.qt_guards import install_chinese_qt_texts

LATIN = re.compile(r"[A-Za-z]{2,}")
# Names of keys, products, formats and methods, and what a record itself holds.
NOT_ENGLISH = re.compile(
    r"Excel|WPS|PDF|CSV|JPG|GPS|GB|MB|KB|Qt|ID|LEC|LS|AQ|Ctrl|Shift|Alt|Enter|Esc|Del|Tab|F\d+|IMG_\d+|[A-Z]{2}-\d{4}-\d{4}"
)
READ = ("text", "placeholderText", "toolTip", "windowTitle", "title", "accessibleName", "currentText")
ACTED_ON = (
    QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QPlainTextEdit, QAbstractSpinBox,
)  # fmt: skip


@pytest.fixture(autouse=True)
def chinese_qt(qapp: QApplication) -> Iterator[None]:
    """Qt's own words as the program has them."""
    texts = install_chinese_qt_texts(qapp)
    yield
    qapp.removeTranslator(texts)


def words_of(window: QWidget) -> Iterator[tuple[str, str]]:
    for widget in (window, *window.findChildren(QWidget)):
        for reader in READ:
            read = getattr(widget, reader, None)
            words = read() if callable(read) and not isinstance(widget, QAbstractItemView) else ""
            if isinstance(words, str) and words:
                yield f"{type(widget).__name__}.{reader}", words
    for action in window.findChildren(QAction):
        yield "QAction.text", action.text()
        yield "QAction.toolTip", action.toolTip()


def english_in(window: QWidget) -> set[tuple[str, str]]:
    return {
        (place, words)
        for place, words in words_of(window)
        if LATIN.search(NOT_ENGLISH.sub("", re.sub(r"<[^>]*>", "", words)))
    }


def nameless_in(window: QWidget) -> list[str]:
    labelled = {label.buddy() for label in window.findChildren(QLabel) if label.buddy()}
    found = []
    for widget in window.findChildren(QWidget):
        is_part = isinstance(widget.parent(), QComboBox | QAbstractSpinBox)
        if not isinstance(widget, ACTED_ON) or is_part or not widget.isVisible():
            continue
        own = widget.text() if isinstance(widget, QAbstractButton) else ""
        can_be_reached = widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        if can_be_reached and not (widget.accessibleName() or own or widget in labelled):
            found.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    return found


@pytest.mark.parametrize("page", [each.key for each in PAGES])
def test_a_page_speaks_chinese_and_names_what_can_be_reached(main_window: MainWindow, page: str) -> None:
    main_window.show_page(page)
    assert english_in(main_window) == set()
    assert nameless_in(main_window) == []


@pytest.mark.parametrize("table", [name for name in RECORD_TYPES if name not in ("committee", "checklist")])
def test_a_form_speaks_chinese_and_names_what_can_be_reached(
    qtbot: QtBot, main_window: MainWindow, table: str
) -> None:
    form = RecordDialog(main_window.office, RECORD_TYPES[table], parent=main_window)
    qtbot.addWidget(form)
    form.show()
    assert english_in(form) == set()
    assert nameless_in(form) == []


def test_the_menus_speak_chinese(main_window: MainWindow) -> None:
    words = {each.text() for each in menu_actions(main_window)}
    assert {each for each in words if LATIN.search(NOT_ENGLISH.sub("", each))} == set()
