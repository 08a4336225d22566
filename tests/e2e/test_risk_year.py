"""A year of a risk through the real window: found by the checklist, looked at again, a measure fails, a round is held."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import cast

from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from db.clock import FixedClock
from db.spec.query import Query
from tests.e2e.acting import fill, press, save
from tests.fixtures_windows import Attend
from ui.forms.failed_measure_dialog import ChooseMeasureDialog, FailedMeasureDialog
from ui.forms.record_dialog import RecordDialog
from ui.forms.step_dialog import StepDialog
from ui.main_window import MainWindow
from ui.pages.ledger_page import LedgerPage
from ui.preview.preview_window import PreviewWindow
from ui.risks.campaign_closing import CampaignClosingDialog
from ui.risks.campaign_window import CampaignWindow
from ui.risks.clearance_dialog import ClearanceDialog


def answer(dialog: RecordDialog | StepDialog, *failed: int) -> None:
    answers = dialog.form.editor("answers")
    for place, row in enumerate(answers.value(), 1):
        answers.buttons(row["item"]).buttons()["no" if place in failed else "yes"].click()  # type: ignore[attr-defined]


def register(qtbot: QtBot, attend: Attend, page: LedgerPage) -> dict[str, object]:
    def enter(dialog: RecordDialog) -> None:
        fill(dialog, risk_point="旅馆锅炉房", premises="悦来旅馆", location="一层后院", category="燃气")
        fill(
            dialog,
            description="燃气锅炉，报警器未联动",
            responsible_unit="悦来旅馆",
            responsible_person="林素珍",
        )
        dialog.form.editor("accident_types").set_value(["2025-16"])
        answer(dialog, 3)
        row = dialog.form.editor("measures").add_row()  # type: ignore[attr-defined]
        row["kind"].set_value("technical")
        row["text"].set_value("报警器与切断阀联动")
        row["owner"].set_value("林素珍")
        fill(dialog, assessors="陈建国、王芳")
        save(dialog)

    attend(RecordDialog, enter)
    press(qtbot, page, "新增风险")
    return page.office.find("risk", "旅馆锅炉房")


def hold_a_round(qtbot: QtBot, attend: Attend, page: LedgerPage) -> None:
    def work(window: CampaignWindow) -> None:
        attend(RecordDialog, save)
        press(qtbot, window, "年度安全风险辨识评估")
        assert window.progress.text() == "已完成 1 / 6 处"
        window.table.selectAll()
        missing = [each for each in window.table.chosen() if not each.is_done]
        window.only_missing.setChecked(True)
        window.table.selectAll()
        assert window.table.chosen() == missing
        attend(ClearanceDialog, lambda dialog: dialog.save_button.click())
        press(qtbot, window, "登记无较大风险")

        def close(dialog: CampaignClosingDialog) -> None:
            fill(dialog, conclusion="总体可控", minutes_text="会商一致。")
            save(dialog)

        attend(CampaignClosingDialog, close)
        press(qtbot, window, "结束评估")
        window.leave_button.click()

    attend(CampaignWindow, work)
    press(qtbot, page, "评估活动")
    (campaign,) = page.office.rows("assessment_campaign", page.office.ids("assessment_campaign", Query()))
    assert (campaign["status"], campaign["premises_total"], campaign["premises_missing"]) == ("closed", 6, 0)


def test_a_risk_from_its_first_checklist_to_the_round_of_the_year(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, clock: FixedClock, tmp_path: Path
) -> None:
    page = cast(LedgerPage, main_window.show_page("risk"))
    office = page.office
    risk = register(qtbot, attend, page)
    assert (risk["level_final"], risk["score"], risk["next_review"]) == ("yellow", "1", "2027-11-23")
    attend(StepDialog, save)
    press(qtbot, page, "落实管控")

    clock.moment = datetime(2027, 3, 1, 9, 0, tzinfo=clock.moment.tzinfo)
    attend(ChooseMeasureDialog, lambda dialog: dialog.next_button.click())
    attend(FailedMeasureDialog, save)
    press(qtbot, page, "措施失效，转为隐患")
    (hazard,) = office.rows("hazard", office.ids("hazard", Query(references={"risk": str(risk["id"])})))
    assert hazard["premises"] == risk["premises"]

    def again(dialog: StepDialog) -> None:
        answer(dialog, 2, 3, 4)
        fill(dialog, reassess_note="报警器联动失效")
        save(dialog)

    page.go_to(str(risk["id"]))
    attend(StepDialog, again)
    press(qtbot, page, "复评")
    risk = office.get("risk", str(risk["id"]))
    assert (risk["level_final"], risk["outcome"], risk["next_review"]) == ("orange", "raised", "2027-09-01")
    assert [row["inputs"] for row in risk["assessments"]] == ["“否”1 条：装有可燃气体报警器并能联动切断"]  # type: ignore[index, union-attr]

    hold_a_round(qtbot, attend, page)

    def keep(preview: PreviewWindow) -> None:
        assert preview.save_to(tmp_path / "告知卡.pdf")
        preview.done(QDialog.DialogCode.Accepted)

    attend(PreviewWindow, keep)
    press(qtbot, page, "打印风险告知卡")
    qtbot.waitUntil((tmp_path / "告知卡.pdf").exists, timeout=60_000)
