"""A wrong clock is told over every page, with what to do; the word goes away when the clock is right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from db.clock import CHINA, FixedClock
from db.spec.query import Query
from tests import factories
from tests.e2e.acting import fill, press, save
from tests.fixtures_windows import Attend
from ui.forms.record_dialog import RecordDialog
from ui.main_window import MainWindow
from ui.pages.ledger_page import LedgerPage


def test_a_wrong_clock_is_told_on_every_page_until_it_is_right(
    qtbot: QtBot, attend: Callable[..., Any], main_window: MainWindow, clock: FixedClock
) -> None:
    clock.moment = datetime(2019, 1, 1, 9, 0, tzinfo=CHINA)
    main_window.idle_work.begin()
    banner = main_window.clock_banner
    for key in ("dashboard", "hazard", "monthly_return"):
        main_window.show_page(key)
        assert banner.isVisible()
        assert banner.sentence.text().startswith(
            "电脑时间是 2019-01-01 09:00，比台账里最近一次记录（2026-11-23 09:30）还早。"
        )

    def read(box: QMessageBox) -> None:
        assert "日期和时间设置" in box.informativeText()
        assert [each.text() for each in box.buttons()] == ["知道了"]
        press(qtbot, box, "知道了")

    attend(QMessageBox, read)
    press(qtbot, banner, "怎么办")
    assert banner.isVisible()
    clock.moment = datetime(2026, 11, 26, 9, 0, tzinfo=CHINA)
    banner.look()
    assert not banner.isVisible()


def test_a_clock_that_once_ran_ahead_can_be_set_aside(
    qtbot: QtBot, attend: Callable[..., Any], main_window: MainWindow, clock: FixedClock
) -> None:
    clock.moment = datetime(2031, 1, 1, 9, 0, tzinfo=CHINA)
    main_window.office.add("hazard", factories.hazard())
    clock.moment = datetime(2026, 11, 24, 9, 0, tzinfo=CHINA)
    banner = main_window.clock_banner
    banner.look()
    assert banner.isVisible()
    attend(QMessageBox, lambda box: press(qtbot, box, "现在的时间是对的"))
    press(qtbot, banner, "怎么办")
    qtbot.waitUntil(lambda: not banner.isVisible())


def test_a_number_of_a_past_year_is_asked_about_while_the_clock_is_wrong(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, clock: FixedClock
) -> None:
    clock.moment = datetime(2019, 1, 1, 9, 0, tzinfo=CHINA)
    page = cast(LedgerPage, main_window.show_page("hazard"))

    def enter(dialog: RecordDialog) -> None:
        fill(dialog, description="疏散通道堆物", category="消防", location="一层")
        dialog.save_button().click()
        assert dialog.saved is None
        assert "编进 2019 年的号" in dialog.bar.sentence.text()
        fill(dialog, found_on="2026-11-22")
        save(dialog)

    attend(RecordDialog, enter)
    press(qtbot, page, "新增隐患")
    (found,) = main_window.office.rows(
        "hazard", main_window.office.ids("hazard", Query(search="疏散通道堆物"))
    )
    assert found["no"] == "YH-2026-0009"
