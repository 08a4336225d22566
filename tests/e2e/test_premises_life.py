"""One shop's years through the real window: entered once, mistyped, entered twice, merged, parted, let to another, closed."""

from __future__ import annotations

from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from db.spec.query import Query
from desktop.office import Office
from tests import factories
from tests.e2e.acting import fill, press, save
from tests.fixtures_windows import Attend
from tests.ui.forms.twins import twins_panel, wait_for_twins
from ui.forms.closing_dialog import ClosingDialog
from ui.forms.record_dialog import RecordDialog
from ui.forms.step_dialog import StepDialog
from ui.main_window import MainWindow
from ui.pages.ledger_page import LedgerPage
from ui.pages.merge_dialog import MergeDialog
from ui.pages.premises_file_page import PremisesFilePage
from ui.preview.preview_window import PreviewWindow


@pytest.fixture
def shop(main_window: MainWindow) -> dict[str, Any]:
    """阿强小饭店 at 青松路8号, with an open hazard, an assessed risk and a planned drill."""
    office = main_window.office
    shop = office.add(
        "premises", factories.premises(name="阿强小饭店", address="青松路8号", usc=None, phone=None)
    )
    office.add("hazard", factories.planned_hazard(premises=shop["no"], description="后厨烟道油污"))
    office.add("risk", factories.risk(premises=shop["no"], risk_point="后厨明火"))
    office.add("drill_plan", factories.drill_plan(shop["no"], topic="饭店疏散演练"))
    return shop


def enter(dialog: RecordDialog, **typed: str) -> None:
    fill(dialog, **{"type": "小餐饮", "main_person": "阿强", **typed})


def list_page(window: MainWindow) -> LedgerPage:
    return cast(LedgerPage, window.show_page("premises"))


def file_of(qtbot: QtBot, window: MainWindow, record: dict[str, Any]) -> PremisesFilePage:
    """Open a file by Enter on its row of the list."""
    page = list_page(window)
    page.leave_record_page()
    page.go_to(record["id"])
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    file = page.record_page()
    assert isinstance(file, PremisesFilePage)
    qtbot.waitUntil(lambda: file.detail.record is not None and file.detail.isVisible())
    return file


def test_the_same_shop_under_another_name_is_shown_and_taken_instead(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, shop: dict[str, Any]
) -> None:
    page = list_page(main_window)
    count = page.office.count("premises", Query())

    def type_the_name(dialog: RecordDialog) -> None:
        enter(dialog, name="阿强饭店", address="青松路 8 号")
        wait_for_twins(qtbot, dialog)
        assert [(each.no, each.reasons) for each in twins_panel(dialog).twins] == [
            (shop["no"], ("名称相近", "地址相同"))
        ]
        dialog.save_button().click()
        assert dialog.saved is None and "很可能已经登记过" in dialog.bar.sentence.text()
        press(qtbot, twins_panel(dialog), "就用这一家")

    attend(RecordDialog, type_the_name)
    page.bars.new_button.click()
    assert page.office.count("premises", Query()) == count
    assert page.selected_ids() == [shop["id"]]


def test_two_shops_that_are_alike_are_both_kept_with_the_reason_and_not_asked_again(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, shop: dict[str, Any]
) -> None:
    page = list_page(main_window)

    def tell_apart(dialog: RecordDialog) -> None:
        enter(dialog, name="阿强饭店", address="青松路8号")
        wait_for_twins(qtbot, dialog)
        press(qtbot, twins_panel(dialog), "确实不是同一家")
        fields = [
            each for each in twins_panel(dialog).findChildren(type(dialog.form.editor("name").input_widget()))
        ]
        fields[0].setText("楼上楼下两家店")
        press(qtbot, twins_panel(dialog), "记下")
        save(dialog)

    attend(RecordDialog, tell_apart)
    page.bars.new_button.click()
    kept = page.office.find("premises", "阿强饭店")
    assert kept["distinct_from"] == [{"no": shop["no"], "name": "阿强小饭店", "reason": "楼上楼下两家店"}]

    def change_the_phone(dialog: RecordDialog) -> None:
        fill(dialog, phone="59720099")
        assert dialog.form.hold() is None  # looks at once, not after the pause
        assert not twins_panel(dialog).twins
        save(dialog)

    attend(RecordDialog, change_the_phone)
    main_window.records.edit("premises", shop["id"])


def test_a_shop_entered_twice_can_be_kept_at_once_and_opened_before(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, shop: dict[str, Any]
) -> None:
    seen: list[str] = []

    def look_and_keep(dialog: RecordDialog) -> None:
        enter(dialog, name="阿强饭店", address="青松路8号")
        dialog.save_button().click()
        wait_for_twins(qtbot, dialog)
        attend(RecordDialog, lambda other: (seen.append(other.form.value("name")), other.reject()))
        press(qtbot, twins_panel(dialog), "打开已有")
        assert dialog.form.value("name") == "阿强饭店"  # nothing that was typed is lost
        press(qtbot, dialog.bar, "不是同一家，保存")

    attend(RecordDialog, look_and_keep)
    list_page(main_window).bars.new_button.click()
    assert seen == ["阿强小饭店"]
    kept = main_window.office.find("premises", "阿强饭店")
    assert kept["distinct_from"][0]["reason"] == "经核对不是同一家"


def test_a_credit_code_with_o_for_0_is_put_right_by_one_button(
    qtbot: QtBot, attend: Attend, main_window: MainWindow
) -> None:
    def type_the_code(dialog: RecordDialog) -> None:
        enter(dialog, name="顺发五金店", address="千步泾路9号", usc="９144O3OO71526726xg")
        assert "是不是数字 1、0" in dialog.form.editor("usc").problem_text()
        assert dialog.form.value("usc_status") == "to_verify"
        press(qtbot, dialog, "改为 9144030071526726XG")
        assert not dialog.form.editor("usc").problem_text()
        save(dialog)

    attend(RecordDialog, type_the_code)
    list_page(main_window).bars.new_button.click()
    kept = main_window.office.find("premises", "顺发五金店")
    assert (kept["usc"], kept["usc_status"], kept["usc_note"]) == ("9144030071526726XG", "held", None)


def test_a_genuine_early_code_is_kept_as_to_verify_and_not_asked_about_again(
    qtbot: QtBot, attend: Attend, main_window: MainWindow
) -> None:
    def say_it_is_so(dialog: RecordDialog) -> None:
        enter(dialog, name="顺发五金店", address="千步泾路9号", usc="91350100m0001tgqxm")
        assert "校验码" in dialog.form.editor("usc").problem_text()
        press(qtbot, dialog, "确实如此")
        save(dialog)

    attend(RecordDialog, say_it_is_so)
    list_page(main_window).bars.new_button.click()
    kept = main_window.office.find("premises", "顺发五金店")
    assert (kept["usc_status"], kept["usc_note"]) == ("to_verify", "确实如此")

    def look_again(dialog: RecordDialog) -> None:
        assert not dialog.form.editor("usc").problem_text()
        assert "已注明：确实如此" in [each.text() for each in dialog.findChildren(QLabel) if each.isVisible()]
        fill(dialog, usc="91350100M0001TGQX2")  # another code is another question
        assert "校验码" in dialog.form.editor("usc").problem_text()
        dialog.note_baseline()
        dialog.reject()

    attend(RecordDialog, look_again)
    main_window.records.edit("premises", kept["id"])


def test_two_entries_of_one_shop_are_merged_and_parted_again(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, shop: dict[str, Any]
) -> None:
    office: Office = main_window.office
    kept = office.add("premises", factories.premises(name="阿强饭店", address="青松路8号", usc=None))
    file = file_of(qtbot, main_window, kept)

    def merge(dialog: MergeDialog) -> None:
        assert (
            dialog.pair is not None and dialog.pair.gone["id"] == shop["id"]
        )  # the likely twin stands there already
        assert "隐患 1 条" in dialog.moving.text() and f"合并到 {kept['no']}" in dialog.moving.text()
        press(qtbot, dialog, "合并")

    attend(MergeDialog, merge)
    press(qtbot, file.detail, "合并重复…")
    assert main_window.bar.action_button.text() == "撤销合并"
    file = file_of(qtbot, main_window, kept)
    assert file.tabs.tabText(1) == "隐患 1·未结1" and file.tabs.tabText(2) == "风险 1·未结1"
    assert office.get("premises", shop["id"])["retired_reason"] == f"合并到 {kept['no']}"

    press(qtbot, file.overview, "撤销合并")
    qtbot.waitUntil(lambda: file.tabs.tabText(1) == "隐患 0")
    assert office.count("hazard", Query(references={"premises": shop["id"]})) == 1
    assert "已撤销合并" in main_window.bar.sentence.text()


def test_a_merge_is_undone_from_the_bar_at_once(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, shop: dict[str, Any]
) -> None:
    office: Office = main_window.office
    kept = office.add("premises", factories.premises(name="阿强饭店", address="青松路8号", usc=None))
    attend(MergeDialog, lambda dialog: press(qtbot, dialog, "合并"))
    press(qtbot, file_of(qtbot, main_window, kept).detail, "合并重复…")
    press(qtbot, main_window.bar, "撤销合并")
    assert office.get("premises", shop["id"])["retired_at"] is None
    press(qtbot, main_window.bar, "去看看")
    file = list_page(main_window).record_page()
    assert isinstance(file, PremisesFilePage) and file.premises_id == shop["id"]


def test_parting_says_which_record_moved_on(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, shop: dict[str, Any]
) -> None:
    office: Office = main_window.office
    kept = office.add("premises", factories.premises(name="阿强饭店", address="青松路8号", usc=None))
    attend(MergeDialog, lambda dialog: press(qtbot, dialog, "合并"))
    press(qtbot, file_of(qtbot, main_window, kept).detail, "合并重复…")
    (hazard,) = office.rows("hazard", office.ids("hazard", Query(references={"premises": kept["id"]})))
    office.change("hazard", hazard["id"], {"location": "后厨"})
    press(qtbot, file_of(qtbot, main_window, kept).overview, "撤销合并")
    assert f"隐患 {hazard['no']}" in main_window.bar.sentence.text()
    assert office.get("premises", shop["id"])["merged_into"] == kept["id"]


def test_a_new_tenant_is_a_dated_change_after_which_risks_are_to_be_reviewed(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, shop: dict[str, Any]
) -> None:
    file = file_of(qtbot, main_window, shop)

    def record(dialog: StepDialog) -> None:
        fill(dialog, change_kind="承租方更换", change_from="阿强", change_to="李四", main_person="李四")
        save(dialog)

    attend(StepDialog, record)
    press(qtbot, file.detail, "登记变更")
    qtbot.waitUntil(lambda: "请复评" in words(file))
    assert "承租方更换：阿强 → 李四" in words(file)
    assert main_window.office.get("premises", shop["id"])["main_person"] == "李四"


def words(file: PremisesFilePage) -> str:
    return "\n".join(each.text() for each in file.overview.widget().findChildren(QLabel))


def test_closing_asks_what_becomes_of_what_is_open(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, shop: dict[str, Any]
) -> None:
    office, file = main_window.office, file_of(qtbot, main_window, shop)

    def close(dialog: ClosingDialog) -> None:
        assert [fate.table for fate in dialog.fates] == ["hazard", "risk", "drill_plan"]
        fill(dialog, status_note="租约到期", handover_note="隐患由房东沈国荣继续整改")
        hazards, risks, plans = dialog.fates
        assert hazards.goes_on.isChecked() and risks.ends.isChecked()
        plans.goes_on.click()
        save(dialog)

    attend(ClosingDialog, close)
    press(qtbot, file.detail, "关闭")
    closed = office.get("premises", shop["id"])
    assert (closed["status"], closed["closed_on"]) == ("closed", office.today)
    assert closed["handover_note"] == "隐患由房东沈国荣继续整改"
    assert office.find("risk", "FX-2026-0005")["close_reason"] == "场所关闭"
    qtbot.waitUntil(lambda: file.tabs.tabText(2) == "风险 1")
    assert file.tabs.tabText(1) == "隐患 1·未结1" and file.tabs.tabText(5) == "演练计划 1·未结1"


def test_a_suspended_shop_opens_again(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, shop: dict[str, Any]
) -> None:
    file = file_of(qtbot, main_window, shop)

    def suspend(dialog: StepDialog) -> None:
        fill(dialog, status_note="装修")
        save(dialog)

    attend(StepDialog, suspend)
    press(qtbot, file.detail, "停业")
    attend(StepDialog, save)
    press(qtbot, file.detail, "恢复营业")
    assert main_window.office.get("premises", shop["id"])["status"] == "operating"


def test_the_file_is_printed_from_its_page(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, shop: dict[str, Any]
) -> None:
    names: list[str] = []
    attend(PreviewWindow, lambda preview: (names.append(preview.windowTitle()), preview.reject()))
    press(qtbot, file_of(qtbot, main_window, shop), "打印一户一档")
    qtbot.waitUntil(lambda: bool(names))
    assert "一户一档" in names[0]
