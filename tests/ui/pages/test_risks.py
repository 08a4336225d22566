"""The risk list and its detail: why a review is due, measures, hazards, earlier assessments, and what can be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from db.spec.query import Query
from db.store import Changed
from tests import factories
from tests.e2e.acting import press, save
from tests.fixtures_windows import Attend
from ui.forms.failed_measure_dialog import ChooseMeasureDialog, FailedMeasureDialog
from ui.forms.step_dialog import StepDialog
from ui.main_window import MainWindow
from ui.models.filters import Filters
from ui.models.record_table_model import MARK_ROLE
from ui.pages.ledger_page import LedgerPage
from ui.preview.preview_window import PreviewWindow
from ui.widgets.drawn_marks import MarkLabel

LATE = {"kind": "技防", "text": "安装独立式烟感", "owner": "陈建国", "due": "2026-11-10"}


@pytest.fixture
def page(main_window: MainWindow) -> LedgerPage:
    return cast(LedgerPage, main_window.show_page("risk"))


@pytest.fixture
def show(qtbot: QtBot, page: LedgerPage) -> Callable[[dict[str, Any]], None]:
    """Choose a risk and wait until its detail is laid out."""

    def showing(risk: dict[str, Any]) -> None:
        page.reload()
        page.go_to(risk["id"])
        qtbot.waitUntil(lambda: risk["no"] in words(page))

    return showing


def words(page: LedgerPage) -> str:
    labels = [each.text() for each in page.detail.findChildren(QLabel) if each.isVisible()]
    marks = [each.mark.word for each in page.detail.findChildren(MarkLabel) if each.isVisible() and each.mark]
    return "\n".join([*labels, *marks])


def shown(page: LedgerPage) -> list[str]:
    return [page.model.record(row)["risk_point"] for row in range(page.model.rowCount())]


def test_the_detail_says_why_a_review_is_due(
    page: LedgerPage, show: Callable[[dict[str, Any]], None]
) -> None:
    office = page.office
    risk = office.add("risk", factories.risk(premises="悦来旅馆"))
    office.add("hazard", factories.suspected_major(premises="悦来旅馆", found_on="2026-11-20"))
    office.act("risk", risk["id"], "force_review", {"review_cause": "装修", "review_cause_note": "二楼隔断"})
    show(risk)
    assert "应复评：2026-11-23 装修改造：二楼隔断；2026-11-20 在这里登记了疑似重大" in words(page)


def test_measures_show_their_state_and_how_late_they_are(
    page: LedgerPage, show: Callable[[dict[str, Any]], None]
) -> None:
    done = {"kind": "人防", "text": "每日巡查", "owner": "张伟明", "done_on": "2026-11-04"}
    show(page.office.add("risk", factories.risk(measures=[done, LATE])))
    text = words(page)
    assert "人防：每日巡查（张伟明，2026-11-04 完成）" in text and "已落实" in text
    assert "逾期13天" in text


def test_earlier_assessments_are_read_below_the_valid_one(
    page: LedgerPage, show: Callable[[dict[str, Any]], None]
) -> None:
    risk = page.office.add("risk", factories.risk())
    page.office.act("risk", risk["id"], "reassess", {"L": "5", "S": "5", "reassess_note": "新增充电柜"})
    show(risk)
    text = words(page)
    assert "第 2 次（现行）　2026-11-02" in text and "升级" in text and "新增充电柜" in text
    assert "第 1 次　2026-11-02" in text and "L3 × S4 = R12" in text


def test_a_hazard_registered_elsewhere_shows_in_the_list_at_once(page: LedgerPage) -> None:
    risk = page.office.add("risk", factories.risk(premises="悦来旅馆"))
    page.reload()
    column = next(place for place, each in enumerate(page.model.columns) if each.name == "next_review")
    cell = page.model.index(cast(int, page.model.row_of(risk["id"])), column)
    assert cell.data(MARK_ROLE) is None
    page.office.add("hazard", factories.suspected_major(premises="悦来旅馆", found_on="2026-11-20"))
    page.take_change(Changed(frozenset({"hazard"}), frozenset()))
    assert cell.data(MARK_ROLE).word == "应复评"


def test_what_needs_a_look_is_one_filter_away(page: LedgerPage) -> None:
    page.office.add("risk", factories.risk(risk_point="到期的", next_review="2026-11-20"))
    page.office.add("risk", factories.risk(risk_point="措施晚了的", measures=[LATE]))
    page.show_filters(Filters(attention="review"))
    assert shown(page) == ["到期的"]
    assert [chip.toolTip() for chip in page.filter_bar.chips()] == ["应复评"]
    page.show_filters(Filters(attention="measures"))
    assert shown(page) == ["措施晚了的"]


def test_a_failed_measure_becomes_a_hazard_that_the_risk_leads_to(
    qtbot: QtBot,
    attend: Attend,
    main_window: MainWindow,
    page: LedgerPage,
    show: Callable[[dict[str, Any]], None],
) -> None:
    risk = page.office.add("risk", factories.risk(premises="悦来旅馆", measures=[LATE]))
    before = page.office.count("hazard", Query())
    show(risk)

    def fill(dialog: FailedMeasureDialog) -> None:
        values = dialog.form.values()
        assert values["description"] == "风险点“佳乐苑地下车库充电区”的管控措施失效：安装独立式烟感"
        assert (values["location"], values["category"], values["risk"]) == (
            "佳乐苑北区地下车库",
            "EBIKE",
            risk["id"],
        )
        assert not dialog.again_button().isVisible()
        save(dialog)

    attend(ChooseMeasureDialog, lambda dialog: dialog.next_button.click())
    attend(FailedMeasureDialog, fill)
    press(qtbot, page, "措施失效，转为隐患")
    qtbot.waitUntil(lambda: page.office.count("hazard", Query()) == before + 1)
    assert page.office.get("risk", risk["id"])["measures"][0]["state"] == "failed"
    (hazard_id,) = page.office.ids("hazard", Query(references={"risk": risk["id"]}))
    hazard = page.office.get("hazard", hazard_id)
    qtbot.waitUntil(lambda: "由此产生的隐患 1 条" in words(page))
    assert not any(
        each.text() == "措施失效，转为隐患"
        for each in page.detail.findChildren(QPushButton)
        if each.isVisible()
    )
    press(qtbot, page, hazard["no"])
    assert main_window.current_key() == "hazard"
    assert cast(LedgerPage, main_window.pages["hazard"]).selected_ids() == [hazard_id]


def test_giving_up_the_hazard_leaves_the_measure_as_it_was(
    qtbot: QtBot, attend: Attend, page: LedgerPage, show: Callable[[dict[str, Any]], None]
) -> None:
    risk = page.office.add("risk", factories.risk(measures=[LATE]))
    show(risk)
    attend(ChooseMeasureDialog, lambda dialog: dialog.next_button.click())
    attend(FailedMeasureDialog, lambda dialog: dialog.reject())
    press(qtbot, page, "措施失效，转为隐患")
    assert page.office.get("risk", risk["id"])["measures"][0]["state"] == "planned"
    attend(ChooseMeasureDialog, lambda dialog: dialog.cancel_button.click())
    press(qtbot, page, "措施失效，转为隐患")
    assert page.office.count("hazard", Query(references={"risk": risk["id"]})) == 0


def test_reassessing_starts_from_the_valid_inputs_and_today(
    qtbot: QtBot, attend: Attend, page: LedgerPage, show: Callable[[dict[str, Any]], None]
) -> None:
    risk = page.office.add("risk", factories.risk())
    show(risk)

    def again(dialog: StepDialog) -> None:
        form = dialog.form
        assert (form.value("assessed_on"), form.value("next_review")) == ("2026-11-23", "2027-11-23")
        form.editor("severity").set_value("2")
        form.edited.emit("severity")
        assert form.value("level_final") == "blue"
        save(dialog)

    attend(StepDialog, again)
    press(qtbot, page, "复评")
    newest = page.office.get("risk", risk["id"])
    assert (newest["level_final"], newest["outcome"], len(newest["assessments"])) == ("blue", "reduced", 1)


def test_closing_asks_for_the_case(
    qtbot: QtBot, attend: Attend, page: LedgerPage, show: Callable[[dict[str, Any]], None]
) -> None:
    risk = page.office.add("risk", factories.risk())
    show(risk)

    def close(dialog: StepDialog) -> None:
        dialog.save_button().click()
        assert dialog.saved is None and "关闭原因" in dialog.form.editor("close_reason").problem_text()
        dialog.form.editor("close_cause").buttons()["premises_closed"].click()  # type: ignore[attr-defined]
        save(dialog)

    attend(StepDialog, close)
    press(qtbot, page, "关闭风险")
    assert page.office.get("risk", risk["id"])["close_reason"] == "场所关闭"


@pytest.mark.parametrize("word", ["打印风险告知卡", "四色分布表"])
def test_cards_and_the_distribution_open_in_the_preview(
    qtbot: QtBot, attend: Attend, page: LedgerPage, show: Callable[[dict[str, Any]], None], word: str
) -> None:
    titles: list[str] = []
    show(page.office.find("risk", "FX-2026-0001"))

    def read(preview: PreviewWindow) -> None:
        titles.append(preview.windowTitle())
        preview.reject()

    attend(PreviewWindow, read)
    press(qtbot, page, word)
    qtbot.waitUntil(lambda: bool(titles), timeout=60_000)
    assert word.removeprefix("打印") in titles[0]
