"""The closed loop of hazards through the real window: suspicions, warnings, orders, notices, repeats."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
from PIL import Image
from PySide6.QtWidgets import QDialog, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from db.hazard_counts import hazard_counts
from db.spec.field import Record
from tests import factories
from tests.e2e.acting import add_photo, fill, press, save
from tests.fixtures_windows import Attend
from tests.ui.forms.keyboard import type_into
from ui.criteria.panel import CriteriaPanel
from ui.criteria.window import CriteriaWindow
from ui.forms.fix_on_spot_dialog import FixOnSpotDialog
from ui.forms.hazard_helps import RepeatNotice
from ui.forms.record_dialog import RecordDialog
from ui.forms.step_dialog import StepDialog
from ui.main_window import MainWindow
from ui.models.filters import Filters
from ui.pages.ledger_page import LedgerPage
from ui.photos.photo_strip import PhotoStrip
from ui.preview.preview_window import PreviewWindow

SCAN = [factories.attachment(9, "部门意见")]


@pytest.fixture
def page(main_window: MainWindow) -> LedgerPage:
    return cast(LedgerPage, main_window.show_page("hazard"))


def show(qtbot: QtBot, page: LedgerPage, record: Record) -> None:
    """Choose a record, and wait until the detail shows it as it is now."""
    page.reload()
    page.go_to(record["id"])
    qtbot.waitUntil(lambda: page.detail.record is not None and page.detail.record["rev"] == record["rev"])
    qtbot.waitUntil(lambda: bool(buttons(page)))


def buttons(page: LedgerPage) -> dict[str, QPushButton]:
    found = page.detail.findChildren(QPushButton)
    return {each.text(): each for each in found if each.isVisible() and each.text()}


def choose(qtbot: QtBot, page: LedgerPage, menu: str, word: str) -> None:
    """Pick an entry of one of the detail's drop-down buttons, once it is there."""

    def found() -> list[Any]:
        menus = [
            each for each in page.detail.findChildren(QToolButton) if each.text() == menu and each.isVisible()
        ]
        return [action for each in menus for action in each.menu().actions() if action.text() == word]

    qtbot.waitUntil(lambda: len(found()) == 1)
    found()[0].trigger()


def dated_photo(folder: Path, taken: str) -> Path:
    picture, exif = Image.new("RGB", (640, 480), "#607d8b"), Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = taken
    path = folder / "旧照片.jpg"
    picture.save(path, exif=exif)
    return path


def test_an_old_photo_is_doubted_and_the_hazard_is_saved_all_the_same(
    qtbot: QtBot, attend: Attend, page: LedgerPage, tmp_path: Path
) -> None:
    said: list[str] = []

    def enter(dialog: RecordDialog) -> None:
        fill(dialog, description="配电箱前堆物", category="用电", location="千步泾路66号")
        strip = dialog.form.editor("photo_before").findChild(PhotoStrip)
        assert isinstance(strip, PhotoStrip)
        strip.add_files([dated_photo(tmp_path, "2023:05:01 10:00:00")])
        qtbot.waitUntil(lambda: not strip.is_busy() and len(strip.attachments()) == 1, timeout=60_000)
        said.append(dialog.form.editor("photo_before").problem_text())
        fill(dialog, photo_note="翻拍的旧照，现场情况相同")
        save(dialog)

    attend(RecordDialog, enter)
    press(qtbot, page, "新增隐患")
    assert said[0].startswith("照片拍摄于 2023-05-01") and "可以照样保存" in said[0]
    assert page.office.find("hazard", "配电箱前堆物")["photo_note"] == "翻拍的旧照，现场情况相同"


def test_a_suspicion_is_registered_and_reported_at_once_and_criteria_are_offered(
    qtbot: QtBot, attend: Attend, page: LedgerPage
) -> None:
    def enter(dialog: RecordDialog) -> None:
        fill(dialog, description="出租房底层存放煤气罐")
        dialog.form.editor("level").set_value("suspected_major")
        dialog.form.edited.emit("level")
        press(qtbot, dialog, "查判定标准")
        panel = dialog.findChild(CriteriaPanel)
        assert isinstance(panel, CriteriaPanel) and panel.isVisible()
        panel.search("液化气 地下室")
        assert "地下室、半地下室" in panel.found()[0].text
        press(qtbot, dialog, "填入判定依据")
        save(dialog)

    attend(RecordDialog, enter)
    press(qtbot, page, "新增隐患")
    hazard = page.office.find("hazard", "出租房底层存放煤气罐")
    assert "城镇燃气经营安全重大隐患判定标准" in hazard["basis"] and "以原件为准" in hazard["basis"]
    assert (hazard["status"], hazard["deadline"]) == ("registered", None)
    show(qtbot, page, hazard)

    def report(dialog: StepDialog) -> None:
        fill(dialog, escalated_to="夏阳街道城建中心", escalate_note="电话报告，值班员接报")
        save(dialog)

    attend(StepDialog, report)
    press(qtbot, page, "上报/移交")
    hazard = page.office.get("hazard", hazard["id"])
    assert hazard["status"] == "escalated"
    show(qtbot, page, hazard)

    def plan(dialog: StepDialog) -> None:
        for name in ("funds", "funds_source", "starts_on", "emergency_plan"):
            assert dialog.form.label(name).is_required()
        fill(dialog, measures="清出钢瓶", rect_unit="房东", rect_person="徐阿妹", deadline="+7")
        dialog.save_button().click()
        assert dialog.saved is None and dialog.form.editor("funds_source").problem_text()
        fill(dialog, funds="0.2", funds_source="房东自筹", starts_on="今天", emergency_plan="泄漏即关阀撤离")
        save(dialog)

    attend(StepDialog, plan)
    press(qtbot, page, "落实整改")
    assert page.office.get("hazard", hazard["id"])["status"] == "rectifying"


def test_closing_a_major_hazard_waits_for_the_departments_document(
    qtbot: QtBot, attend: Attend, page: LedgerPage
) -> None:
    office = page.office
    hazard = office.add("hazard", factories.planned_hazard(level="重大"))
    office.act("hazard", hazard["id"], "rectify", factories.rectification())
    show(qtbot, page, office.act("hazard", hazard["id"], "recheck", factories.passed_recheck()))
    close = buttons(page)["销号"]
    assert not close.isEnabled() and "登记部门意见" in close.toolTip()

    def sign_off(dialog: StepDialog) -> None:
        fill(
            dialog,
            dept_signoff_unit="夏阳街道城建中心",
            dept_signoff_doc_no="17号",
            dept_signoff_person="赵志刚",
        )
        fill(dialog, dept_signoff_date="2026-11-14")
        add_photo(qtbot, dialog, "dept_signoff_scan", "orientation-portrait-6.jpg")
        save(dialog)

    attend(StepDialog, sign_off)
    press(qtbot, page, "登记部门意见")
    show(qtbot, page, office.get("hazard", hazard["id"]))
    attend(StepDialog, lambda dialog: (fill(dialog, closed_by="陈建国"), save(dialog)))
    press(qtbot, page, "销号")
    assert office.get("hazard", hazard["id"])["status"] == "closed"


def test_a_hazard_fixed_on_the_spot_counts_as_found_and_closed_and_its_photos_are_watched(
    qtbot: QtBot, attend: Attend, page: LedgerPage
) -> None:
    before = hazard_counts(page.office.store.reader(), "2026-11-01", "2026-11-30")
    said: list[str] = []

    def enter(dialog: FixOnSpotDialog) -> None:
        fill(dialog, description="灭火器被纸箱遮挡", category="消防", location="悦来旅馆大堂")
        add_photo(qtbot, dialog, "photo_before", "orientation-landscape-6.jpg")
        add_photo(qtbot, dialog, "photo_after", "orientation-landscape-6.jpg")
        said.append(dialog.form.editor("photo_after").problem_text())
        fill(dialog, rect_note="当场移开", rect_person="林素珍", closed_by="陈建国")
        save(dialog)

    attend(FixOnSpotDialog, enter)
    press(qtbot, page, "即查即改")
    after = hazard_counts(page.office.store.reader(), "2026-11-01", "2026-11-30")
    assert (after.found - before.found, after.closed - before.closed) == (1, 1)
    assert after.closing == before.closing and after.balances
    assert "整改后的照片与整改前是同一张" in said[0]


def test_a_repeated_hazard_is_named_while_typing_and_linked_by_one_click(
    qtbot: QtBot, attend: Attend, page: LedgerPage
) -> None:
    said: list[str] = []

    def enter(dialog: RecordDialog) -> None:
        fill(dialog, description="楼梯间又堆满纸箱", category="消防", location="城中东路312弄5号楼二楼楼梯间")
        notice = dialog.findChild(RepeatNotice)
        assert isinstance(notice, RepeatNotice)
        said.append(notice.words.text())
        assert dialog.form.value("deadline") == "2026-12-08"  # 15 days by 本单位设定
        press(qtbot, dialog, "记为重复于 YH-2026-0001")
        save(dialog)

    attend(RecordDialog, enter)
    press(qtbot, page, "新增隐患")
    assert "YH-2026-0001（2026-11-03，整改中）" in said[0]
    again = page.office.find("hazard", "楼梯间又堆满纸箱")
    assert again["repeat_of"] == page.office.find("hazard", "YH-2026-0001")["id"]
    page.show_filters(Filters(filled=("repeat_of",)))
    assert [page.model.record_id(row) for row in range(page.model.rowCount())] == [again["id"]]


def test_an_order_from_the_detail_is_prefilled_and_keeps_the_hazard_open(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, page: LedgerPage
) -> None:
    office = page.office
    hazard = office.find("hazard", "YH-2026-0003")
    show(qtbot, page, hazard)
    assert buttons(page)["销号"].isEnabled()

    def order(dialog: RecordDialog) -> None:
        assert (
            dialog.form.value("hazard") == hazard["id"]
            and dialog.form.value("to_unit") == "佳乐苑物业服务中心"
        )
        fill(dialog, issuer="夏阳街道安委办", deadline="+10")
        save(dialog)

    attend(RecordDialog, order)
    press(qtbot, page, "新增督办单")
    qtbot.waitUntil(lambda: "看督办单" in buttons(page))
    close = buttons(page)["销号"]
    assert not close.isEnabled() and close.toolTip().startswith("还有 1 份督办单没有解除")
    press(qtbot, page, "看督办单")
    orders = cast(LedgerPage, main_window.pages["supervision_order"])
    assert orders.model.rowCount() == 1 and main_window.current_key() == "supervision_order"
    show(qtbot, orders, office.find("supervision_order", "DB-2026-0001"))
    attend(StepDialog, lambda dialog: (fill(dialog, feedback="已移车、拆线"), save(dialog)))
    press(qtbot, orders, "登记反馈")
    show(qtbot, orders, office.find("supervision_order", "DB-2026-0001"))
    attend(StepDialog, lambda dialog: (fill(dialog, clear_doc="青夏安委办〔2026〕9号"), save(dialog)))
    press(qtbot, orders, "解除")
    main_window.show_page("hazard")
    show(qtbot, page, office.get("hazard", hazard["id"]))
    qtbot.waitUntil(lambda: buttons(page)["销号"].isEnabled())


def test_a_notice_is_worded_numbered_printed_and_printed_again(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, page: LedgerPage, tmp_path: Path
) -> None:
    show(qtbot, page, page.office.find("hazard", "YH-2026-0001"))
    first, second = tmp_path / "告知单.pdf", tmp_path / "重印.pdf"

    def keep(target: Path) -> Any:
        def work(preview: PreviewWindow) -> None:
            assert preview.save_to(target)
            preview.done(QDialog.DialogCode.Accepted)

        return work

    def edit(dialog: RecordDialog) -> None:
        type_into(dialog.form.editor("subject").input_widget(), "楼道堆物")
        save(dialog)
        attend(PreviewWindow, keep(first))

    attend(RecordDialog, edit)
    choose(qtbot, page, "开具文书", "隐患告知（提醒）单")
    qtbot.waitUntil(first.exists, timeout=60_000)
    notice = page.office.find("notice", "WS-2026-0001")
    assert (notice["subject"], notice["kind"]) == ("楼道堆物", "inform")
    notices = cast(LedgerPage, main_window.show_page("notice"))
    show(qtbot, notices, notice)
    attend(PreviewWindow, keep(second))
    press(qtbot, notices, "打印")
    qtbot.waitUntil(second.exists, timeout=60_000)
    assert second.read_bytes() == first.read_bytes()


def test_more_time_merging_and_reopening_stand_in_a_menu(
    qtbot: QtBot, attend: Attend, page: LedgerPage
) -> None:
    office = page.office
    show(qtbot, page, office.find("hazard", "YH-2026-0006"))

    def extend(dialog: StepDialog) -> None:
        fill(dialog, new_deadline="2026-12-20", extension_reason="脚手架审批中")
        assert dialog.form.value("extension_approved_by") == factories.LEAD
        save(dialog)

    attend(StepDialog, extend)
    choose(qtbot, page, "更多办理", "延期")
    extended = office.find("hazard", "YH-2026-0006")
    assert extended["deadline"] == "2026-12-20" and len(extended["extensions"]) == 1
    show(qtbot, page, extended)

    def merge(dialog: StepDialog) -> None:
        fill(dialog, merged_into="YH-2026-0007", void_reason="同一处，重复登记")
        save(dialog)

    attend(StepDialog, merge)
    choose(qtbot, page, "更多办理", "合并到另一条")
    merged = office.find("hazard", "YH-2026-0006")
    assert (
        merged["status"] == "merged" and merged["merged_into"] == office.find("hazard", "YH-2026-0007")["id"]
    )
    assert page.model.row_of(merged["id"]) is not None

    show(qtbot, page, office.find("hazard", "YH-2026-0004"))
    attend(
        StepDialog, lambda dialog: (fill(dialog, reopen_reason="又被占用", new_deadline="+5"), save(dialog))
    )
    choose(qtbot, page, "更多办理", "重新打开")
    assert office.find("hazard", "YH-2026-0004")["times_reopened"] == 1


def test_the_criteria_can_be_looked_up_from_the_list(qtbot: QtBot, attend: Attend, page: LedgerPage) -> None:
    found: list[str] = []

    def look(window: CriteriaWindow) -> None:
        window.panel.search("电瓶车 楼道")
        found.extend(each.text for each in window.panel.found())
        press(qtbot, window, "复制要点")
        window.close()

    attend(CriteriaWindow, look)
    press(qtbot, page, "判定标准")
    assert any("首层门厅" in each for each in found)
