"""A year of the plan through the window: tasks made, a drill linked as evidence, confirmed, on the chart, counted, printed."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from db.spec.field import Record
from db.spec.query import Query
from desktop.wall_chart import BarState
from tests.e2e.acting import fill, press, save
from tests.fixtures_windows import Attend
from tests.printed_text import text_of
from ui.forms.evidence_editor import EvidenceEditor
from ui.forms.evidence_picker import EvidencePicker
from ui.forms.step_dialog import StepDialog
from ui.main_window import MainWindow
from ui.models.filters import Filters
from ui.pages.clauses import ClausesPage
from ui.pages.ledger_page import LedgerPage
from ui.pages.wall_chart import WallChartPage
from ui.preview.preview_window import PreviewWindow
from ui.programme_dialog import MakeTasksDialog

TASK = "组织居民疏散逃生演练"


def make_the_years_tasks(qtbot: QtBot, attend: Attend, window: MainWindow) -> None:
    page = cast(LedgerPage, window.show_page("task"))
    attend(MakeTasksDialog, lambda dialog: press(qtbot, dialog, "生成任务清单"))
    press(qtbot, page.empty, "按方案生成")
    qtbot.waitUntil(lambda: page.model.rowCount() > 100, timeout=60_000)


def the_task(window: MainWindow) -> Record:
    (task_id,) = window.office.ids("task", Query(search=TASK))
    return window.office.get("task", task_id)


def submit_with_a_drill(qtbot: QtBot, attend: Attend, window: MainWindow) -> None:
    page = cast(LedgerPage, window.show_page("task"))

    def choose(picker: EvidencePicker) -> None:
        picker.search_box.setText("冬季高层")
        picker.search_box.search_now()
        picker.list.setCurrentRow(0)
        press(qtbot, picker, "选入 1 条")

    def submit(dialog: StepDialog) -> None:
        fill(dialog, result="11月9日组织，100人参加")
        attend(EvidencePicker, choose)
        cast(EvidenceEditor, dialog.form.editor("evidence")).choose()
        save(dialog)

    page.go_to(the_task(window)["id"])
    attend(StepDialog, submit)
    press(qtbot, page.detail, "提交确认")


def confirm(qtbot: QtBot, attend: Attend, window: MainWindow) -> None:
    page = cast(LedgerPage, window.show_page("task"))
    attend(StepDialog, save)
    press(qtbot, page.detail, "确认完成")
    task = the_task(window)
    assert (task["status"], task["confirmed_by"], task["progress"]) == ("done", "陈建国", 100)


def test_the_tasks_of_a_year_are_made_proven_confirmed_seen_counted_and_printed(
    qtbot: QtBot, attend: Attend, main_window: MainWindow
) -> None:
    make_the_years_tasks(qtbot, attend, main_window)
    submit_with_a_drill(qtbot, attend, main_window)
    confirm(qtbot, attend, main_window)
    see_it_on_the_wall_chart(qtbot, main_window)
    follow_the_evidence(qtbot, main_window)
    count_and_print_the_clause(qtbot, attend, main_window)


def see_it_on_the_wall_chart(qtbot: QtBot, window: MainWindow) -> None:
    page = cast(WallChartPage, window.show_page("wall_chart"))
    qtbot.waitUntil(lambda: bool(page.chart.rows), timeout=60_000)
    task = the_task(window)
    (bar,) = [each for each in page.chart.bars() if each.record["id"] == task["id"]]
    assert bar.state is BarState.DONE
    place = page.chart.place_of(task["id"])
    assert place is not None
    QTest.mouseClick(page.chart.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.current_key() == "task"
    assert cast(LedgerPage, window.pages["task"]).selected_ids() == [task["id"]]


def follow_the_evidence(qtbot: QtBot, window: MainWindow) -> None:
    drill = window.office.get("drill", the_task(window)["evidence"][0]["record"])
    press(qtbot, cast(LedgerPage, window.pages["task"]).detail, f"演练 {drill['no']}")
    assert window.current_key() == "drill"
    assert cast(LedgerPage, window.pages["drill"]).selected_ids() == [drill["id"]]


def count_and_print_the_clause(qtbot: QtBot, attend: Attend, window: MainWindow) -> None:
    page = cast(ClausesPage, window.show_page("clauses"))
    page.show_clause("T21")
    qtbot.waitUntil(
        lambda: page.standing is not None and page.standing.clause["key"] == "T21", timeout=60_000
    )
    assert page.view.counts["任务", 2026].text() == "1/4"
    assert page.view.counts["演练", 2026].text() == "2"
    printed: list[str] = []

    def look(preview: PreviewWindow) -> None:
        printed.append(text_of(preview.pdf).replace("\r\n", ""))
        preview.close()

    attend(PreviewWindow, look)
    press(qtbot, page, "打印本条")
    qtbot.waitUntil(lambda: bool(printed), timeout=60_000)
    assert TASK in printed[0] and "YL-2026-0001" in printed[0] and "第 1 页/共 1 页" in printed[0]
    page.view.counts["演练", 2026].click()
    drills = cast(LedgerPage, window.pages["drill"])
    assert window.current_key() == "drill" and drills.model.rowCount() == 2
    assert drills.filter_bar.filters != Filters()
