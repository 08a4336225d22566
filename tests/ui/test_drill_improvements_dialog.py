"""Every open problem of all drills in one list, settled from there."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from db.spec.query import Query
from desktop.drills import finish_improvement, improvements
from desktop.office import Office
from tests import factories
from tests.e2e.acting import fill, press, save
from tests.fixtures_windows import Attend
from ui.drill_improvements_dialog import ImprovementsDialog
from ui.forms.issue_hazard_dialog import IssueHazardDialog
from ui.main_window import MainWindow
from ui.pages.ledger_page import LedgerPage


@pytest.fixture
def improving(office: Office) -> Office:
    """Two drills with problems: overdue, due later, without a day, and some that are settled."""
    first = [
        {"text": "广播听不清", "owner": "王芳", "due": "2026-12-05"},
        {"text": "闭门器损坏", "owner": "张伟明", "due": "2026-11-20"},
        {"text": "灯不亮", "done_on": "2026-11-10"},
    ]
    second = [{"text": "无人引导"}, {"text": "已结转", "carried_to": "2027年演练计划"}]
    for topic, issues in (("甲演练", first), ("乙演练", second)):
        office.add("drill", factories.drill(topic=topic, issues=issues))
    gone = office.add("drill", factories.drill(topic="已删除", issues=[{"text": "不算"}]))
    office.retire("drill", [gone["id"]])
    return office


def test_what_is_due_first_stands_on_top_and_what_is_settled_is_gone(improving: Office) -> None:
    assert [each.text for each in improvements(improving)] == ["闭门器损坏", "广播听不清", "无人引导"]


def test_a_problem_is_finished_today_unless_the_list_was_changed_meanwhile(improving: Office) -> None:
    item = improvements(improving)[0]
    assert finish_improvement(improving, item)["issues"][1]["done_on"] == "2026-11-23"
    drill = improving.get("drill", item.drill_id)
    improving.change("drill", drill["id"], {"issues": drill["issues"][:1]})
    with pytest.raises(Exception, match="record_changed_meanwhile"):
        finish_improvement(improving, item)


def test_problems_are_settled_from_the_list(qtbot: QtBot, attend: Attend, main_window: MainWindow) -> None:
    office = main_window.office
    for each in office.ids("drill", Query()):
        office.change("drill", each, {"issues": []})
    issues = [{"text": "广播听不清", "due": "2026-11-20"}, {"text": "闭门器损坏", "due": "2026-12-05"}]
    drill = office.add("drill", factories.drill(issues=issues))
    page = cast(LedgerPage, main_window.show_page("drill"))

    def hazard(dialog: IssueHazardDialog) -> None:
        fill(dialog, category="消防")
        save(dialog)

    def settle(dialog: ImprovementsDialog) -> None:
        assert "共 2 项没有改完，其中逾期 1 项。" == dialog.totals.text()
        assert dialog.table.item(0, 0).text() == "2026-11-20　逾期3天"
        dialog.done_button.click()
        assert [each.text for each in dialog.items] == ["闭门器损坏"]
        attend(IssueHazardDialog, hazard)
        dialog.hazard_button.click()
        assert dialog.totals.text() == "所有演练发现的问题都已改完。"
        assert not dialog.done_button.isEnabled() and not dialog.print_button.isEnabled()
        dialog.done(QDialog.DialogCode.Accepted)

    attend(ImprovementsDialog, settle)
    press(qtbot, page, "改进事项")
    kept = office.get("drill", drill["id"])["issues"]
    assert kept[0]["done_on"] == "2026-11-23" and kept[1]["hazard"]


def test_a_problem_leads_to_its_drill(qtbot: QtBot, attend: Attend, main_window: MainWindow) -> None:
    drill = main_window.office.add("drill", factories.drill(issues=[{"text": "x", "due": "2026-01-01"}]))
    attend(ImprovementsDialog, lambda dialog: dialog.open_button.click())
    page = cast(LedgerPage, main_window.show_page("drill"))
    press(qtbot, page, "改进事项")
    assert page.selected_ids() == [drill["id"]]
