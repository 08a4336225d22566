"""Editors take what a clerk types and give what the office accepts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from db.spec import DRILL, HAZARD, PREMISES, RECORD_TYPES, RISK
from db.spec.field import Field, Kind
from desktop.office import Office
from tests import factories
from tests.ui.forms.keyboard import type_into, type_text
from ui.forms.editors import EDITORS, Desk, Editor
from ui.forms.editors.choice import Choice, ChoiceEditor, YesNoEditor
from ui.forms.editors.choices import ChoicesEditor
from ui.forms.editors.completion import matching
from ui.forms.editors.dates import DateEditor
from ui.forms.editors.line import LineEditor, SuggestingEditor
from ui.forms.editors.long_text import LongTextEditor
from ui.forms.editors.pinyin import initials
from ui.forms.editors.reference import ReferenceEditor
from ui.forms.editors.rows import RowsEditor

Make = Callable[[Field, str], Editor]


@pytest.fixture
def make(qtbot: QtBot, office: Office) -> Iterator[Make]:
    """Puts the editor of a field into a shown window, with a button to go to."""
    windows = []

    def made(field: Field, table: str) -> Editor:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        editor = EDITORS[field.kind](field, Desk(office, table))
        column = QVBoxLayout(window)
        column.addWidget(editor)
        column.addWidget(QPushButton("下一个", window))
        window.resize(700, 300)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return editor

    yield made
    windows.clear()


def test_every_kind_of_field_has_an_editor() -> None:
    assert set(EDITORS) == set(Kind)


@pytest.mark.parametrize(
    "field", [pytest.param(f, id=f"{t.table}.{f.name}") for t in RECORD_TYPES.values() for f in t.fields]
)
def test_an_editor_gives_back_nothing_for_an_empty_value(make: Make, field: Field) -> None:
    editor = make(field, "")
    editor.set_value(None)
    assert editor.is_empty()


@pytest.mark.parametrize(
    ("name", "typed", "shown"),
    [
        ("employees", "约６０人", "60"),
        ("area_m2", "１２０㎡", "120"),
        ("phone", "１３９１６８８０００１", "13916880001"),
    ],
)
def test_numbers_are_turned_into_their_usual_spelling_when_the_field_is_left(
    make: Make, name: str, typed: str, shown: str
) -> None:
    editor = make(PREMISES.field(name), "premises")
    type_into(editor.input_widget(), typed)
    assert editor.value() == shown


def test_money_typed_in_yuan_becomes_ten_thousands(make: Make) -> None:
    editor = make(HAZARD.field("funds"), "hazard")
    type_into(editor.input_widget(), "3500元")
    assert editor.value() == "0.35"


def test_a_number_nobody_can_read_stays_and_is_told(make: Make) -> None:
    editor = make(PREMISES.field("employees"), "premises")
    type_into(editor.input_widget(), "几个")
    assert editor.value() == "几个"
    assert "整数" in editor.problem_text()
    type_into(editor.input_widget(), "8")
    assert editor.problem_text() == ""


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("20240407", "2024-04-07"),
        ("2024年4月7日", "2024-04-07"),
        ("今天", "2026-11-23"),
        ("+7", "2026-11-30"),
    ],
)
def test_a_date_may_be_typed_in_any_spelling(make: Make, typed: str, day: str) -> None:
    editor = make(HAZARD.field("deadline"), "hazard")
    type_into(editor.input_widget(), typed)
    assert editor.value() == day


def test_a_date_without_a_year_asks_for_the_year_and_tab_leads_to_the_answer(make: Make) -> None:
    editor = make(HAZARD.field("deadline"), "hazard")
    assert isinstance(editor, DateEditor)
    type_into(editor.input_widget(), "12.5")
    assert [button.text() for button in editor.year_buttons()] == ["2025", "2026", "2027"]
    assert editor.value() == "12.5"
    assert "哪一年" in editor.problem_text()
    second = editor.year_buttons()[1]
    assert QApplication.focusWidget() is editor.year_buttons()[0]
    second.click()
    assert editor.value() == "2026-12-05"
    assert editor.year_buttons() == []
    assert editor.problem_text() == ""


def test_a_year_of_two_digits_is_asked_for_too(make: Make) -> None:
    editor = make(HAZARD.field("deadline"), "hazard")
    assert isinstance(editor, DateEditor)
    type_into(editor.input_widget(), "24-4-7")
    assert [button.text() for button in editor.year_buttons()] == ["2024"]


def test_only_years_that_have_the_29th_of_february_are_offered(make: Make, office: Office) -> None:
    editor = make(HAZARD.field("deadline"), "hazard")
    assert isinstance(editor, DateEditor)
    type_into(editor.input_widget(), "2.29")
    assert editor.year_buttons() == []


def test_a_day_that_does_not_exist_is_refused_with_the_reason(make: Make) -> None:
    editor = make(HAZARD.field("deadline"), "hazard")
    type_into(editor.input_widget(), "2024-2-30")
    assert "没有 2024-2-30 这一天" in editor.problem_text()


def test_alt_down_opens_the_calendar_and_enter_takes_its_day(make: Make) -> None:
    editor = make(HAZARD.field("deadline"), "hazard")
    editor.set_value("2026-11-25")
    editor.input_widget().setFocus()
    QTest.keyClick(editor.input_widget(), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    month = QApplication.focusWidget()
    assert month is not None
    QTest.keyClick(month, Qt.Key.Key_Right)
    QTest.keyClick(month, Qt.Key.Key_Return)
    assert editor.value() == "2026-11-26"


def test_a_time_typed_alone_belongs_to_the_day_the_form_names(make: Make) -> None:
    from datetime import date

    editor = make(DRILL.field("starts_at"), "drill")
    assert isinstance(editor, DateEditor)
    editor.assume_day(lambda: date(2026, 6, 18))
    type_into(editor.input_widget(), "下午2点半")
    assert editor.value() == "2026-06-18 14:30"


def test_a_choice_is_found_by_part_of_its_word_or_by_pinyin_initials(make: Make) -> None:
    editor = make(HAZARD.field("category"), "hazard")
    assert isinstance(editor, ChoiceEditor)
    editor.input_widget().setFocus()
    type_text(editor.input_widget(), "xf")
    assert any("消防" in word for word in editor.completion.offered())
    editor.set_value(None)
    type_into(editor.input_widget(), "FIRE")
    assert editor.value() == "FIRE"
    assert "消防" in editor.input_widget().currentText()


def test_a_word_that_is_no_choice_stays_and_is_told(make: Make) -> None:
    editor = make(HAZARD.field("category"), "hazard")
    type_into(editor.input_widget(), "天气")
    assert editor.value() == "天气"
    assert "没有“天气”这个选项" in editor.problem_text()


def test_accident_types_stand_in_groups_by_standard_version(make: Make) -> None:
    editor = make(HAZARD.field("accident_type"), "hazard")
    assert isinstance(editor, ChoiceEditor)
    combo = editor.input_widget()
    words = [combo.itemText(row) for row in range(combo.count())]
    assert words[0] == "事故类型（2025版）"
    assert not combo.model().index(0, 0).flags() & Qt.ItemFlag.ItemIsSelectable
    editor.set_value("1986-01")
    assert editor.value() == "1986-01"
    assert combo.currentText() == "物体打击（1986版）"


def test_a_code_of_a_later_version_survives_the_form(make: Make) -> None:
    editor = make(HAZARD.field("category"), "hazard")
    editor.set_value("MARS")
    assert editor.value() == "MARS"


def test_the_wheel_never_changes_a_choice_without_focus(make: Make) -> None:
    editor = make(HAZARD.field("source"), "hazard")
    editor.set_value("patrol")
    combo = editor.input_widget()
    combo.clearFocus()
    centre = QPointF(combo.rect().center())
    QApplication.sendEvent(
        combo,
        QWheelEvent(
            centre, combo.mapToGlobal(centre), QPoint(0, 0), QPoint(0, -120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        ),
    )  # fmt: skip
    assert editor.value() == "patrol"


def test_boxes_to_tick_are_one_stop_for_tab_and_arrows_move_within(make: Make) -> None:
    editor = make(PREMISES.field("flags"), "premises")
    assert isinstance(editor, ChoicesEditor)
    boxes = list(editor.boxes().values())
    boxes[0].setFocus()
    QTest.keyClick(boxes[0], Qt.Key.Key_Right)
    assert QApplication.focusWidget() is boxes[1]
    QTest.keyClick(boxes[1], Qt.Key.Key_Space)
    assert editor.value() == [list(editor.boxes())[1]]
    QTest.keyClick(boxes[1], Qt.Key.Key_Tab)
    assert QApplication.focusWidget() not in boxes


def test_yes_no_and_unanswered_are_three_answers(make: Make) -> None:
    editor = make(PREMISES.field("people_live_in"), "premises")
    assert isinstance(editor, YesNoEditor)
    assert editor.value() is None
    editor.buttons()["no"].click()
    assert editor.value() is False
    editor.buttons()[""].click()
    assert editor.value() is None


def test_tab_leaves_a_long_text_and_the_counter_counts(make: Make) -> None:
    editor = make(HAZARD.field("description"), "hazard")
    assert isinstance(editor, LongTextEditor)
    type_into(editor.input_widget(), "abc")
    assert editor.counter_text() == "已输入 3/4000"
    assert QApplication.focusWidget() is not editor.input_widget()


def test_places_entered_before_are_suggested(make: Make, office: Office) -> None:
    office.add("hazard", factories.hazard(location="青松路17号"))
    editor = make(HAZARD.field("location"), "hazard")
    assert isinstance(editor, SuggestingEditor)
    editor.input_widget().setFocus()
    type_text(editor.input_widget(), "17")
    assert editor.completion.offered() == ["青松路17号"]


def test_people_of_the_committee_are_suggested_inside_child_rows(make: Make) -> None:
    editor = make(RISK.field("measures"), "risk")
    assert isinstance(editor, RowsEditor)
    owner = editor.add_row()["owner"]
    assert isinstance(owner, SuggestingEditor)
    owner.input_widget().setFocus()
    type_text(owner.input_widget(), factories.LEAD[:1])
    assert factories.LEAD in owner.completion.offered()


def test_a_reference_is_found_by_part_of_the_title(make: Make, office: Office) -> None:
    noodles = office.add("premises", factories.premises())
    editor = make(HAZARD.field("premises"), "hazard")
    assert isinstance(editor, ReferenceEditor)
    editor.input_widget().setFocus()
    type_text(editor.input_widget(), "面馆")
    assert editor.completion.offered() == ["老张面馆", "新增场所…"]
    type_into(editor.input_widget(), "老张面馆")
    assert editor.value() == noodles["id"]


def test_two_premises_of_one_name_are_told_apart_by_number(make: Make, office: Office) -> None:
    first, second = (office.add("premises", factories.premises()) for _ in range(2))
    editor = make(HAZARD.field("premises"), "hazard")
    editor.set_value(second["id"])
    assert editor.input_widget().text() == f"老张面馆（{second['no']}）"
    type_into(editor.input_widget(), f"老张面馆（{first['no']}）")
    assert editor.value() == first["id"]


def test_a_name_without_a_record_is_told_and_can_be_made_new(make: Make, qtbot: QtBot) -> None:
    editor = make(HAZARD.field("premises"), "hazard")
    assert isinstance(editor, ReferenceEditor)
    type_into(editor.input_widget(), "阿强饭店")
    assert "没有找到“阿强饭店”" in editor.problem_text()
    with qtbot.waitSignal(editor.new_wanted) as asked:
        editor.new_button().click()
    assert asked.args == ["阿强饭店"]


def test_rows_are_added_moved_and_removed_by_their_buttons(make: Make) -> None:
    editor = make(DRILL.field("roles"), "drill")
    assert isinstance(editor, RowsEditor)
    for role, person in (("总指挥", "陈建国"), ("记录", "王芳")):
        editor.add_button().click()
        row = editor.rows()[-1]
        assert QApplication.focusWidget() is row["role"].input_widget()
        type_text(row["role"].input_widget(), role)
        type_text(row["person"].input_widget(), person)
    editor.row_buttons(1)[0].click()
    assert [row["role"] for row in editor.value()] == ["记录", "总指挥"]
    editor.row_buttons(0)[1].click()
    assert editor.value() == [{"role": "总指挥", "person": "陈建国"}]


def test_a_row_left_empty_does_not_count(make: Make) -> None:
    editor = make(DRILL.field("roles"), "drill")
    assert isinstance(editor, RowsEditor)
    editor.add_button().click()
    assert editor.value() == []


def test_enter_that_commits_what_was_composed_stays_in_the_field(make: Make) -> None:
    editor = make(HAZARD.field("location"), "hazard")
    line = editor.input_widget()
    line.setFocus()
    QApplication.sendEvent(line, QInputMethodEvent("erlou", []))
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is line
    commit = QInputMethodEvent("", [])
    commit.setCommitString("二楼")
    QApplication.sendEvent(line, commit)
    assert editor.value() == "二楼"
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is not line


def test_a_problem_stands_beside_the_field_and_in_its_description(make: Make) -> None:
    editor = make(HAZARD.field("location"), "hazard")
    assert isinstance(editor, LineEditor)
    editor.show_problem("请填写“具体位置”，这一项必填。")
    assert editor.input_widget().accessibleDescription() == "请填写“具体位置”，这一项必填。"
    assert editor.input_widget().property("invalid")
    editor.show_problem(None)
    assert not editor.input_widget().property("invalid")
    assert editor.problem_text() == ""


@pytest.mark.parametrize(
    ("word", "letters"), [("消防", "xf"), ("电动自行车", "ddzxc"), ("LPG气", "lpgq"), ("䶮", "")]
)
def test_pinyin_initials(word: str, letters: str) -> None:
    assert initials(word) == letters


def test_words_that_begin_with_what_was_typed_come_first() -> None:
    assert matching(["家用电气", "电气", "燃气"], "电") == ["电气", "家用电气"]


def press_in_list(*keys: Qt.Key) -> None:
    """Keys while the list under a field is open: they reach the list, as on a real screen."""
    for key in keys:
        popup = QApplication.activePopupWidget()
        assert popup is not None, "no list is open"
        QTest.keyClick(popup, key)


@pytest.mark.parametrize(
    "keys",
    [
        (Qt.Key.Key_Return,),
        (Qt.Key.Key_Enter,),
        (Qt.Key.Key_Tab,),
        (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return),
    ],
)
def test_a_choice_that_is_marked_in_the_list_is_taken_from_the_keyboard(
    make: Make, keys: tuple[Qt.Key, ...]
) -> None:
    editor = make(HAZARD.field("category"), "hazard")
    type_text(editor.input_widget(), "xf")
    press_in_list(*keys)
    assert editor.value() == "FIRE"
    assert editor.problem_text() == ""
    assert QApplication.activePopupWidget() is None
    assert editor.isAncestorOf(QApplication.focusWidget()) == (keys != (Qt.Key.Key_Tab,))


def test_a_choice_typed_in_full_is_not_exchanged_for_a_longer_one(make: Make) -> None:
    editor = make(HAZARD.field("category"), "hazard")
    assert isinstance(editor, ChoiceEditor)
    editor.set_choices([Choice("a", "其他电气"), Choice("b", "其他")])
    type_text(editor.input_widget(), "其他")
    press_in_list(Qt.Key.Key_Return)
    assert editor.value() == "b"


def test_the_premises_that_match_are_taken_from_the_keyboard(make: Make, office: Office) -> None:
    office.add("premises", factories.premises(name="老张面馆"))
    first, second = (
        office.add("premises", factories.premises(name=name))["id"] for name in ("张记五金", "张记粮油")
    )
    editor = make(HAZARD.field("premises"), "hazard")
    type_text(editor.input_widget(), "张记")
    press_in_list(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert editor.value() in (first, second)
    assert editor.problem_text() == ""
    editor.set_value(None)
    type_text(editor.input_widget(), "张记")
    press_in_list(Qt.Key.Key_Tab)  # which of the two was not said
    assert editor.value() == "张记" and "没有找到“张记”" in editor.problem_text()


def test_a_name_that_was_entered_before_is_only_taken_when_it_was_chosen(make: Make, office: Office) -> None:
    office.add("hazard", factories.hazard(found_by="王芳"))
    editor = make(HAZARD.field("found_by"), "hazard")
    type_text(editor.input_widget(), "王")
    press_in_list(Qt.Key.Key_Return)
    assert editor.value() == "王"
    editor.set_value(None)
    type_text(editor.input_widget(), "王")
    press_in_list(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert editor.value() == "王芳"
