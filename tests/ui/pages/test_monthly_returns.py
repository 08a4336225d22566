"""月报 through the main window: one button makes the month, a number opens its records, the course, a correction."""

from __future__ import annotations

from datetime import datetime
from typing import cast

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from db.clock import CHINA, FixedClock
from db.spec.field import Record
from db.spec.query import Query
from desktop.office import Office
from tests import factories
from tests.e2e.acting import fill, press, save
from tests.fixtures_windows import Attend
from tests.printed_text import text_of
from ui.forms.step_dialog import StepDialog
from ui.main_window import MainWindow
from ui.owed_returns_dialog import OwedReturnsDialog
from ui.pages.ledger_page import LedgerPage
from ui.pages.return_board import FigureTable
from ui.preview.preview_window import PreviewWindow
from ui.rollup_dialog import RollupDialog


@pytest.fixture
def filled_office(office: Office) -> Office:
    """Two hazards of November, of which one is voided."""
    office.add("hazard", factories.hazard())
    voided = office.add("hazard", factories.hazard())
    office.act("hazard", voided["id"], "void", factories.voiding())
    return office


def return_page(window: MainWindow) -> LedgerPage:
    return cast(LedgerPage, window.show_page("monthly_return"))


def the_return(window: MainWindow, month: str = "2026-11") -> Record:
    found = [
        window.office.get("monthly_return", each) for each in window.office.ids("monthly_return", Query())
    ]
    return next(each for each in found if each["month"] == month and each["status"] != "corrected")


def made(qtbot: QtBot, window: MainWindow) -> LedgerPage:
    page = return_page(window)
    press(qtbot, page.empty, "编制本月月报")
    return page


def figures(qtbot: QtBot, page: LedgerPage) -> FigureTable:
    qtbot.waitUntil(lambda: len(page.detail.findChildren(FigureTable)) == 1)
    return cast(FigureTable, page.detail.findChildren(FigureTable)[0])


def signed(qtbot: QtBot, attend: Attend, window: MainWindow) -> LedgerPage:
    page = made(qtbot, window)
    attend(StepDialog, save)
    press(qtbot, page.detail, "汇总")

    def review(dialog: StepDialog) -> None:
        fill(dialog, reviewed_by=factories.RECHECKER)
        save(dialog)

    def sign(dialog: StepDialog) -> None:
        fill(dialog, signed_by=factories.LEAD)
        save(dialog)

    attend(StepDialog, review)
    press(qtbot, page.detail, "审核")
    attend(StepDialog, sign)
    press(qtbot, page.detail, "签发")
    return page


def test_one_button_makes_the_month_and_a_number_opens_its_records(
    qtbot: QtBot, main_window: MainWindow
) -> None:
    page = made(qtbot, main_window)
    table = figures(qtbot, page)
    assert (table.buttons["found", "month"].text(), table.buttons["voided", "month"].text()) == ("2", "1")
    press_button = table.buttons["voided", "month"]
    press_button.click()
    hazards = cast(LedgerPage, main_window.pages["hazard"])
    assert main_window.current_key() == "hazard"
    assert [
        each["status"] for each in main_window.office.rows("hazard", hazards.filter_bar.filters.only[1])
    ] == ["void"]  # type: ignore[index]
    assert hazards.model.rowCount() == 1


def test_a_signed_return_stays_and_a_returned_one_gets_a_second_version(
    qtbot: QtBot, attend: Attend, main_window: MainWindow
) -> None:
    page = signed(qtbot, attend, main_window)
    main_window.office.add("hazard", factories.hazard())

    def send_back(dialog: StepDialog) -> None:
        fill(dialog, answer_note="检查次数不对")
        save(dialog)

    attend(StepDialog, send_back)
    press(qtbot, page.detail, "登记街道退回")
    press(qtbot, page.detail, "更正（做下一版）")
    second = the_return(main_window)
    first = main_window.office.get("monthly_return", second["corrects"])
    assert (second["version"], second["status"], first["status"]) == (2, "draft", "corrected")
    found = {each["key"]: each["month"] for each in first["figures"]}
    assert found["found"] == "2"
    qtbot.waitUntil(lambda: page.detail.record is not None and page.detail.record["id"] == second["id"])
    qtbot.waitUntil(lambda: figures(qtbot, page).buttons["found", "month"].text() == "3")
    labels = [each.text() for each in page.detail.findChildren(QLabel)]
    assert any(
        "与第1版（YB-2026-0001）相比：" in each and "隐患：新增（条）　本月 2 → 3" in each for each in labels
    )
    printed: list[str] = []

    def look(preview: PreviewWindow) -> None:
        printed.append("".join(text_of(preview.pdf).split()))
        preview.close()

    attend(PreviewWindow, look)
    press(qtbot, page.detail, "打印更正对照")
    qtbot.waitUntil(lambda: bool(printed), timeout=60_000)
    assert "月报更正对照" in printed[0] and "更正理由检查次数不对" in printed[0]
    assert "街道意见检查次数不对谁更正的王芳2026-11-2309:30" in printed[0]
    assert "隐患新增条2323" in printed[0]


def test_a_clock_that_is_behind_is_told_and_refuses_the_signature(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, clock: FixedClock
) -> None:
    made(qtbot, main_window)
    record = the_return(main_window)
    main_window.office.act("monthly_return", record["id"], "compile", {})
    main_window.office.act("monthly_return", record["id"], "review", {"reviewed_by": factories.RECHECKER})
    clock.moment = datetime(2019, 1, 1, 9, 0, tzinfo=CHINA)
    found = main_window.office.possible_steps(
        main_window.office.get("monthly_return", record["id"]), "monthly_return"
    )
    refused = {each.transition.name: each.why_not for each in found}
    assert refused["sign"] is not None and refused["sign"].message_id == "clock_behind"
    assert refused["to_draft"] is None


def test_an_earlier_month_is_compiled_later(qtbot: QtBot, attend: Attend, main_window: MainWindow) -> None:
    page = made(qtbot, main_window)

    def choose(dialog: OwedReturnsDialog) -> None:
        assert dialog.table.item(0, 1).text() == "草稿"
        assert dialog.go_button.text() == "打开这个月"
        dialog.choose("2024-04")
        press(qtbot, dialog, "补报这个月")

    attend(OwedReturnsDialog, choose)
    press(qtbot, page, "未报送的月份")
    assert the_return(main_window, "2024-04")["until_on"] == "2024-04-25"


def test_a_return_is_printed_with_its_figures_and_marked_while_it_is_a_draft(
    qtbot: QtBot, attend: Attend, main_window: MainWindow
) -> None:
    page = made(qtbot, main_window)
    printed: list[str] = []

    def look(preview: PreviewWindow) -> None:
        printed.append("".join(text_of(preview.pdf).split()))
        preview.close()

    attend(PreviewWindow, look)
    press(qtbot, page.detail, "打印")
    qtbot.waitUntil(lambda: bool(printed), timeout=60_000)
    assert "关于报送2026年11月安全生产工作情况的报告" in printed[0] and "草稿" in printed[0]
    assert "工作专班：根据《夏阳街道安全生产治本攻坚三年行动方案" in printed[0]
    assert "附件：2026年11月安全生产工作数据表" in printed[0] and "—1—" in printed[0]
    assert "期初0+新增2+转入0−销号0−转出0−作废1=期末1" in printed[0]
    assert "未列出的项目本月和本年累计均为0" in printed[0]


def test_a_year_is_rolled_up_from_the_same_figures_and_opens_its_records(
    qtbot: QtBot, attend: Attend, main_window: MainWindow
) -> None:
    office = main_window.office
    office.add("hazard", factories.hazard(found_on="2026-03-02"))
    page = made(qtbot, main_window)

    def choose(dialog: RollupDialog) -> None:
        assert dialog.period.currentText() == "2026年第4季度"
        dialog.kind.setCurrentText("年")
        assert dialog.period.currentText() == "2026年"
        assert dialog.identity.text() == "隐患：期初 0 + 新增 3 + 转入 0 − 销号 0 − 转出 0 − 作废 1 = 期末 2"
        assert not dialog.offenders.isVisible()
        dialog.choose("found")
        assert dialog.chosen is not None and (dialog.chosen["value"], dialog.chosen["rolls_up"]) == (
            "3",
            "合计",
        )
        press(qtbot, dialog, "看这些记录")

    attend(RollupDialog, choose)
    press(qtbot, page, "分期汇总")
    hazards = cast(LedgerPage, main_window.pages["hazard"])
    qtbot.waitUntil(lambda: hazards.model.rowCount() == 3)
    printed: list[str] = []

    def print_half(dialog: RollupDialog) -> None:
        dialog.kind.setCurrentText("半年")
        dialog.period.setCurrentText("2026年上半年")
        press(qtbot, dialog, "打印")

    def look(preview: PreviewWindow) -> None:
        printed.append("".join(text_of(preview.pdf).split()))
        preview.close()

    attend(RollupDialog, print_half)
    attend(PreviewWindow, look)
    main_window.show_page("monthly_return")
    press(qtbot, page, "分期汇总")
    qtbot.waitUntil(lambda: bool(printed), timeout=60_000)
    assert "2026年上半年安全生产工作数据汇总" in printed[0]
    assert "隐患新增条1合计" in printed[0] and "隐患期末未销号条1期末值" in printed[0]
