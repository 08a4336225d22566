"""Reminders of what has become overdue: one list after days away, and nothing twice."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.desk import overdue_records
from tests import factories
from tests.fixtures_windows import Attend
from ui.main_window import MainWindow
from ui.overdue_dialog import OverdueDialog
from ui.reminders import reminder_sentence


def test_after_days_away_one_reminder_leads_to_the_list_and_from_it_to_the_record(
    qtbot: QtBot, attend: Attend, main_window: MainWindow
) -> None:
    office = main_window.office
    overdue = overdue_records(office)
    main_window.idle_work.reminders.work()
    qtbot.waitUntil(lambda: main_window.bar.sentence.text() == reminder_sentence(overdue))
    assert "隐患 2" in main_window.bar.sentence.text()

    def choose(dialog: OverdueDialog) -> None:
        assert dialog.table.rowCount() == len(overdue)
        assert [dialog.table.item(0, column).text() for column in (1, 4)] == [overdue[0].no, "3"]
        dialog.table.setCurrentCell(1, 0)
        qtbot.mouseClick(dialog.go_button, Qt.MouseButton.LeftButton)

    attend(OverdueDialog, choose)
    qtbot.mouseClick(main_window.bar.action_button, Qt.MouseButton.LeftButton)
    assert main_window.current_key() == overdue[1].table


def test_nothing_is_told_twice_but_a_new_day_that_passed_is(qtbot: QtBot, main_window: MainWindow) -> None:
    office, reminders, bar = main_window.office, main_window.idle_work.reminders, main_window.bar
    reminders.tell(overdue_records(office))
    bar.hide()
    reminders.tell(overdue_records(office))
    assert bar.isHidden()
    late = office.add("hazard", factories.planned_hazard(found_on="2026-11-01", deadline="2026-11-10"))
    reminders.tell(overdue_records(office))
    assert bar.sentence.text() == "新逾期 1 项：隐患 1。"
    bar.hide()
    office.change("hazard", late["id"], {"deadline": "2026-11-12"})
    reminders.tell(overdue_records(office))
    assert not bar.isHidden()


def test_other_news_is_not_pushed_aside(qtbot: QtBot, main_window: MainWindow) -> None:
    main_window.bar.tell("重复任务已生成下一期 1 项")
    main_window.idle_work.reminders.tell(overdue_records(main_window.office))
    assert main_window.bar.sentence.text() == "重复任务已生成下一期 1 项"


def test_the_list_is_on_the_work_table_too_and_says_when_it_is_empty(
    qtbot: QtBot, attend: Attend, main_window: MainWindow
) -> None:
    office = main_window.office
    for each in overdue_records(office):
        office.retire(each.table, [each.id])
    seen: list[bool] = []

    def look(dialog: OverdueDialog) -> None:
        seen.append(dialog.go_button.isEnabled())
        qtbot.mouseClick(dialog.close_button, Qt.MouseButton.LeftButton)

    attend(OverdueDialog, look)
    next(each for each in main_window.find_menu.actions() if each.text() == "逾期清单").trigger()
    assert seen == [False]
    main_window.idle_work.reminders.tell(overdue_records(office))
    assert main_window.bar.isHidden()
