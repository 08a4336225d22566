"""第一周清单 on the work table, and 更新内容 after an update."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from desktop.first_week import first_week
from desktop.news import news_of
from desktop.office import Office
from desktop.version import VERSION
from tests import factories
from ui.first_week_card import FirstWeekCard
from ui.main_window import MainWindow
from ui.news_dialog import SEEN
from ui.pages.dashboard import Dashboard


@pytest.fixture
def new_window(qtbot: QtBot, office: Office, window_settings: QSettings) -> Iterator[MainWindow]:
    window = MainWindow(office, window_settings)
    window.show()
    yield window
    window.close()
    window.deleteLater()


def card_of(qtbot: QtBot, window: MainWindow) -> FirstWeekCard:
    page = window.pages["dashboard"]
    assert isinstance(page, Dashboard)
    qtbot.waitUntil(lambda: page.first_week is not None and page.first_week.isVisible(), timeout=60_000)
    assert page.first_week is not None
    return page.first_week


def test_a_step_ticks_itself_when_it_is_done(qtbot: QtBot, new_window: MainWindow) -> None:
    card = card_of(qtbot, new_window)
    assert card.title.text() == "第一周清单　已完成 0 / 8"
    new_window.office.add("premises", factories.premises())
    qtbot.waitUntil(lambda: card.title.text() == "第一周清单　已完成 1 / 8", timeout=60_000)
    assert "√ 登记或导入场所" in [each.text() for each in card.buttons]


def test_a_step_leads_to_where_it_is_done(qtbot: QtBot, new_window: MainWindow) -> None:
    card = card_of(qtbot, new_window)
    next(each for each in card.buttons if "登记风险点" in each.text()).click()
    assert new_window.current_key() == "risk"


def test_put_away_it_never_comes_back(
    qtbot: QtBot, new_window: MainWindow, window_settings: QSettings
) -> None:
    card_of(qtbot, new_window).close_button.click()
    again = MainWindow(new_window.office, window_settings)
    again.show()
    page = again.pages["dashboard"]
    assert isinstance(page, Dashboard)
    qtbot.waitUntil(lambda: page.backups is not None, timeout=60_000)
    assert page.first_week is None
    again.close()
    again.deleteLater()


def test_every_step_is_open_in_a_new_ledger(office: Office) -> None:
    assert [each.is_done for each in first_week(office)] == [False] * 8


def test_an_update_is_told_once(new_window: MainWindow) -> None:
    new_window.idle_work.tell_news()
    assert not new_window.bar.isVisible()  # a first start
    new_window.settings.setValue(SEEN, "0.0.1")
    new_window.idle_work.tell_news()
    assert new_window.bar.isVisible() and new_window.settings.value(SEEN) == VERSION


def test_the_news_are_those_of_the_version() -> None:
    text = "# 更新记录\n\n## 2.0.0（今天）\n\n- 新\n\n## 1.0.0（昨天）\n\n- 旧\n"
    assert news_of("1.0.0", text) == "## 1.0.0（昨天）\n\n- 旧"
    assert news_of("3.0.0", text).startswith("## 2.0.0")
    assert news_of(VERSION)
