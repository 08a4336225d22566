"""选项与判定要点: what ships stays, ours are added, renamed, stopped, ordered and taken back where they stand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from db.spec import PREMISES
from tests import factories
from tests.fixtures_windows import Attend
from ui.choices.choices_dialog import ChoicesDialog
from ui.choices.word_dialog import WordDialog
from ui.forms.editors.choice import choices_of_field
from ui.forms.record_dialog import RecordDialog
from ui.main_window import MainWindow

FLAGS = "场所标签"


@pytest.fixture
def dialog(qtbot: QtBot, main_window: MainWindow) -> Iterator[ChoicesDialog]:
    made = ChoicesDialog(main_window.office, main_window)
    made.show()
    choose(made, FLAGS)
    yield made
    made.reject()
    made.deleteLater()


def choose(dialog: ChoicesDialog, label: str) -> None:
    labels = [dialog.lists.item(row).text() for row in range(dialog.lists.count())]
    dialog.lists.setCurrentRow(labels.index(label))


def typed(attend: Attend, *words: str) -> None:
    """Type words into the dialog that asks for one, each kept or refused; the last is kept."""

    def type_(asking: WordDialog) -> None:
        for word in words:
            asking.line.setText(word)
            asking.accept()
        if asking.isVisible():
            TOLD.append(asking.bar.sentence.text())
            asking.reject()

    TOLD.clear()
    attend(WordDialog, type_)


TOLD: list[str] = []


def ours(dialog: ChoicesDialog) -> list[str]:
    return [each.words for each in dialog.table.entries if each.record]


def offered() -> list[str]:
    return [each.label for each in choices_of_field(PREMISES.field("flags"))]


def test_what_ships_rests_and_says_why(dialog: ChoicesDialog) -> None:
    assert dialog.table.cells.rowCount() == len(dialog.table.entries) > 5
    dialog.table.choose(dialog.table.entries[0].words)
    for button in (dialog.edit_button, dialog.stop_button, dialog.up_button, dialog.down_button):
        assert not button.isEnabled() and "随程序" in button.toolTip()


def test_ours_are_added_renamed_stopped_ordered_and_taken_back(dialog: ChoicesDialog, attend: Attend) -> None:
    for word in ("露营营地", "桨板俱乐部"):
        typed(attend, word)
        dialog.add_button.click()
    assert ours(dialog) == ["露营营地", "桨板俱乐部"] and "露营营地" in offered()
    dialog.up_button.click()
    assert ours(dialog) == ["桨板俱乐部", "露营营地"]
    dialog.history.toggle.setChecked(True)
    told = dialog.history.lines.text()
    assert "调整选项次序" in told and "新增选项" in told and "own_" not in told
    typed(attend, "桨板和皮划艇")
    dialog.edit_button.click()
    dialog.stop_button.click()
    assert dialog.stop_button.text() == "恢复使用" and "桨板和皮划艇" not in offered()
    dialog.undo_button.click()
    assert "桨板和皮划艇" in offered() and "撤销" in dialog.bar.sentence.text()
    for _ in range(4):
        dialog.undo_button.click()
    assert ours(dialog) == [] and not dialog.undo_button.isEnabled()


def test_a_word_that_is_there_already_is_told_where_it_is_typed(
    dialog: ChoicesDialog, attend: Attend
) -> None:
    typed(attend, dialog.table.entries[0].words)
    dialog.add_button.click()
    assert "已经有" in TOLD[0]
    typed(attend, "")
    dialog.add_button.click()
    assert "选项" in TOLD[0] and ours(dialog) == []


def test_a_criterion_of_ours_is_added_and_stopped(dialog: ChoicesDialog, attend: Attend) -> None:
    choose(dialog, "判定要点")
    assert dialog.up_button.isHidden()

    def fill(form: RecordDialog) -> None:
        for name in ("title", "doc_no", "clause", "text"):
            form.form.editor(name).set_value(factories.criterion()[name])
        form.save()
        if form.isVisible():
            raise AssertionError(form.bar.sentence.text())

    attend(RecordDialog, fill)
    dialog.add_button.click()
    assert factories.criterion()["text"] in ours(dialog)[0]
    dialog.stop_button.click()
    assert [each.state for each in dialog.table.entries if each.record] == ["停用"]


def test_the_menu_leads_there(main_window: MainWindow, attend: Attend) -> None:
    seen: list[str] = []

    def look(found: ChoicesDialog) -> None:
        seen.append(found.windowTitle())
        found.reject()

    attend(ChoicesDialog, look)
    [action] = [each for each in main_window.menus[0].actions() if each.text() == "选项与判定要点…"]
    action.trigger()
    assert seen[0].startswith("本单位的选项与判定要点")
