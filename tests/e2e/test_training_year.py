"""A year of training through the window: whose head is missing, the plan, who came, the papers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from db.integrity import find_damage
from db.spec.query import Query
from tests import factories
from tests.e2e.acting import add_photo, fill, press, save
from tests.fixtures_windows import Attend
from tests.printed_text import text_of
from tests.ui.forms.keyboard import type_into
from ui.accident_comparison_dialog import ComparisonDialog
from ui.forms.editors.attendance import AttendanceEditor
from ui.forms.editors.covered_premises import CoveredPremisesEditor
from ui.forms.editors.masked import MaskedEditor
from ui.forms.record_dialog import RecordDialog
from ui.forms.step_dialog import StepDialog
from ui.main_window import MainWindow
from ui.models.filters import Filters
from ui.pages.ledger_page import LedgerPage
from ui.preview.preview_window import PreviewWindow
from ui.training_coverage_dialog import CoverageDialog

NUMBER = "T310118198001011236"
Print = Callable[[], None]


def page_of(window: MainWindow, key: str) -> LedgerPage:
    return cast(LedgerPage, window.show_page(key))


def printed_text(qtbot: QtBot, attend: Attend, print_it: Print) -> str:
    """What the paper says that a print shows, on one line."""
    found: list[str] = []

    def look(preview: PreviewWindow) -> None:
        found.append(text_of(preview.pdf).replace("\r\n", "").replace("\n", ""))
        preview.close()

    attend(PreviewWindow, look)
    print_it()
    qtbot.waitUntil(lambda: bool(found), timeout=60_000)
    return found[0]


def add_premises(editor: CoveredPremisesEditor, name: str) -> None:
    type_into(editor.search_line, name)
    editor.add_button.click()


def test_who_is_missing_is_planned_with_one_click_held_filed_and_printed(
    qtbot: QtBot, attend: Attend, main_window: MainWindow
) -> None:
    office, page = main_window.office, page_of(main_window, "training")
    shop = office.find("premises", "老张面馆")["id"]
    office.add("training", factories.training(covered=[{"premises": shop, "presence": "主要负责人到场"}]))

    def choose(dialog: CoverageDialog) -> None:
        assert dialog.table.rowCount() == 5 and "已培训 1 个" in dialog.totals.text()
        assert "还没有举办判定标准专题学习" in dialog.criteria.text()
        dialog.type_box.setCurrentText("小旅馆")
        assert [each.premises["name"] for each in dialog.shown] == ["悦来旅馆"]
        dialog.type_box.setCurrentText("全部")
        press(qtbot, dialog, "排入培训计划")

    def plan(dialog: RecordDialog) -> None:
        assert len(dialog.form.value("covered")) == 5
        fill(dialog, date="2026-12-04", organiser="章浜社区居委会", place="社区活动室", hours="4")
        save(dialog)

    attend(CoverageDialog, choose)
    attend(RecordDialog, plan)
    press(qtbot, page, "主要负责人覆盖")
    planned = office.find("training", "PX-2026-0002")
    assert (planned["status"], planned["kind"], planned["expected"]) == ("planned", "principal", 5)

    page.go_to(planned["id"])
    sheet = printed_text(qtbot, attend, lambda: press(qtbot, page, "打印签到表"))
    assert "安全培训签到表" in sheet and "PX-2026-0002" in sheet and "15" in sheet

    def held(dialog: StepDialog) -> None:
        covered = dialog.form.editor("covered")
        assert isinstance(covered, CoveredPremisesEditor)
        covered.table.selectAll()
        press(qtbot, covered, "主要负责人到场")
        listed = dialog.form.editor("attendance")
        assert isinstance(listed, AttendanceEditor)
        QGuiApplication.clipboard().setText(
            "姓名\t单位\t身份证号\n䶮㐂𠮷\t悦来旅馆\t310118198001011236\n马强\t顺达快递"
        )
        listed.paste()
        assert dialog.form.editor("headcount").value() == "2"
        add_photo(qtbot, dialog, "photos", "orientation-landscape-3.jpg")
        save(dialog)

    attend(StepDialog, held)
    press(qtbot, page, "登记举办")
    done = office.find("training", "PX-2026-0002")
    assert (done["status"], done["headcount"]) == ("held", 2)
    assert [row["person"] for row in done["covered"]].count("林素珍") == 1
    assert "identity" not in str({name for row in done["attendance"] for name, value in row.items() if value})

    attend(StepDialog, save)
    press(qtbot, page, "归档")
    assert office.find("training", "PX-2026-0002")["status"] == "archived"
    record = printed_text(qtbot, attend, lambda: press(qtbot, page, "打印记录"))
    assert "安全培训记录" in record and "䶮㐂𠮷" in record and "悦来旅馆" in record and "照片1" in record
    ledger = printed_text(qtbot, attend, lambda: press(qtbot, page, "打印培训台账"))
    assert "已举办 2 次、26 人次" in ledger

    def all_covered(dialog: CoverageDialog) -> None:
        assert dialog.table.rowCount() == 0 and not dialog.plan_button.isEnabled()
        dialog.missing_box.setChecked(False)
        assert dialog.table.rowCount() == 6
        dialog.year_box.setCurrentText("2025")
        dialog.missing_box.setChecked(True)
        assert dialog.table.rowCount() == 6
        dialog.reject()

    attend(CoverageDialog, all_covered)
    press(qtbot, page, "主要负责人覆盖")


def test_the_list_of_who_is_missing_is_printed_as_it_is_shown(
    qtbot: QtBot, attend: Attend, main_window: MainWindow
) -> None:
    page = page_of(main_window, "training")
    found: list[str] = []

    def look(preview: PreviewWindow) -> None:
        found.append(text_of(preview.pdf).replace("\r\n", ""))
        preview.close()

    def choose(dialog: CoverageDialog) -> None:
        dialog.type_box.setCurrentText("小旅馆")
        attend(PreviewWindow, look)
        press(qtbot, dialog, "打印清单")
        qtbot.waitUntil(lambda: bool(found), timeout=60_000)
        dialog.reject()

    attend(CoverageDialog, choose)
    press(qtbot, page, "主要负责人覆盖")
    assert (
        "2026年主要负责人培训覆盖情况" in found[0] and "悦来旅馆" in found[0] and "老张面馆" not in found[0]
    )


def test_publicity_asks_for_its_occasion_and_not_for_hours(
    qtbot: QtBot, attend: Attend, main_window: MainWindow
) -> None:
    def enter(dialog: RecordDialog) -> None:
        fill(dialog, date="2026-11-09", kind="居民宣教")
        shown = {name: not dialog.form.editor(name).isHidden() for name in ("occasion", "hours", "passed")}
        assert shown == {"occasion": True, "hours": False, "passed": False}
        assert dialog.form.value("occasion") == "fire_month"
        fill(
            dialog, title="消防宣传月进小区", place="佳乐苑", organiser="章浜社区居委会", content="灭火器体验"
        )
        fill(dialog, headcount="约120人", leaflets="200")
        save(dialog)

    attend(RecordDialog, enter)
    page = page_of(main_window, "training")
    press(qtbot, page, "新增培训宣教")
    record = main_window.office.find("training", "消防宣传月进小区")
    assert (record["status"], record["headcount"], record["hours"]) == ("held", 120, None)
    page.show_filters(Filters(choices={"occasion": ("fire_month",)}))
    assert page.model.rowCount() == 1


def test_premises_are_added_marked_and_taken_off(
    qtbot: QtBot, attend: Attend, main_window: MainWindow
) -> None:
    def enter(dialog: RecordDialog) -> None:
        fill(dialog, title="主要负责人培训", kind="主要负责人", hours="4", place="活动室", content="职责")
        fill(dialog, organiser="章浜社区居委会", headcount="3")
        covered = dialog.form.editor("covered")
        assert isinstance(covered, CoveredPremisesEditor)
        add_premises(covered, "没有的店")
        assert "场所清单里没有“没有的店”" in covered.problem_text()
        for name in ("老张面馆", "悦来旅馆", "顺达快递夏阳网点"):
            covered.search_line.clear()
            add_premises(covered, name)
        add_premises(covered, "老张面馆")
        assert "已经在名单里了" in covered.problem_text()
        covered.table.clearSelection()
        covered.mark("absent")
        assert "请先在名单里选中场所" in covered.problem_text()
        covered.table.selectRow(0)
        covered.mark("absent")
        covered.table.selectRow(1)
        type_into(covered.person_line, "吴经理")
        covered.mark("delegate")
        covered.table.selectRow(2)
        press(qtbot, covered, "移除选中")
        save(dialog)

    attend(RecordDialog, enter)
    press(qtbot, page_of(main_window, "training"), "新增培训宣教")
    office = main_window.office
    rows = office.find("training", "主要负责人培训")["covered"]
    assert [(office.title("premises", row["premises"]), row["presence"], row["person"]) for row in rows] == [
        ("老张面馆", "absent", None),
        ("悦来旅馆", "delegate", "吴经理"),
    ]


def test_a_certificate_is_shown_masked_until_it_is_asked_for_and_its_end_is_marked(
    qtbot: QtBot, attend: Attend, main_window: MainWindow
) -> None:
    office, page = main_window.office, page_of(main_window, "special_work_certificate")

    def enter(dialog: RecordDialog) -> None:
        fill(dialog, person="䶮㐂𠮷", category="电工作业", number=NUMBER, valid_from="2020-12-10")
        fill(dialog, premises="老张面馆", review_due="2026-12-09")
        save(dialog)

    attend(RecordDialog, enter)
    press(qtbot, page, "新增特种作业证")
    record = office.find("special_work_certificate", "䶮㐂𠮷")
    assert (record["number"], record["valid_until"]) == (NUMBER, "2026-12-09")
    column = [each.name for each in page.model.columns].index("number")
    assert page.model.index(0, column).data() == "T310118********1236"

    def change(dialog: RecordDialog) -> None:
        number = dialog.form.editor("number")
        assert isinstance(number, MaskedEditor)
        assert number.input_widget().text() == "T310118********1236" and not dialog.is_changed()
        press(qtbot, number, "显示全号")
        assert number.input_widget().text() == NUMBER and not dialog.is_changed()
        fill(dialog, post="电工")
        save(dialog)

    attend(RecordDialog, change)
    page.commands.open.trigger()
    kept = office.find("special_work_certificate", "䶮㐂𠮷")
    assert (kept["number"], kept["post"]) == (NUMBER, "电工")
    assert "查看全号" in [each.operation for each in office.history("special_work_certificate", kept["id"])]
    assert list(find_damage(office.store.reader(), office.attachments)) == []
    text = printed_text(qtbot, attend, lambda: press(qtbot, page, "打印证书清单"))
    assert "T310118********1236" in text and NUMBER not in text

    desk = main_window.show_page("dashboard")
    qtbot.waitUntil(lambda: desk.cards["certificates"].count == 1, timeout=60_000)
    qtbot.mouseClick(desk.cards["certificates"], Qt.MouseButton.LeftButton)
    assert main_window.current_key() == "special_work_certificate" and page.model.rowCount() == 1


def test_an_accident_is_reported_followed_up_closed_printed_and_compared(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, tmp_path: Path
) -> None:
    office, page = main_window.office, page_of(main_window, "accident")

    def enter(dialog: RecordDialog) -> None:
        fill(dialog, title="店招安装高处坠落", happened_at="2026-11-20 10:20", place="夏阳大道88号")
        fill(dialog, category="工矿商贸", type_2025="高处坠落", summary="梯子倾倒，作业人员坠落", serious="1")
        dialog.form.editor("is_production").set_value(True)
        assert dialog.form.editor("type_1986").isHidden()
        save(dialog)

    attend(RecordDialog, enter)
    press(qtbot, page, "新增事故")
    record = office.find("accident", "店招安装高处坠落")
    assert record["status"] == "registered"
    page.go_to(record["id"])

    def report(dialog: StepDialog) -> None:
        fill(dialog, reported_at="2026-11-20 11:45", reported_to="夏阳街道城运中心", reported_by="王芳")
        save(dialog)

    def follow(dialog: StepDialog) -> None:
        rows = [
            {"told_at": "2026-11-22 09:00", "dead": "1", "serious": "0", "to": "夏阳街道", "text": "伤者不治"}
        ]
        dialog.form.editor("follow_ups").set_value(rows)
        save(dialog)

    def close(dialog: StepDialog) -> None:
        fill(dialog, lessons="登高作业须有人扶梯并系安全带")
        save(dialog)

    for words, work in (("登记首报", report), ("登记续报", follow), ("办结", close)):
        attend(StepDialog, work)
        press(qtbot, page, words)
    done = office.find("accident", "店招安装高处坠落")
    assert (done["status"], done["is_report_late"], done["final_dead"]) == ("closed", True, 1)
    text = printed_text(qtbot, attend, lambda: press(qtbot, page, "打印记录"))
    assert "事故记录" in text and "伤者不治" in text and "登高作业须有人扶梯" in text

    def compare(dialog: ComparisonDialog) -> None:
        assert "基数还没有填写" in dialog.note.text()
        dialog.deaths_box.setValue(1)
        press(qtbot, dialog, "保存基数")
        assert "事故起数却是 0" in dialog.bar.sentence.text()
        dialog.count_box.setValue(2)
        type_into(dialog.source_line, "街道通报")
        press(qtbot, dialog, "保存基数")
        last = [dialog.table.item(3, column).text() for column in range(8)]
        assert last == ["2026", "1", "不超过 1.8", "-50%", "1", "不超过 0.9", "0%", "0"]
        paper = printed_text(qtbot, attend, lambda: press(qtbot, dialog, "打印对比表"))
        assert "事故起数和死亡人数对比" in paper and done["no"] in paper
        dialog.done(QDialog.DialogCode.Rejected)

    attend(ComparisonDialog, compare)
    press(qtbot, page, "事故对比")
    assert office.ids("accident", Query()) == [done["id"]]


def test_an_accident_before_the_new_standard_is_classed_by_the_old(
    qtbot: QtBot, attend: Attend, main_window: MainWindow
) -> None:
    def enter(dialog: RecordDialog) -> None:
        fill(dialog, title="配件砸伤", happened_at="2025-03-02 08:00", place="仓库", category="工矿商贸")
        fill(dialog, summary="搬运时货架倾倒")
        dialog.form.editor("is_production").set_value(True)
        assert not dialog.form.editor("type_1986").isHidden()
        dialog.save_button().click()
        assert dialog.saved is None and dialog.form.editor("type_1986").problem_text()
        fill(dialog, type_1986="物体打击")
        save(dialog)

    attend(RecordDialog, enter)
    press(qtbot, page_of(main_window, "accident"), "新增事故")
    assert main_window.office.find("accident", "配件砸伤")["no"] == "SG-2025-0001"
