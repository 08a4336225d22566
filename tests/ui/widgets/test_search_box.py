"""What was searched for is offered again, the last first; a box that remembers nothing keeps nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.widgets.search_box import KEPT_SEARCHES, SearchBox


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "窗口.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def box(qtbot: QtBot, settings: QSettings) -> Iterator[SearchBox]:
    shown = SearchBox("搜索编号")
    shown.remember(settings, "hazard")
    shown.show()
    qtbot.waitExposed(shown)
    yield shown
    shown.close()
    shown.deleteLater()


def search(box: SearchBox, words: str) -> None:
    box.setText(words)
    QTest.keyClick(box, Qt.Key.Key_Return)


def offered(box: SearchBox) -> list[str]:
    menu = box.recent_menu()
    words = [each.text() for each in menu.actions()]
    menu.deleteLater()
    return words


def test_the_last_search_comes_first_and_each_only_once(box: SearchBox, settings: QSettings) -> None:
    assert offered(box) == ["还没有搜过"]
    for words in ("液化气", "地下室", "  液化气  "):
        search(box, words)
    assert offered(box) == ["液化气", "地下室"]
    again = SearchBox("搜索编号")
    again.remember(settings, "hazard")
    assert again.recent() == ["液化气", "地下室"]
    again.deleteLater()


def test_only_the_last_few_are_kept(box: SearchBox) -> None:
    for number in range(KEPT_SEARCHES + 3):
        search(box, f"第{number}次")
    assert len(offered(box)) == KEPT_SEARCHES and offered(box)[0] == f"第{KEPT_SEARCHES + 2}次"


def test_one_that_is_chosen_is_searched_again(box: SearchBox) -> None:
    search(box, "A&B 楼")
    search(box, "")
    found: list[str] = []
    box.searched.connect(found.append)
    QTest.keyClick(box, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    menu = QApplication.activePopupWidget()
    assert menu is not None and menu.isVisible()
    menu.actions()[0].trigger()
    menu.close()
    assert found == ["A&B 楼"] and box.text() == "A&B 楼"


def test_a_box_that_was_told_of_no_settings_keeps_nothing(qtbot: QtBot) -> None:
    plain = SearchBox("搜索")
    qtbot.addWidget(plain)
    search(plain, "举报人")
    assert plain.recent() == []
