"""A round of assessment in its window, from a template to the minutes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from db.spec.query import Query
from tests.e2e.acting import fill, press, save
from tests.fixtures_windows import Attend
from ui.forms.record_dialog import RecordDialog
from ui.main_window import MainWindow
from ui.pages.ledger_page import LedgerPage
from ui.risks.campaign_closing import CampaignClosingDialog
from ui.risks.campaign_window import CampaignWindow
from ui.risks.clearance_dialog import ClearanceDialog


@pytest.fixture
def page(main_window: MainWindow) -> LedgerPage:
    return cast(LedgerPage, main_window.show_page("risk"))


@pytest.fixture
def window(qtbot: QtBot, page: LedgerPage) -> Iterator[CampaignWindow]:
    """The window without any round, over six premises."""
    shown = CampaignWindow(page.context, page)
    with qtbot.waitActive(shown):
        shown.show()
        shown.activateWindow()
    yield shown
    shown.close()
    shown.deleteLater()


def start_this_year(attend: Attend, window: CampaignWindow) -> None:
    attend(RecordDialog, save)
    window.start("yearly")


def choose(window: CampaignWindow, *names: str) -> None:
    window.table.clearSelection()
    for row, line in enumerate(window.table.lines()):
        if line.name in names:
            for column in range(window.table.columnCount()):
                window.table.item(row, column).setSelected(True)


def test_a_first_round_starts_from_its_template(qtbot: QtBot, attend: Attend, window: CampaignWindow) -> None:
    def enter(dialog: RecordDialog) -> None:
        assert dialog.form.value("title") == "2024—2025年安全风险辨识评估"
        dialog.save_button().click()
        assert dialog.saved is None and "开始日期" in dialog.form.editor("started_on").problem_text()
        fill(dialog, started_on="2024-09-02")
        save(dialog)

    attend(RecordDialog, enter)
    press(qtbot, window, "2024—2025年安全风险辨识评估")
    assert "PG-2024-0001，进行中" in window.rounds.currentText()
    assert window.progress.text() == "已完成 0 / 6 处"


def test_missing_premises_are_assessed_and_cleared_until_the_round_is_done(
    qtbot: QtBot, attend: Attend, window: CampaignWindow
) -> None:
    office = window.office
    start_this_year(attend, window)
    assert window.progress.text() == "已完成 0 / 6 处"
    assert not window.assess_button.isEnabled() and window.assess_button.toolTip() == "请先选一处场所"

    def assess(dialog: RecordDialog) -> None:
        assert dialog.form.value("responsible_unit") == "老张面馆"
        fill(dialog, risk_point="面馆厨房用气", category="燃气", description="用瓶装液化气")
        dialog.form.editor("accident_types").set_value(["2025-09"])
        answers = dialog.form.editor("answers")
        for row in answers.value():
            answers.buttons(row["item"]).buttons()["yes"].click()  # type: ignore[attr-defined]
        save(dialog)

    choose(window, "老张面馆")
    attend(RecordDialog, assess)
    press(qtbot, window, "评估这处场所")
    risk = office.find("risk", "面馆厨房用气")
    assert (risk["campaign"], risk["level_final"]) == (
        window.campaign["id"] if window.campaign else "",
        "blue",
    )
    assert window.progress.text() == "已完成 1 / 6 处"

    choose(window, *(each.name for each in window.table.lines() if not each.is_done))
    attend(ClearanceDialog, lambda dialog: dialog.save_button.click())
    press(qtbot, window, "登记无较大风险")
    assert window.progress.text() == "已完成 6 / 6 处"
    assert "所有场所都评估过了" in window.words.text()

    def close(dialog: CampaignClosingDialog) -> None:
        assert dialog.form.editor("missing_reason").isHidden()
        fill(dialog, conclusion="风险总体可控", minutes_text="评估组会商，一致通过。")
        save(dialog)

    attend(CampaignClosingDialog, close)
    press(qtbot, window, "结束评估")
    assert "已结束" in window.rounds.currentText() and "结论：风险总体可控" in window.words.text()
    assert not window.close_round_button.isEnabled()


def test_a_clearance_needs_its_person(qtbot: QtBot, attend: Attend, window: CampaignWindow) -> None:
    start_this_year(attend, window)
    choose(window, "老张面馆", "悦来旅馆")

    def leave_out(dialog: ClearanceDialog) -> None:
        dialog.editors["found_by"].set_value(None)
        dialog.save_button.click()
        assert dialog.saved is None and "查看人" in dialog.bar.sentence.text()
        dialog.cancel_button.click()

    attend(ClearanceDialog, leave_out)
    press(qtbot, window, "登记无较大风险")
    assert window.progress.text() == "已完成 0 / 6 处"


def test_closing_with_missing_premises_names_them_and_asks_why(
    qtbot: QtBot, attend: Attend, window: CampaignWindow
) -> None:
    start_this_year(attend, window)

    def close(dialog: CampaignClosingDialog) -> None:
        reason = dialog.form.editor("missing_reason")
        assert "还有 6 处没有评估：老张面馆" in reason.problem_text()
        fill(dialog, conclusion="风险总体可控", minutes_text="评估组会商。")
        dialog.save_button().click()
        assert dialog.saved is None and "6 处场所没有评估" in reason.problem_text()
        fill(dialog, missing_reason="沿街整体改造，均已停业")
        save(dialog)

    attend(CampaignClosingDialog, close)
    press(qtbot, window, "结束评估")
    assert "6 处未评估：沿街整体改造，均已停业" in window.words.text()


def test_the_risks_of_a_premises_are_one_click_away(
    qtbot: QtBot, attend: Attend, window: CampaignWindow, page: LedgerPage
) -> None:
    start_this_year(attend, window)
    choose(window, "悦来旅馆")
    press(qtbot, window, "看它的风险")
    assert not window.isVisible()
    assert [chip.toolTip() for chip in page.filter_bar.chips()] == ["场所：悦来旅馆"]


def test_only_the_missing_ones_can_be_shown(attend: Attend, window: CampaignWindow) -> None:
    start_this_year(attend, window)
    risk = window.office.ids("risk", Query())[0]
    window.office.change(
        "risk", risk, {"premises": "老张面馆", "campaign": window.campaign["id"] if window.campaign else None}
    )
    window.reload()
    window.only_missing.setChecked(True)
    assert "老张面馆" not in [each.name for each in window.table.lines()]
    assert len(window.table.lines()) == 5
