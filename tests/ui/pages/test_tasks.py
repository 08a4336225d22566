"""任务, 督导评估 and 条款对照 through the main window: filters by value, evidence, the form, importing, the day's work."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from db.clock import FixedClock
from db.errors import InvalidRecord
from db.programme_file import shipped_programmes
from db.spec.field import Record
from db.spec.query import Query
from desktop import programme
from desktop.office import Office
from tests import factories
from tests.e2e.acting import fill, press, save
from tests.fixtures_windows import Attend
from tests.ui.forms.keyboard import type_into
from ui.forms.evidence_editor import EvidenceEditor
from ui.forms.evidence_picker import EvidencePicker
from ui.forms.record_dialog import RecordDialog
from ui.main_window import MainWindow
from ui.models.filters import Filters
from ui.pages.clauses import ClausesPage
from ui.pages.ledger_page import LedgerPage
from ui.pages.wall_chart import WallChartPage
from ui.programme_dialog import MakeTasksDialog
from ui.reassign_dialog import ReassignDialog


@pytest.fixture
def filled_office(office: Office) -> Office:
    """The tasks of 2026, and one that was finished late."""
    made = programme.make_year_tasks(office, "", 2026)
    row = programme.evidence_row("drill", office.add("drill", factories.drill()))
    office.act("task", made[1]["id"], "submit", {"result": "已核对", "evidence": [row]})
    office.act("task", made[1]["id"], "confirm", {"confirmed_by": factories.LEAD})
    return office


def task_page(window: MainWindow) -> LedgerPage:
    return cast(LedgerPage, window.show_page("task"))


def late_task(office: Office) -> Record:
    (found,) = office.ids("task", Query(choices={"done_late": ("1",)}))
    return office.get("task", found)


def tick(page: LedgerPage, name: str, key: str) -> list[str]:
    """Tick one option of a filter's menu; the options that were offered."""
    button = page.filter_bar.choice_buttons[name]
    button.menu().aboutToShow.emit()
    offered = list(button.boxes)
    button.boxes[key].trigger()
    return offered


def test_tasks_are_filtered_by_clause_owner_year_and_lateness(main_window: MainWindow) -> None:
    page = task_page(main_window)
    assert "任务21 应急能力" in tick(page, "clause_title", "任务21 应急能力")
    assert page.model.rowCount() == 4
    assert set(tick(page, "owner", "王芳")) == {"陈建国", "王芳"}
    assert page.model.rowCount() == 1
    page.show_filters(Filters())
    assert tick(page, "year", "2026") == ["2026"]
    tick(page, "done_late", "1")
    assert page.model.record_id(0) == late_task(main_window.office)["id"] and page.model.rowCount() == 1
    assert [text for _, text in page.filter_bar.filters.chips(page.kind.record_type, main_window.office.clock.today())] == [
        "年度：2026", "逾期完成：是",
    ]  # fmt: skip


def test_evidence_that_was_deleted_is_marked_and_cannot_be_opened(
    qtbot: QtBot, main_window: MainWindow
) -> None:
    page, task = task_page(main_window), late_task(main_window.office)
    page.go_to(task["id"])
    words = f"演练 {task['evidence'][0]['title'].split(' ')[0]}"

    def links() -> list[QPushButton]:
        return [
            each
            for each in page.detail.findChildren(QPushButton)
            if each.text() == words and each.isVisible()
        ]

    qtbot.waitUntil(lambda: len(links()) == 1 and links()[0].isEnabled())
    main_window.office.retire("drill", [task["evidence"][0]["record"]])
    page.reload()
    qtbot.waitUntil(lambda: len(links()) == 1 and not links()[0].isEnabled())


def test_a_task_of_ones_own_takes_its_clause_from_the_programme(
    qtbot: QtBot, attend: Attend, main_window: MainWindow
) -> None:
    def enter(dialog: RecordDialog) -> None:
        fill(
            dialog,
            title="检查微型消防站",
            clause_title="任务26 应急队伍",
            owner="王芳",
            due="2026-12-15",
            recurrence="每月",
        )
        assert dialog.form.editor("clause").value() == "T26"
        editor = cast(EvidenceEditor, dialog.form.editor("evidence"))
        attend(EvidencePicker, lambda picker: (picker.list.setCurrentRow(0), picker.accept()))
        editor.choose()
        assert len(editor.value()) == 1
        save(dialog)

    attend(RecordDialog, enter)
    press(qtbot, task_page(main_window), "新增任务")
    (task_id,) = main_window.office.ids("task", Query(search="微型消防站"))
    task = main_window.office.get("task", task_id)
    assert (task["clause"], task["clause_title"], task["year"]) == ("T26", "任务26 应急队伍", 2026)
    assert task["programme"] and task["evidence"][0]["table"] == "drill"


def test_the_picker_searches_every_ledger_and_says_when_there_is_nothing(
    qtbot: QtBot, main_window: MainWindow
) -> None:
    picker = EvidencePicker(main_window.office, main_window)
    qtbot.addWidget(picker)
    assert picker.list.count() == 1 and not picker.choose.isEnabled()
    picker.search_box.setText("没有这个")
    picker.search_box.search_now()
    assert picker.list.count() == 0 and "没有符合的记录" in picker.note.text()
    picker.search_box.setText("")
    picker.search_box.search_now()
    picker.ledgers.setCurrentIndex(picker.ledgers.findData("person"))
    assert picker.list.count() == 2


def test_a_programme_file_is_taken_in_from_the_menu(
    qtbot: QtBot, main_window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "方案.json"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *given: (str(file), ""))
    (action,) = [each for each in main_window.menus[0].actions() if each.text() == "导入行动方案…"]
    file.write_text("{}", encoding="utf-8")
    action.trigger()
    assert "不是行动方案文件" in main_window.bar.sentence.text()
    document = json.loads(shipped_programmes()[0].read_text(encoding="utf-8"))
    document |= {"key": "next", "name": "后续方案", "from_on": "2027-01-01", "until_on": "2029-12-31"}
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    action.trigger()
    assert "已导入《后续方案》" in main_window.bar.sentence.text()
    dialog = MakeTasksDialog(main_window.office, main_window)
    qtbot.addWidget(dialog)
    assert "后续方案" in dialog.programmes.currentText() and dialog.years.currentText() == "2029年"
    assert dialog.make_button.isEnabled()


def test_the_next_task_of_a_series_comes_with_the_day(
    qtbot: QtBot, main_window: MainWindow, clock: FixedClock
) -> None:
    office = main_window.office
    plan = late_task(office)["programme"]
    office.add("task", factories.task(programme=plan, title="检查消防车道", recurrence="每月"))
    clock.moment = datetime(2027, 1, 8, 9, 0)
    main_window.idle_work.daily_work.work()
    qtbot.waitUntil(lambda: office.count("task", Query(search="检查消防车道")) == 3)
    qtbot.waitUntil(lambda: "已生成下一期 2 项" in main_window.bar.sentence.text())


def test_a_clause_opens_the_list_that_each_of_its_numbers_counts(
    qtbot: QtBot, main_window: MainWindow
) -> None:
    page = cast(ClausesPage, main_window.show_page("clauses"))
    page.show_clause("ORG-0")
    qtbot.waitUntil(lambda: page.standing is not None and page.standing.clause["key"] == "ORG-0")
    assert page.view.counts["任务", 2026].text() == "1/1"
    page.view.counts["任务", 2026].click()
    tasks = cast(LedgerPage, main_window.pages["task"])
    assert main_window.current_key() == "task" and tasks.model.rowCount() == 1
    assert not page.view.counts["任务", 2024].isEnabled()


def test_the_wall_chart_changes_rows_and_years_and_is_walked_by_keys(
    qtbot: QtBot, main_window: MainWindow
) -> None:
    page = cast(WallChartPage, main_window.show_page("wall_chart"))
    qtbot.waitUntil(lambda: bool(page.chart.rows))
    assert any(row.label.startswith("任务21 应急能力") for row in page.chart.rows)
    with qtbot.waitSignal(page.chart_shown):
        page.by_owner.click()
    assert {row.label for row in page.chart.rows if row.label} == {"陈建国", "王芳"}
    for _ in range(2):
        QTest.keyClick(page.chart, Qt.Key.Key_Down)
    assert page.chart.current is page.chart.bars()[1]
    with qtbot.waitSignal(page.chart_shown):
        page.years.later.click()
    assert page.stack.currentWidget() is page.empty


def test_a_review_is_made_with_its_figures_and_written_about(
    qtbot: QtBot, attend: Attend, main_window: MainWindow
) -> None:
    def enter(dialog: RecordDialog) -> None:
        assert (dialog.form.value("ordinal"), dialog.form.value("led_by")) == ("4", "陈建国")
        fill(dialog, kind="半年进度评估")
        assert dialog.form.value("ordinal") == "2"
        save(dialog)

    page = cast(LedgerPage, main_window.show_page("period_review"))
    attend(RecordDialog, enter)
    press(qtbot, page.empty, "新增督导评估")
    (found,) = main_window.office.ids("period_review", Query())
    review = main_window.office.get("period_review", found)
    assert review["title"] == "2026年下半年进度评估"
    assert {"group": "演练", "label": "演练场次", "value": "1 场"} in review["figures"]


def test_the_open_tasks_of_a_clause_get_another_owner_at_once(
    qtbot: QtBot, attend: Attend, main_window: MainWindow
) -> None:
    def reassign(dialog: ReassignDialog) -> None:
        dialog.clauses.setCurrentText("任务21 应急能力")
        assert not dialog.change.isEnabled()
        type_into(dialog.new_owner, "䶮㐂𠮷")
        assert "→ 䶮㐂𠮷" in dialog.list.item(0).text() and "共 4 项" in dialog.note.text()
        press(qtbot, dialog, "更换 4 项")

    attend(ReassignDialog, reassign)
    press(qtbot, task_page(main_window), "换责任人")
    office = main_window.office
    assert office.count("task", Query(choices={"owner": ("䶮㐂𠮷",)})) == 4
    assert "已更换 4 项" in main_window.bar.sentence.text()
    with pytest.raises(InvalidRecord):
        programme.reassign(office, office.ids("task", Query()), "")
    assert office.count("task", Query(choices={"owner": ("䶮㐂𠮷",)})) == 4
