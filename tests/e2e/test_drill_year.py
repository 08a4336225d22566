"""A year of drills through the real window: planned, prepared, held, evaluated, improved, archived; and what falls due."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QMenu, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from db.spec.query import Query
from tests import factories
from tests.e2e.acting import add_photo, fill, press, save
from tests.fixtures_windows import Attend
from ui.forms.editors.rows import RowsEditor
from ui.forms.form_dialog import FormDialog
from ui.forms.issue_hazard_dialog import IssueHazardDialog
from ui.forms.record_dialog import RecordDialog
from ui.forms.step_dialog import StepDialog
from ui.main_window import MainWindow
from ui.models.duty_matrix import FIRST_MONTH
from ui.models.filters import Filters
from ui.pages.duties import DutiesPage
from ui.pages.ledger_page import LedgerPage
from ui.preview.preview_window import PreviewWindow


def add_rows(dialog: FormDialog, name: str, *rows: dict[str, object]) -> None:
    editor = dialog.form.editor(name)
    assert isinstance(editor, RowsEditor)
    for row in rows:
        editor.add_row(row)


def write_scheme(dialog: RecordDialog) -> None:
    add_rows(
        dialog,
        "roles",
        {"role": "commander", "person": "陈建国"},
        {"role": "evaluator", "person": "李秀英"},
    )
    add_rows(dialog, "scheme_steps", {"offset_min": 0, "event": "三楼起火", "action": "广播疏散"})
    fill(dialog, place="悦来旅馆三楼", safety_measures="楼梯间每层一名引导员")


def plan_a_drill(qtbot: QtBot, attend: Attend, window: MainWindow) -> str:
    def enter(dialog: RecordDialog) -> None:
        fill(
            dialog,
            topic="悦来旅馆疏散逃生演练",
            planned_on="2026-11-20",
            scenario="商铺火灾",
            premises="悦来旅馆",
        )
        fill(dialog, organiser="悦来旅馆", headcount="18")
        write_scheme(dialog)
        save(dialog)

    attend(RecordDialog, enter)
    press(qtbot, window.show_page("drill_plan"), "新增演练计划")
    return str(window.office.find("drill_plan", "悦来旅馆疏散逃生演练")["id"])


def take_step(qtbot: QtBot, attend: Attend, page: LedgerPage, words: str, **typed: str) -> None:
    def enter(dialog: StepDialog) -> None:
        fill(dialog, **typed)
        save(dialog)

    attend(StepDialog, enter)
    press(qtbot, page, words)


def page_at(window: MainWindow, table: str, record_id: str) -> LedgerPage:
    page = cast(LedgerPage, window.show_page(table))
    page.go_to(record_id)
    return page


def hold_the_drill(qtbot: QtBot, attend: Attend, window: MainWindow, plan_id: str) -> str:
    def enter(dialog: RecordDialog) -> None:
        assert dialog.form.value("commander") == "陈建国"
        assert [row["event"] for row in dialog.form.value("steps")] == ["三楼起火"]
        fill(dialog, process="按方案完成，3分20秒全部到达集合点", participants="18", evacuation_seconds="200")
        add_photo(qtbot, dialog, "photos", "orientation-landscape-3.jpg")
        save(dialog)

    attend(RecordDialog, enter)
    press(qtbot, page_at(window, "drill_plan", plan_id), "登记演练记录")
    (drill_id,) = window.office.ids("drill", Query(references={"plan": plan_id}))
    return drill_id


def evaluate(qtbot: QtBot, attend: Attend, page: LedgerPage) -> None:
    def enter(dialog: StepDialog) -> None:
        assert dialog.form.value("evaluator") == "李秀英"
        dialog.form.editor("overall").set_value("good")
        add_rows(dialog, "dimensions", {"dimension": "command", "grade": "good"})
        add_rows(
            dialog,
            "issues",
            {"text": "三楼安全出口门闭门器损坏", "owner": "林素珍", "due": "2026-12-05"},
            {"text": "广播听不清", "owner": "林素珍", "due": "2026-11-22"},
        )
        save(dialog)

    attend(StepDialog, enter)
    press(qtbot, page, "登记评估")


def turn_into_a_hazard(qtbot: QtBot, attend: Attend, window: MainWindow, page: LedgerPage, text: str) -> None:
    def enter(dialog: IssueHazardDialog) -> None:
        assert dialog.form.value("description") == text
        fill(dialog, category="消防")
        save(dialog)

    attend(IssueHazardDialog, enter)
    press(qtbot, page, "转为隐患")
    qtbot.waitUntil(lambda: bool(window.office.ids("hazard", Query(search=text))), timeout=60_000)


def test_from_plan_to_archive(qtbot: QtBot, attend: Attend, main_window: MainWindow) -> None:
    office = main_window.office
    plan_id = plan_a_drill(qtbot, attend, main_window)
    take_step(qtbot, attend, page_at(main_window, "drill_plan", plan_id), "完成准备")
    assert office.get("drill_plan", plan_id)["status"] == "prepared"
    drill_id = hold_the_drill(qtbot, attend, main_window, plan_id)
    assert office.get("drill_plan", plan_id)["status"] == "held"

    page = page_at(main_window, "drill", drill_id)
    evaluate(qtbot, attend, page)
    assert drill_id in office.ids("drill", Query(is_overdue=True))

    def settle(dialog: StepDialog) -> None:
        editor = dialog.form.editor("issues")
        rows = editor.value()
        editor.set_value([rows[0], {**rows[1], "done_on": "2026-11-23"}])
        save(dialog)

    attend(StepDialog, settle)
    press(qtbot, page, "登记改进")
    assert office.get("drill", drill_id)["status"] == "improving"
    turn_into_a_hazard(qtbot, attend, main_window, page, "三楼安全出口门闭门器损坏")
    (hazard,) = office.rows("hazard", office.ids("hazard", Query(search="闭门器")))
    assert hazard["drill"] == drill_id
    page_at(main_window, "drill", drill_id)
    take_step(qtbot, attend, page, "归档")
    assert office.get("drill", drill_id)["status"] == "archived"


def test_one_of_several_problems_is_picked_from_a_menu(
    qtbot: QtBot, attend: Attend, main_window: MainWindow
) -> None:
    issues = [{"text": "广播听不清"}, {"text": "指示牌掉落"}]
    drill = main_window.office.add("drill", factories.drill(issues=issues))
    press(qtbot, page_at(main_window, "drill", drill["id"]), "转为隐患")
    menu = main_window.findChild(object, "issues")
    assert [each.text() for each in menu.actions()] == ["广播听不清", "指示牌掉落"]

    def enter(dialog: IssueHazardDialog) -> None:
        fill(dialog, category="消防")
        save(dialog)

    attend(IssueHazardDialog, enter)
    menu.actions()[1].trigger()
    menu.close()

    def linked() -> list[bool]:
        kept = main_window.office.get("drill", drill["id"])["issues"]
        return [bool(row["hazard"]) for row in kept]

    qtbot.waitUntil(lambda: linked() == [False, True], timeout=60_000)


def test_a_drill_is_put_off_and_stays_on_the_board(
    qtbot: QtBot, attend: Attend, main_window: MainWindow
) -> None:
    office = main_window.office
    hotel = office.find("premises", "悦来旅馆")
    plan = office.add("drill_plan", factories.drill_plan(hotel["id"], planned_on="2026-11-25"))
    page = page_at(main_window, "drill_plan", plan["id"])
    take_step(qtbot, attend, page, "延期", new_date="2026-12-10", postpone_reason="台风过境")
    moved = office.get("drill_plan", plan["id"])
    assert (moved["planned_on"], moved["postponements"][0]["reason"]) == ("2026-12-10", "台风过境")
    board = duties(qtbot, main_window)
    assert cell(board, "悦来旅馆", 12) == "计划"
    take_step(qtbot, attend, page_at(main_window, "drill_plan", plan["id"]), "取消", cancel_reason="停业装修")
    board = duties(qtbot, main_window)
    assert cell(board, "悦来旅馆", 12) == "应办"


def duties(qtbot: QtBot, window: MainWindow, filters: Filters | None = None) -> DutiesPage:
    """The board as it is now."""
    page = cast(DutiesPage, window.show_page("duties"))
    with qtbot.waitSignal(page.board_shown, timeout=60_000):
        page.show_filters(filters or Filters())
    qtbot.waitUntil(page.is_settled)
    return page


def cell(page: DutiesPage, name: str, month: int) -> str:
    row = next(row for row, each in enumerate(page.model.rows) if each.standing.name == name)
    return str(page.model.index(row, FIRST_MONTH + month - 1).data())


def test_a_kindergarten_is_counted_and_nobody_signs(
    qtbot: QtBot, attend: Attend, main_window: MainWindow
) -> None:
    seen: list[bool] = []

    def enter(dialog: RecordDialog) -> None:
        fill(
            dialog,
            topic="托育中心疏散演练",
            place="城中东路298号",
            organiser="托育中心",
            scenario="学校/养老院疏散",
        )
        seen.append(dialog.form.slot("@children").itemAt(0).widget().isVisible())
        fill(dialog, premises="阳光宝贝托育中心")
        dialog.form.editor("premises").changed.emit()
        seen.append(dialog.form.slot("@children").itemAt(0).widget().isVisible())
        assert not dialog.form.editor("signin").isVisible()
        fill(dialog, commander="周晓燕", process="老师带队撤离", participants="200")
        save(dialog)

    attend(RecordDialog, enter)
    press(qtbot, main_window.show_page("drill"), "新增演练")
    drill = main_window.office.find("drill", "托育中心疏散演练")
    assert seen == [False, True]
    assert (drill["participants"], drill["with_children"], drill["signin"]) == (200, True, None)


def test_a_hotel_drilled_in_january_is_due_in_july_and_the_red_cell_opens_the_next_drill(
    qtbot: QtBot, attend: Attend, main_window: MainWindow
) -> None:
    office = main_window.office
    hotel = office.find("premises", "悦来旅馆")
    office.add(
        "drill", factories.drill(date="2026-01-15", starts_at=None, ends_at=None, premises=hotel["id"])
    )
    page = duties(qtbot, main_window, Filters(is_overdue=True))
    assert [each.standing.name for each in page.model.rows] == ["悦来旅馆"]
    red = page.model.index(0, FIRST_MONTH + 6)
    page.table.setCurrentIndex(red)
    assert (red.data(), page.model.index(0, FIRST_MONTH).data()) == ("逾期", "√15")
    assert "应于 2026-07-15（逾期 131 天）" in page.panel.dates.text()
    assert "《生产安全事故应急条例》第八条" in page.panel.rule.text()
    assert "青夏街〔2024〕13号第21条" in page.panel.rule.text()

    def enter(dialog: RecordDialog) -> None:
        assert dialog.form.value("premises") == hotel["id"]
        fill(dialog, planned_on="2026-12-01")
        save(dialog)

    attend(RecordDialog, enter)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: cell(page, "悦来旅馆", 12) == "计划", timeout=60_000)

    def record(dialog: RecordDialog) -> None:
        fill(dialog, date="2026-11-22", commander="林素珍", process="疏散完毕", participants="12")
        save(dialog)

    attend(RecordDialog, record)
    press(qtbot, page.panel, "登记已开展的演练")
    qtbot.waitUntil(lambda: page.model.rowCount() == 0, timeout=60_000)


def test_a_right_click_offers_what_the_panel_offers(
    qtbot: QtBot, attend: Attend, main_window: MainWindow
) -> None:
    page = duties(qtbot, main_window)
    place = page.table.visualRect(page.model.index(0, FIRST_MONTH + 11)).center()
    page.table.customContextMenuRequested.emit(place)
    menu = page.findChild(QMenu, "cell_menu")
    assert menu is not None
    assert [each.text() for each in menu.actions()] == ["补演练", "登记已开展的演练", "看场所"]

    def look(dialog: RecordDialog) -> None:
        row = page.current_row()
        assert row is not None and dialog.form.value("premises") == row.standing.premises_id
        seen.append(row.standing.name)
        dialog.done(QDialog.DialogCode.Rejected)

    seen: list[str] = []
    attend(RecordDialog, look)
    menu.actions()[0].trigger()
    menu.close()
    qtbot.waitUntil(lambda: bool(seen), timeout=60_000)


def test_the_board_is_filtered_by_type_due_and_words_and_goes_through_the_years(
    qtbot: QtBot, main_window: MainWindow
) -> None:
    page = duties(qtbot, main_window)
    everybody = page.model.rowCount()
    page.filter_bar.type_button.boxes["small_hotel"].trigger()
    assert [each.standing.name for each in page.model.rows] == ["悦来旅馆"]
    assert [chip.toolTip() for chip in page.filter_bar.chips()] == ["类型：小旅馆"]
    page.filter_bar.clear_button.click()
    assert page.model.rowCount() == everybody
    (due,) = [each for each in page.filter_bar.findChildren(QToolButton) if each.text() == "办理"]
    due.menu().actions()[1].trigger()
    assert page.model.rowCount() == 0 and page.stack.currentWidget() is page.empty
    press(qtbot, page.empty, "清除全部筛选")
    assert page.counts[:2] == (everybody, everybody)
    with qtbot.waitSignal(page.board_shown, timeout=60_000):
        page.years.later.click()
    assert page.years.label.text() == "2027年"
    assert cell(page, "悦来旅馆", 12) == ""


def test_premises_lead_to_their_row_of_the_board(qtbot: QtBot, main_window: MainWindow) -> None:
    shop = main_window.office.find("premises", "顺达快递夏阳网点")
    press(qtbot, page_at(main_window, "premises", shop["id"]), "演练和自查")
    page = cast(DutiesPage, main_window.pages["duties"])
    qtbot.waitUntil(lambda: page.current_row() is not None, timeout=60_000)
    row = page.current_row()
    assert row is not None and row.standing.name == "顺达快递夏阳网点"
    assert "青夏街〔2024〕13号第21条" in page.panel.rule.text()


def test_an_overdue_self_check_is_registered_from_its_cell(
    qtbot: QtBot, attend: Attend, main_window: MainWindow
) -> None:
    office = main_window.office
    shop = office.find("premises", "佳乐苑便利店")
    typed = factories.inspection(shop["id"], kind="企业自查", led_by_principal="是", date="2026-05-05")
    office.add("inspection", typed)
    page = duties(qtbot, main_window, Filters(is_overdue=True, choices={"duty": ("self_check",)}))
    assert page.duty == "self_check" and page.model.rowCount() == 1
    page.table.setCurrentIndex(page.model.index(0, FIRST_MONTH + 8))

    def look(dialog: RecordDialog) -> None:
        values = dialog.form.values()
        assert (values["premises"], values["kind"]) == (shop["id"], "self_check")
        assert values["led_by"] == "陆建华"
        dialog.done(QDialog.DialogCode.Rejected)

    attend(RecordDialog, look)
    press(qtbot, page.panel, "登记自查")


@pytest.mark.parametrize(
    ("table", "words", "name"),
    [
        ("drill_plan", "打印演练方案", "演练方案_JH-2026-0001"),
        ("drill_plan", "打印签到表", "演练签到表_JH-2026-0001"),
        ("drill_plan", "打印年度计划", "年度演练计划_2026年"),
        ("drill", "打印评估表", "演练评估表_YL-2026-0001"),
        ("drill", "打印签到表", "演练签到表_YL-2026-0001"),
        ("duties", "打印", "疏散演练到期一览_2026年"),
    ],
)
def test_every_sheet_opens_in_the_preview(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, table: str, words: str, name: str
) -> None:
    office = main_window.office
    office.add("drill_plan", factories.drill_plan())
    if table == "duties":
        duties(qtbot, main_window)
    else:
        page_at(main_window, table, office.ids(table, Query())[-1])
    names: list[str] = []

    def look(preview: PreviewWindow) -> None:
        names.append(preview.suggested_name)
        preview.reject()

    attend(PreviewWindow, look)
    press(qtbot, cast(QPushButton, main_window.pages[table]), words)
    qtbot.waitUntil(lambda: bool(names), timeout=60_000)
    assert names == [f"章浜社区居委会_{name}.pdf"]
