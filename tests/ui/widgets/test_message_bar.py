"""The bar tells news that passes and problems that stay, and does its work once."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from ui.widgets.message_bar import SHOWN_MS, MessageBar


def test_news_pass_and_problems_stay(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.tell("已删除 3 条", "撤销", lambda: None)
    assert bar.timer.isActive() and bar.timer.interval() == SHOWN_MS >= 10_000
    bar.tell_problem("没能保存")
    assert bar.isVisible() and not bar.timer.isActive()
    assert not bar.action_button.isVisible()
    bar.close_button.click()
    assert not bar.isVisible()


def test_its_button_works_once(qtbot: QtBot) -> None:
    bar, done = MessageBar(), []
    qtbot.addWidget(bar)
    bar.tell("已删除 1 条", "撤销", lambda: done.append(1))
    bar.action_button.click()
    bar.action_button.click()
    assert done == [1]


def test_a_second_message_does_not_do_the_work_of_the_first(qtbot: QtBot) -> None:
    bar, done = MessageBar(), []
    qtbot.addWidget(bar)
    bar.tell("已删除 1 条", "撤销", lambda: done.append("first"))
    bar.tell("已删除 2 条", "撤销", lambda: done.append("second"))
    bar.action_button.click()
    assert done == ["second"]
