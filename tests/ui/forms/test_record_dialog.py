"""Records are written through the real dialog into a real ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from db.spec import DRILL, HAZARD, PERSON, PREMISES, RECORD_TYPES, RISK
from db.spec.field import RecordType
from db.spec.query import Query
from desktop.office import Office
from tests import factories
from tests.ui.forms.keyboard import type_into, type_text
from ui.forms.arrangement import Arrangement, Group, arrangement_of, completed
from ui.forms.editors.reference import ReferenceEditor
from ui.forms.fix_on_spot_dialog import FixOnSpotDialog
from ui.forms.form_dialog import FormDialog
from ui.forms.record_dialog import RecordDialog
from ui.forms.risk_form import ScorePanel
from ui.forms.step_dialog import StepDialog

Show = Callable[[FormDialog], FormDialog]
FORMS = (HAZARD, RISK, PREMISES, DRILL, PERSON)


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Callable[[FormDialog], None]]:
    """Shows a dialog as the active window."""
    shown: list[FormDialog] = []

    def showing(dialog: FormDialog) -> None:
        shown.append(dialog)
        with qtbot.waitActive(dialog):
            dialog.show()
            dialog.activateWindow()

    yield showing
    for dialog in shown:
        dialog.note_baseline()
        dialog.close()
        dialog.deleteLater()
    shown.clear()


def fill_hazard(dialog: FormDialog, description: str = "楼道堆放杂物") -> None:
    form = dialog.form
    type_into(form.editor("description").input_widget(), description)
    type_into(form.editor("category").input_widget(), "消防")
    type_into(form.editor("location").input_widget(), "5号楼二楼")


def answer(button: QMessageBox.StandardButton) -> list[str]:
    """Press a button of the box that will open; gives the words of its buttons."""
    words: list[str] = []

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        words.extend(each.text() for each in box.buttons())
        words.append(f"默认：{box.defaultButton().text()}")
        box.button(button).click()

    QTimer.singleShot(0, press)
    return words


def test_a_hazard_is_registered_by_keyboard_alone(office: Office, show: Show) -> None:
    dialog = RecordDialog(office, HAZARD)
    show(dialog)
    assert QApplication.focusWidget() is dialog.form.editor("description").input_widget()
    fill_hazard(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert dialog.saved is not None
    kept = office.get("hazard", dialog.saved["id"])
    assert (kept["no"], kept["category"], kept["location"]) == ("YH-2026-0001", "FIRE", "5号楼二楼")
    assert (kept["found_on"], kept["found_by"]) == ("2026-11-23", factories.CLERK)
    assert not dialog.isVisible()


def test_all_problems_are_shown_at_once_and_the_first_field_gets_the_focus(
    office: Office, show: Show
) -> None:
    dialog = RecordDialog(office, HAZARD)
    show(dialog)
    dialog.save_button().click()
    assert dialog.saved is None
    sentences = dialog.problem_list.sentences()
    assert sentences[0] == "有 3 处需要修改，还没有保存："
    for place, label in enumerate(("隐患描述", "隐患类别", "具体位置"), 1):
        assert label in sentences[place]
    for name in ("description", "category", "location"):
        assert "必填" in dialog.form.editor(name).problem_text()
    assert QApplication.focusWidget() is dialog.form.editor("description").input_widget()
    fill_hazard(dialog)
    dialog.save_button().click()
    assert dialog.saved is not None


def test_enter_in_a_field_never_saves(office: Office, show: Show) -> None:
    dialog = RecordDialog(office, HAZARD)
    show(dialog)
    fill_hazard(dialog)
    for name in ("location", "found_on", "found_by", "category"):
        QTest.keyClick(dialog.form.editor(name).input_widget(), Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert office.count("hazard", Query()) == 0


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_save_and_continue_keeps_date_place_and_person(office: Office, show: Show, key: Qt.Key) -> None:
    dialog = RecordDialog(office, HAZARD)
    show(dialog)
    fill_hazard(dialog)
    type_into(dialog.form.editor("found_on").input_widget(), "2026-11-20")
    QTest.keyClick(dialog.form.editor("description").input_widget(), key, Qt.KeyboardModifier.ControlModifier)
    form = dialog.form
    assert dialog.isVisible()
    assert "已保存 YH-2026-0001" in dialog.bar.sentence.text()
    assert form.value("description") is None
    kept = (form.value("found_on"), form.value("location"), form.value("found_by"))
    assert kept == ("2026-11-20", "5号楼二楼", factories.CLERK)
    assert QApplication.focusWidget() is form.editor("description").input_widget()
    assert not dialog.is_changed()


def test_the_last_record_can_be_copied_without_its_photos(office: Office, show: Show) -> None:
    office.add("hazard", factories.hazard())
    dialog = RecordDialog(office, HAZARD)
    show(dialog)
    dialog.copy_button().click()
    assert dialog.form.value("description") == factories.hazard()["description"]
    assert dialog.form.value("found_on") == "2026-11-23"


def test_what_was_typed_before_the_last_record_was_copied_comes_back(
    office: Office, show: Show, photo: bytes
) -> None:
    office.add("hazard", factories.hazard())
    dialog = RecordDialog(office, HAZARD)
    show(dialog)
    fill_hazard(dialog, "我自己写的描述")
    taken = [office.attach(photo, "现场.png")]
    dialog.form.editor("photo_before").set_value(taken)
    dialog.copy_button().click()
    assert dialog.form.value("description") == factories.hazard()["description"]
    assert dialog.form.value("photo_before") == taken
    assert dialog.bar.action_button.text() == "撤销"
    QTest.mouseClick(dialog.bar.action_button, Qt.MouseButton.LeftButton)
    values = dialog.form.values()
    assert (values["description"], values["location"], values["category"]) == (
        "我自己写的描述", "5号楼二楼", "FIRE",
    )  # fmt: skip
    assert values["photo_before"] == taken


@pytest.mark.parametrize(
    ("button", "count"),
    [
        (QMessageBox.StandardButton.Save, 1),
        (QMessageBox.StandardButton.Discard, 0),
        (QMessageBox.StandardButton.Cancel, 0),
    ],
)
def test_closing_with_unsaved_changes_asks_first(
    office: Office, show: Show, button: QMessageBox.StandardButton, count: int
) -> None:
    dialog = RecordDialog(office, HAZARD)
    show(dialog)
    fill_hazard(dialog)
    words = answer(button)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert set(words) == {"保存", "不保存", "取消", "默认：保存"}
    assert office.count("hazard", Query()) == count
    assert dialog.isVisible() == (button is QMessageBox.StandardButton.Cancel)


def test_an_untouched_form_closes_without_a_question(office: Office, show: Show) -> None:
    dialog = RecordDialog(office, HAZARD)
    show(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_record_changed_by_somebody_else_is_told_and_nothing_is_lost(office: Office, show: Show) -> None:
    hazard = office.add("hazard", factories.hazard())
    dialog = RecordDialog(office, HAZARD, hazard)
    show(dialog)
    type_into(dialog.form.editor("description").input_widget(), "我改的描述")
    office.change("hazard", hazard["id"], {"location": "别人改的位置"})
    dialog.save_button().click()
    assert dialog.isVisible()
    assert "改过" in dialog.bar.sentence.text()
    assert "对方改了：具体位置" in dialog.bar.sentence.text()
    assert dialog.form.value("description") == "我改的描述"
    assert office.get("hazard", hazard["id"])["location"] == "别人改的位置"
    dialog.bar.action_button.click()
    assert office.get("hazard", hazard["id"])["description"] == "我改的描述"


def test_a_suspected_major_hazard_needs_nothing_but_its_description(office: Office, show: Show) -> None:
    dialog = RecordDialog(office, HAZARD)
    show(dialog)
    level = dialog.form.editor("level")
    level.buttons()["suspected_major"].click()  # type: ignore[attr-defined]
    assert [name for name in dialog.form.names() if dialog.form.label(name).is_required()] == [
        "description", "level", "found_on",
    ]  # fmt: skip
    type_into(dialog.form.editor("description").input_widget(), "地下室使用瓶装液化气")
    type_into(dialog.form.editor("category").input_widget(), "燃气")
    said = " ".join(label.text() for label in dialog.form.findChildren(QLabel) if label.isVisible())
    assert "马上登记" in said and "部门判定" in said
    assert "判定为重大" not in said
    dialog.form.editor("category").set_value(None)
    dialog.save_button().click()
    assert dialog.saved is not None
    assert dialog.saved["level"] == "suspected_major"


def test_score_and_level_follow_the_factors(office: Office, show: Show) -> None:
    dialog = RecordDialog(office, RISK)
    show(dialog)
    form = dialog.form
    panel = form.findChild(ScorePanel)
    assert isinstance(panel, ScorePanel)
    form.editor("method").buttons()["ls"].click()  # type: ignore[attr-defined]
    type_into(form.editor("likelihood").input_widget(), "3")
    assert "还要选：严重性 S" in panel.text()
    type_into(form.editor("severity").input_widget(), "4")
    assert "R = L × S = 3 × 4 = 12" in panel.text()
    assert "黄 一般" in panel.text() and "LS 5×5 2024" in panel.text()
    assert form.value("level_final") == "yellow"
    assert form.editor("override_reason").isHidden()
    form.editor("level_final").buttons()["orange"].click()  # type: ignore[attr-defined]
    assert not form.editor("override_reason").isHidden()
    form.editor("method").buttons()["lec"].click()  # type: ignore[attr-defined]
    assert form.editor("severity").isHidden() and not form.editor("exposure").isHidden()
    form.editor("method").buttons()["direct"].click()  # type: ignore[attr-defined]
    assert form.editor("likelihood").isHidden() and panel.isHidden()
    assert form.value("likelihood") is None


def test_a_risk_is_registered_with_its_measures(office: Office, show: Show) -> None:
    dialog = RecordDialog(
        office,
        RISK,
        initial=factories.risk(
            likelihood=None,
            severity=None,
            measures=[],
            accident_types=["2025-09"],
            category="EBIKE",
            control_level="committee",
        ),
    )
    show(dialog)
    form = dialog.form
    type_into(form.editor("likelihood").input_widget(), "5")
    type_into(form.editor("severity").input_widget(), "5")
    measures = form.editor("measures")
    row = measures.add_row()  # type: ignore[attr-defined]
    type_into(row["kind"].input_widget(), "人防")
    type_into(row["text"].input_widget(), "每周巡查")
    dialog.save_button().click()
    assert "第 1 行" in measures.problem_text() and "责任人" in measures.problem_text()
    assert row["owner"].input_widget().property("invalid")
    type_into(row["owner"].input_widget(), "张三")
    dialog.save_button().click()
    assert dialog.saved is not None
    assert dialog.saved["level_final"] == "red"
    assert dialog.saved["measures"][0]["kind"] == "human"


def test_a_doubtful_credit_code_warns_and_never_blocks(office: Office, show: Show) -> None:
    dialog = RecordDialog(
        office, PREMISES, initial={"name": "老张面馆", "type": "small_catering", "address": "1号"}
    )
    show(dialog)
    type_into(dialog.form.editor("main_person").input_widget(), "张三")
    type_into(dialog.form.editor("type").input_widget(), "小餐饮")
    type_into(dialog.form.editor("usc").input_widget(), "91350100M0001TGQXM")
    assert "校验码" in dialog.form.editor("usc").problem_text()
    dialog.save_button().click()
    assert dialog.saved is not None
    assert dialog.saved["usc_status"] == "to_verify"


def test_participants_are_summed_over_the_groups(office: Office, show: Show) -> None:
    dialog = RecordDialog(office, DRILL)
    show(dialog)
    groups = dialog.form.editor("participant_groups")
    for count in ("约30人", "１２"):
        row = groups.add_row()  # type: ignore[attr-defined]
        type_into(row["count"].input_widget(), count)
    assert dialog.form.value("participants") == "42"


@pytest.mark.parametrize("record_type", FORMS, ids=lambda each: each.table)
def test_every_field_that_can_be_typed_has_a_place_by_hand(record_type: RecordType) -> None:
    typed = {each.name for each in record_type.fields if not each.computed and not each.by_action}
    groups = arrangement_of(record_type).groups
    lines = [line for group in groups for line in (*group.lines, *group.more)]
    placed = [name for line in lines for name in line if not name.startswith("@")]
    assert sorted(placed) == sorted(typed)


def test_a_field_no_hand_has_placed_yet_joins_the_last_group() -> None:
    arrangement = completed(PERSON, Arrangement((Group("", (("name", "post"),)),)))
    assert ("phone",) in arrangement.groups[-1].lines


@pytest.mark.parametrize("record_type", FORMS, ids=lambda each: each.table)
@pytest.mark.parametrize("width", [1000, 820])
def test_tab_follows_the_visual_order_and_reaches_every_field(
    office: Office, show: Show, record_type: RecordType, width: int
) -> None:
    dialog = RecordDialog(office, record_type)
    show(dialog)
    dialog.resize(width, 680)
    for fold in dialog.form.folds():
        fold.setChecked(True)
    walk_tabs(dialog)


def walk_tabs(dialog: FormDialog) -> None:
    """Tab through the whole dialog; every field is met, and the places go down and to the right."""
    form = dialog.form
    form.enter_first()
    start = QApplication.focusWidget()
    met: list[QWidget] = []
    while True:
        focused = QApplication.focusWidget()
        assert focused is not None and len(met) < 300
        met.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        if QApplication.focusWidget() is start:
            break
    order = [name for stop in met for name in form.names() if form.editor(name).isAncestorOf(stop)]
    visible = [name for name in form.names() if form.editor(name).isVisible()]
    assert list(dict.fromkeys(order)) == visible
    places = [
        (form.editor(n).mapTo(form, form.editor(n).rect().topLeft()).y(), form.editor(n).x()) for n in visible
    ]
    assert places == sorted(places)
    assert met[-1] is dialog.save_button()


@pytest.mark.parametrize("record_type", FORMS, ids=lambda each: each.table)
def test_no_button_is_cut_off_on_a_small_screen(office: Office, show: Show, record_type: RecordType) -> None:
    dialog = RecordDialog(office, record_type)
    show(dialog)
    for button in (dialog.save_button(), dialog.cancel_button(), dialog.again_button()):
        assert dialog.rect().contains(button.geometry())
        assert button.width() >= button.sizeHint().width()
    assert dialog.height() <= 768 - 40


@pytest.mark.parametrize("record_type", FORMS, ids=lambda each: each.table)
def test_every_input_has_a_buddy_and_a_name_for_screen_readers(
    office: Office, show: Show, record_type: RecordType
) -> None:
    dialog = RecordDialog(office, record_type)
    show(dialog)
    for name in dialog.form.names():
        editor = dialog.form.editor(name)
        assert editor.input_widget().accessibleName().startswith(editor.field.label[:2])
        assert dialog.form.label(name).name_label().buddy() is not None


def test_a_step_asks_only_what_it_needs_and_reminds_of_the_record(office: Office, show: Show) -> None:
    hazard = office.add("hazard", factories.planned_hazard())
    step = HAZARD.transition("rectify")
    assert step is not None
    dialog = StepDialog(office, HAZARD, hazard, step)
    show(dialog)
    assert set(dialog.form.names()) == set(step.asks)
    said = " ".join(label.text() for label in dialog.reminder.findChildren(QLabel))
    assert hazard["no"] in said and hazard["deadline"] in said
    dialog.save_button().click()
    assert dialog.form.editor("rect_note").problem_text() == "请写明整改情况，或附上整改后的照片。"
    type_into(dialog.form.editor("rect_note").input_widget(), "已经清理")
    dialog.save_button().click()
    assert dialog.saved is not None
    assert dialog.saved["status"] == "awaiting_recheck"


def test_a_failed_recheck_asks_for_the_reason_and_a_new_deadline(office: Office, show: Show) -> None:
    hazard = office.add("hazard", factories.planned_hazard())
    hazard = office.act("hazard", hazard["id"], "rectify", factories.rectification())
    step = HAZARD.transition("recheck")
    assert step is not None
    dialog = StepDialog(office, HAZARD, hazard, step)
    show(dialog)
    assert dialog.form.editor("new_deadline").isHidden()
    dialog.form.editor("recheck_result").buttons()["fail"].click()  # type: ignore[attr-defined]
    assert not dialog.form.editor("new_deadline").isHidden()
    dialog.save_button().click()
    assert (
        dialog.form.editor("recheck_note").problem_text()
        and dialog.form.editor("new_deadline").problem_text()
    )
    type_into(dialog.form.editor("recheck_note").input_widget(), "仍有杂物")
    type_into(dialog.form.editor("new_deadline").input_widget(), "+5")
    dialog.save_button().click()
    assert dialog.saved is not None
    assert (dialog.saved["status"], dialog.saved["deadline"]) == ("rectifying", "2026-11-28")


def test_a_step_goes_on_with_what_was_typed_after_somebody_else_changed_the_record(
    office: Office, show: Show
) -> None:
    hazard = office.add("hazard", factories.planned_hazard())
    step = HAZARD.transition("rectify")
    assert step is not None
    dialog = StepDialog(office, HAZARD, hazard, step)
    show(dialog)
    type_into(dialog.form.editor("rect_note").input_widget(), "已经清理")
    office.change("hazard", hazard["id"], {"location": "别人改的位置"})
    dialog.save_button().click()
    assert dialog.saved is None and "改过" in dialog.bar.sentence.text()
    dialog.bar.action_button.click()
    assert dialog.saved is not None
    assert (dialog.saved["rect_note"], dialog.saved["location"]) == ("已经清理", "别人改的位置")


def test_fixed_on_the_spot_is_one_screen_and_closes_the_hazard(
    office: Office, show: Show, photo: bytes
) -> None:
    dialog = FixOnSpotDialog(office)
    show(dialog)
    walk_tabs(dialog)
    assert "level" not in dialog.form.names()
    fill_hazard(dialog)
    type_into(dialog.form.editor("rect_note").input_widget(), "当场清走")
    type_into(dialog.form.editor("rect_person").input_widget(), "张三")
    dialog.save_button().click()
    assert (
        dialog.form.editor("photo_before").problem_text() and dialog.form.editor("photo_after").problem_text()
    )
    assert office.count("hazard", Query()) == 0
    before = office.attach(photo, "前.png")
    for name in ("photo_before", "photo_after"):
        dialog.form.editor(name).set_value([before])
    dialog.save_button().click()
    assert dialog.saved is not None
    assert (dialog.saved["status"], dialog.saved["immediate_fix"], dialog.saved["level"]) == (
        "closed",
        True,
        "general",
    )


def test_premises_can_be_made_from_the_hazards_form(office: Office, show: Show) -> None:
    dialog = RecordDialog(office, HAZARD)
    show(dialog)

    def fill_inner() -> None:
        inner = QApplication.activeModalWidget()
        assert isinstance(inner, RecordDialog) and inner.record_type is PREMISES
        assert inner.form.value("name") == "阿强饭店"
        type_into(inner.form.editor("type").input_widget(), "小餐饮")
        type_into(inner.form.editor("address").input_widget(), "夏阳大道9号")
        type_into(inner.form.editor("main_person").input_widget(), "阿强")
        inner.save_button().click()

    type_into(dialog.form.editor("premises").input_widget(), "阿强饭店")
    QTimer.singleShot(0, fill_inner)
    dialog.form.editor("premises").new_button().click()  # type: ignore[attr-defined]
    made = office.find("premises", "阿强饭店")
    assert dialog.form.value("premises") == made["id"]


def test_all_record_types_of_the_spec_can_be_opened(office: Office, show: Show) -> None:
    for record_type in RECORD_TYPES.values():
        show(RecordDialog(office, record_type))


def test_enter_goes_from_a_known_premises_to_the_next_field_and_from_an_unknown_one_to_its_making(
    office: Office, show: Show
) -> None:
    office.add("premises", factories.premises())
    dialog = RecordDialog(office, HAZARD)
    show(dialog)
    editor = dialog.form.editor("premises")
    assert isinstance(editor, ReferenceEditor)
    line = editor.input_widget()
    type_text(line, "老张面馆")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is dialog.form.editor("location").input_widget()
    line.setFocus()
    line.selectAll()
    type_text(line, "新开的店")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is editor.new_button()


def test_enter_passes_over_a_closed_fold_and_enters_an_open_one(office: Office, show: Show) -> None:
    dialog = RecordDialog(office, HAZARD)
    show(dialog)
    line = dialog.form.editor("deadline").input_widget()
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is dialog.save_button()
    for fold in dialog.form.folds():
        fold.setChecked(True)
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is dialog.form.editor("actual_controller").input_widget()


def test_enter_in_the_last_line_leads_to_the_button_that_saves(office: Office, show: Show) -> None:
    hazard = office.add("hazard", factories.planned_hazard())
    step = HAZARD.transition("rectify")
    assert step is not None
    dialog = StepDialog(office, HAZARD, office.get("hazard", hazard["id"]), step)
    show(dialog)
    last = dialog.form.editor(dialog.form.names()[-1]).input_widget()
    assert isinstance(last, QLineEdit)
    last.setFocus()
    QTest.keyClick(last, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is dialog.save_button()
