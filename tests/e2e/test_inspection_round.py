"""A round through the premises: the blank sheet, keyed in with the keyboard alone, its hazards, its record on paper."""

from __future__ import annotations

from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from db.self_checks import all_self_checks
from db.spec.query import Query
from desktop.checklists import checklists
from desktop.form_values import copy_values
from desktop.inspections import round_values
from tests import factories
from tests.e2e.acting import PHOTOS, press
from tests.fixtures_windows import Attend
from tests.printed_text import text_of
from tests.ui.forms.keyboard import type_into, type_text
from ui.blank_sheet_dialog import BlankSheetDialog
from ui.checklists_dialog import ChecklistsDialog
from ui.coverage_dialog import CoverageDialog
from ui.failed_items_dialog import FailedItemsDialog, ItemHazardDialog
from ui.forms.checklist_picker import ChecklistPicker
from ui.forms.form_dialog import FormDialog
from ui.forms.inspection_form import INSPECTION_FORM
from ui.forms.record_dialog import RecordDialog
from ui.forms.round_items import RoundItemsEditor
from ui.forms.round_table import RoundTable
from ui.forms.step_dialog import StepDialog
from ui.main_window import MainWindow
from ui.models.filters import Filters
from ui.pages.ledger_page import LedgerPage
from ui.preview.preview_window import PreviewWindow

Key = Qt.Key


@pytest.fixture
def page(main_window: MainWindow) -> LedgerPage:
    return cast(LedgerPage, main_window.show_page("inspection"))


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def keys(*strokes: Any) -> None:
    """Press keys or type a text, always where the focus is."""
    for stroke in strokes:
        if isinstance(stroke, str):
            type_text(focused(), stroke)
        else:
            QTest.keyClick(focused(), stroke)


def entered(qtbot: QtBot, dialog: QWidget) -> None:
    """Wait until the focus is in a dialog that was just opened."""
    dialog.activateWindow()
    qtbot.waitUntil(lambda: dialog.isAncestorOf(QApplication.focusWidget()), timeout=5_000)


def saved(dialog: FormDialog) -> None:
    """Press 保存; the form must have taken everything."""
    dialog.save_button().click()
    assert dialog.saved is not None, dialog.problem_list.sentences() + [dialog.bar.sentence.text()]


def tab_to(kind: type[QWidget]) -> None:
    """Press Tab until a widget of that class has the focus."""
    for _ in range(40):
        if isinstance(focused(), kind):
            return
        QTest.keyClick(focused(), Key.Key_Tab)
    raise AssertionError(f"Tab never comes to a {kind.__name__}")


def printed_by(qtbot: QtBot, attend: Attend, act: Any) -> str:
    """The text of the document that an act shows in the preview, without white space."""
    texts: list[str] = []

    def look(preview: PreviewWindow) -> None:
        texts.append("".join(text_of(preview.pdf).split()))
        preview.close()

    attend(PreviewWindow, look)
    act()
    qtbot.waitUntil(lambda: bool(texts) and QApplication.activeModalWidget() is None, timeout=60_000)
    return texts[0]


def failed_round(window: MainWindow, **changes: Any) -> dict[str, Any]:
    """An inspection of 老张面馆 in which items 2 and 17 failed."""
    values = round_values(window.office, window.office.find("premises", "老张面馆")["id"])
    for row in values["items"]:
        row["result"] = "pass"
    values["items"][1] |= {"result": "fail", "note": "楼梯间堆放纸箱", "location": "二楼"}
    values["items"][16] |= {"result": "fail", "note": "报警器未通电"}
    return dict(window.office.add("inspection", {**values, "inspectors": "陈建国、王芳", **changes}))


def test_a_blank_sheet_is_printed_and_keyed_in_with_the_keyboard_alone(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, page: LedgerPage
) -> None:
    def choose(dialog: BlankSheetDialog) -> None:
        entered(qtbot, dialog)
        keys("老张面馆", Key.Key_Tab)
        dialog.save()

    attend(BlankSheetDialog, choose)
    sheet = printed_by(qtbot, attend, lambda: press(qtbot, page, "空白表"))
    assert "老张面馆" in sheet and "17可燃气体报警器通电" in sheet and "被检查单位拒绝签字" in sheet

    def key_in(dialog: RecordDialog) -> None:
        entered(qtbot, dialog)
        keys("老张面馆", Key.Key_Tab)
        inspectors = dialog.form.editor("inspectors").input_widget()
        while focused() is not inspectors:
            keys(Key.Key_Tab)
        keys("陈建国、王芳")
        tab_to(RoundTable)
        keys("1", Key.Key_Down, "2", Key.Key_Return, "楼梯间堆放纸箱", Key.Key_Return)
        keys(
            "3",
            *[Key.Key_Down] * 14,
            "×",
            Key.Key_Return,
            "报警器未通电",
            Key.Key_Tab,
            "后厨",
            Key.Key_Return,
        )
        items = cast(RoundItemsEditor, dialog.form.editor("items"))
        assert items.summary() == "共 25 项　合格 1　不合格 2　不适用 1　还没有结果 21"
        keys("0")
        assert items.summary() == "共 25 项　合格 22　不合格 2　不适用 1"
        QTest.keyClick(focused(), Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        assert dialog.saved is not None, dialog.problem_list.sentences()

    attend(RecordDialog, key_in)
    page.bars.new_button.click()
    (record_id,) = main_window.office.ids("inspection", Query())
    kept = main_window.office.get("inspection", record_id)
    assert kept["subject"] == "通用消防、用电安全、燃气安全、小场所和“三合一”检查"
    failed = [(n, row["note"], row["location"]) for n, row in enumerate(kept["items"], 1) if row["note"]]
    assert failed == [(2, "楼梯间堆放纸箱", None), (17, "报警器未通电", "后厨")]
    assert (kept["items"][2]["result"], kept["outcome"]) == ("not_applicable", "to_do")


def test_failed_items_become_hazards_one_by_one_and_all_at_once(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, page: LedgerPage
) -> None:
    office = main_window.office
    photo = office.attach(PHOTOS / "orientation-landscape-1.jpg") | {"caption": "第2项"}
    inspection = failed_round(main_window, photos=[photo])
    page.show_saved(inspection["id"])

    def register(dialog: ItemHazardDialog) -> None:
        assert (
            dialog.form.value("description")
            == "楼梯间堆放纸箱（检查项目：疏散通道、楼梯间没有堆物、没有占用）"
        )
        assert (dialog.form.value("location"), dialog.form.value("category")) == ("二楼", "FIRE")
        dialog.form.editor("measures").set_value("清理纸箱")
        saved(dialog)

    def hand_on(dialog: FailedItemsDialog) -> None:
        attend(ItemHazardDialog, register)
        dialog.one_button.click()
        assert "还有 1 项没有转为隐患" in dialog.summary.text()
        dialog.all_button.click()
        assert "还有 0 项没有转为隐患" in dialog.summary.text() and not dialog.all_button.isEnabled()
        dialog.table.setCurrentCell(1, 1)
        dialog.open_button.click()

    attend(FailedItemsDialog, hand_on)
    press(qtbot, page, "转为隐患…")
    kept = office.get("inspection", inspection["id"])
    first, second = (office.get("hazard", kept["items"][place]["hazard"]) for place in (1, 16))
    assert (first["inspection"], first["measures"]) == (inspection["id"], "清理纸箱")
    assert first["photo_before"][0]["sha256"] == photo["sha256"] and not second["photo_before"]
    assert (second["description"][:6], second["category"], second["rect_person"]) == (
        "报警器未通电",
        "GAS",
        "张伟明",
    )
    assert (kept["outcome"], main_window.current_key()) == ("handed_on", "hazard")
    press(qtbot, cast(LedgerPage, main_window.show_page("hazard")), "看来源检查")
    assert (main_window.current_key(), page.selected_ids()) == ("inspection", [inspection["id"]])


def test_filing_with_failed_items_left_over_asks_for_the_reason(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, page: LedgerPage
) -> None:
    inspection = failed_round(main_window)
    page.show_saved(inspection["id"])

    def settle(dialog: StepDialog) -> None:
        entered(qtbot, dialog)
        dialog.save_button().click()
        assert "第 2、17 项不合格" in dialog.form.editor("unhandled_reason").problem_text()
        keys("当场清理、当场通电，已复看")
        saved(dialog)

    attend(StepDialog, settle)
    press(qtbot, page, "归档")
    assert main_window.office.get("inspection", inspection["id"])["status"] == "settled"


def test_a_refused_signature_is_printed_with_its_reason_and_the_witness(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, page: LedgerPage
) -> None:
    inspection = failed_round(main_window, kind="四不两直陪同", visiting_unit="夏阳街道安监所")
    page.show_saved(inspection["id"])

    def refuse(dialog: RecordDialog) -> None:
        entered(qtbot, dialog)
        cast(Any, dialog.form.editor("sign_refused")).buttons()["yes"].click()
        dialog.save_button().click()
        assert "拒签原因" in dialog.form.editor("refusal_reason").problem_text()
        keys("店主不在，店员不愿签字", Key.Key_Tab, "䶮㐂𠮷")
        saved(dialog)

    attend(RecordDialog, refuse)
    press(qtbot, page, "修改")
    text = printed_by(qtbot, attend, lambda: press(qtbot, page, "打印检查记录"))
    assert "被检查单位拒绝签字。原因：店主不在，店员不愿签字。见证人：䶮㐂𠮷。" in text
    assert "见证人（签字）" in text and "被检查单位负责人（签字）" not in text
    assert "夏阳街道安监所" in text and "楼梯间堆放纸箱" in text
    assert not any(word in text for word in ("责令", "限期", "处罚", "停产"))


def test_a_changed_checklist_is_a_new_version_and_old_inspections_keep_their_text(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, page: LedgerPage
) -> None:
    office = main_window.office
    old = failed_round(main_window)

    def change(form: RecordDialog) -> None:
        rows = cast(Any, form.form.editor("items")).rows()
        rows[1]["item"].set_value("楼梯间一件东西也不放")
        saved(form)

    def edit(dialog: ChecklistsDialog) -> None:
        attend(RecordDialog, change)
        dialog.edit_button.click()
        assert "第 2 版" in dialog.bar.sentence.text()
        dialog.table.setCurrentCell(1, 0)
        dialog.stop_button.click()
        dialog.close()

    attend(ChecklistsDialog, edit)
    press(qtbot, page, "检查表")
    used = checklists(office)
    assert (used[0]["version"], used[1]["name"]) == (2, "燃气安全检查表")
    assert office.get("inspection", old["id"])["items"][1]["item"] == "疏散通道、楼梯间没有堆物、没有占用"
    new = round_values(office, old["premises"])
    assert new["items"][1]["item"] == "楼梯间一件东西也不放"
    assert new["checklist"].startswith("通用消防检查表（第2版）、燃气安全检查表（第1版）")


def test_coverage_counts_by_type_and_grid_and_its_numbers_open_lists(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, page: LedgerPage
) -> None:
    failed_round(main_window)
    hotel = main_window.office.find("premises", "悦来旅馆")["id"]
    main_window.office.add("inspection", factories.inspection(hotel, kind="企业自查", led_by_principal="是"))

    def look(dialog: CoverageDialog) -> None:
        assert "6 个场所，检查过 1 个，覆盖 16%" in dialog.period_label.text()
        last = dialog.by_type.rowCount() - 1
        shown = [cast(Any, dialog.by_type.item(last, column)).text() for column in range(8)]
        assert shown == ["合计", "6", "1", "5", "16%", "1", "2", "1"]
        assert cast(Any, dialog.by_grid.item(0, 0)).text() == "第三网格"
        dialog.open_cell(dialog.by_type, last, 3)

    attend(CoverageDialog, look)
    press(qtbot, page, "检查覆盖")
    premises = cast(LedgerPage, main_window.show_page("premises"))
    assert premises.model.rowCount() == 5
    assert premises.filter_bar.filters.only is not None
    press(qtbot, premises, "清除全部筛选")
    assert premises.model.rowCount() == 6


def test_ticking_another_checklist_keeps_what_was_judged(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, page: LedgerPage
) -> None:
    def work(dialog: RecordDialog) -> None:
        entered(qtbot, dialog)
        keys("老张面馆", Key.Key_Tab)
        items = cast(RoundItemsEditor, dialog.form.editor("items"))
        items.judge(24, "fail")
        tab_to(QCheckBox)
        keys(Key.Key_Space)
        assert items.value()[-1]["result"] == "fail" and len(items.value()) == 15
        keys(Key.Key_Space)
        assert len(items.value()) == 25 and items.value()[24]["result"] == "fail"
        place = items.add_item("招牌螺丝锈蚀")
        items.judge(place, "pass")
        dialog.form.editor("inspectors").set_value("王芳")
        dialog.save_button().click()
        assert "还有 24 项没有结果，从第 1 项起" in dialog.problem_list.sentences()[1]
        items.rest_button.click()
        saved(dialog)

    attend(RecordDialog, work)
    page.bars.new_button.click()
    (record_id,) = main_window.office.ids("inspection", Query())
    rows = main_window.office.get("inspection", record_id)["items"]
    assert (rows[25]["item"], rows[25]["group"], rows[25]["result"]) == ("招牌螺丝锈蚀", None, "pass")


def test_every_field_of_an_inspection_has_its_place_in_the_form() -> None:
    placed = [
        name for group in INSPECTION_FORM.groups for line in (*group.lines, *group.more) for name in line
    ]
    assert len(placed) == len(set(placed))


def test_an_inspection_begins_at_the_premises_with_their_checklists_and_photos_of_an_item(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    premises = cast(LedgerPage, main_window.show_page("premises"))
    premises.go_to(main_window.office.find("premises", "老张面馆")["id"])
    chosen = [str(PHOTOS / "orientation-landscape-1.jpg")]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (chosen, ""))

    def work(dialog: RecordDialog) -> None:
        items = cast(RoundItemsEditor, dialog.form.editor("items"))
        items.judge(1, "fail")
        items.table.go_to(1)
        items.photo_button.click()
        strip = cast(Any, dialog.form.editor("photos")).strip()
        qtbot.waitUntil(lambda: not strip.is_busy() and len(strip.attachments()) == 1, timeout=60_000)
        dialog.form.editor("inspectors").set_value("陈建国、王芳")
        items.rest_button.click()
        saved(dialog)

    attend(RecordDialog, work)
    press(qtbot, premises, "新增检查")
    (record_id,) = main_window.office.ids("inspection", Query())
    kept = main_window.office.get("inspection", record_id)
    assert (kept["photos"][0]["caption"], kept["hazards_found"], len(kept["items"])) == ("第2项", 1, 25)
    assert (
        copy_values(main_window.office, "inspection", record_id)
        .keys()
        .isdisjoint({"items", "opinion", "photos"})
    )


def test_a_self_check_is_led_by_the_principal_and_found_by_its_filter(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, page: LedgerPage
) -> None:
    failed_round(main_window)

    def enter(dialog: RecordDialog) -> None:
        entered(qtbot, dialog)
        keys("悦来旅馆", Key.Key_Tab)
        form = dialog.form
        assert form.editor("led_by_principal").isHidden()
        type_into(form.editor("kind").input_widget(), "企业自查")
        assert form.value("led_by") == "林素珍" and form.editor("visiting_unit").isHidden()
        cast(Any, form.editor("led_by_principal")).buttons()["yes"].click()
        form.editor("inspectors").set_value("林素珍")
        cast(RoundItemsEditor, form.editor("items")).pass_the_rest()
        saved(dialog)

    attend(RecordDialog, enter)
    page.bars.new_button.click()
    page.show_filters(Filters(choices={"led_by_principal": ("1",), "kind": ("self_check",)}))
    assert page.model.rowCount() == 1
    checks = all_self_checks(main_window.office.store.reader(), "9999-12-31")
    assert [premises for premises, _ in checks] == [page.model.record(0)["premises"]]
    page.show_filters(Filters(choices={"outcome": ("to_do",)}))
    assert page.model.record(0)["kind"] == "patrol" and page.model.rowCount() == 1


def test_a_copy_brings_the_checklists_and_no_results(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, page: LedgerPage
) -> None:
    inspection = failed_round(main_window, opinion="请清理楼梯间")
    page.show_saved(inspection["id"])

    def look(dialog: RecordDialog) -> None:
        items = cast(RoundItemsEditor, dialog.form.editor("items"))
        assert items.summary() == "共 25 项　合格 0　不合格 0　还没有结果 25"
        assert dialog.form.value("checklist") == inspection["checklist"]
        assert dialog.form.value("opinion") is None
        items.pass_the_rest()
        saved(dialog)

    attend(RecordDialog, look)
    press(qtbot, page, "复制")
    outcomes = [
        each["outcome"] for each in main_window.office.rows("inspection", page.model.ids_of(range(2)))
    ]
    assert sorted(outcomes) == ["clean", "to_do"]


def test_an_old_inspection_is_changed_with_the_text_it_was_made_with(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, page: LedgerPage
) -> None:
    office = main_window.office
    inspection = failed_round(main_window)
    fire = checklists(office)[0]
    office.change("checklist", fire["id"], {"items": [{"item": "楼梯间一件东西也不放", "category": "FIRE"}]})
    page.show_saved(inspection["id"])

    def add_another(dialog: RecordDialog) -> None:
        items = cast(RoundItemsEditor, dialog.form.editor("items"))
        picker = cast(ChecklistPicker, dialog.form.editor("checklist"))
        list(picker.boxes.values())[3].click()
        assert len(items.value()) == 31
        items.pass_the_rest()
        saved(dialog)

    attend(RecordDialog, add_another)
    press(qtbot, page, "修改")
    kept = office.get("inspection", inspection["id"])
    assert kept["items"][1]["item"] == "疏散通道、楼梯间没有堆物、没有占用"
    assert (
        kept["checklist"].startswith("通用消防检查表（第1版）")
        and "电动自行车检查表（第1版）" in kept["checklist"]
    )


def test_two_sheets_are_keyed_in_one_after_the_other(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, page: LedgerPage
) -> None:
    def key_in(dialog: RecordDialog) -> None:
        entered(qtbot, dialog)
        keys("老张面馆", Key.Key_Tab)
        dialog.form.editor("inspectors").set_value("陈建国、王芳")
        tab_to(RoundTable)
        keys("0")
        QTest.keyClick(focused(), Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        items = cast(RoundItemsEditor, dialog.form.editor("items"))
        assert items.value() == [] and dialog.form.value("checklist") is None
        keys("章浜旧机动车配件仓库", Key.Key_Tab)
        assert (
            dialog.form.value("subject") == "通用消防、用电安全、燃气安全、小场所和“三合一”、厂房和仓库检查"
        )
        tab_to(RoundTable)
        keys("0")
        QTest.keyClick(focused(), Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        assert dialog.saved is not None, dialog.problem_list.sentences()

    attend(RecordDialog, key_in)
    page.bars.new_button.click()
    found = main_window.office.rows("inspection", main_window.office.ids("inspection", Query()))
    assert sorted((len(each["items"]), each["inspectors"]) for each in found) == [
        (25, "陈建国、王芳"), (31, "陈建国、王芳"),
    ]  # fmt: skip
