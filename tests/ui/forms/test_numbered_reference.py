"""A reference to a record whose title is a sentence: by number, by words, or not at all."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from db.spec import HAZARD
from desktop.office import Office
from tests import factories
from tests.ui.forms.keyboard import type_into
from ui.forms.editors import Desk
from ui.forms.editors.numbered_reference import NumberedReferenceEditor, reference_editor
from ui.forms.editors.reference import ReferenceEditor


def editor_of(qtbot: QtBot, office: Office) -> NumberedReferenceEditor:
    editor = reference_editor(HAZARD.field("repeat_of"), Desk(office, "hazard"))
    assert isinstance(editor, NumberedReferenceEditor)
    qtbot.addWidget(editor)
    editor.show()
    return editor


def test_a_number_is_enough(qtbot: QtBot, office: Office) -> None:
    hazard = office.add("hazard", factories.hazard())
    editor = editor_of(qtbot, office)
    type_into(editor.input_widget(), "yh-2026-0001")
    editor.settle()
    assert (editor.value(), editor.problem_text()) == (hazard["id"], "")


def test_words_of_the_description_are_offered_with_the_number(qtbot: QtBot, office: Office) -> None:
    office.add("hazard", factories.hazard(description="灭火器过期，" + "需要更换。" * 20))
    editor = editor_of(qtbot, office)
    type_into(editor.input_widget(), "灭火器")
    (offered,) = editor.completion.offered()
    assert offered.startswith("YH-2026-0001　灭火器过期") and offered.endswith("…")


def test_an_unknown_number_is_said_beside_the_field(qtbot: QtBot, office: Office) -> None:
    editor = editor_of(qtbot, office)
    type_into(editor.input_widget(), "YH-2026-0099")
    editor.settle()
    assert "YH-2026-0099" in editor.problem_text()


def test_a_kept_reference_shows_number_and_words(qtbot: QtBot, office: Office) -> None:
    hazard = office.add("hazard", factories.hazard())
    editor = editor_of(qtbot, office)
    editor.set_value(hazard["id"])
    assert editor.input_widget().text().startswith("YH-2026-0001　二楼疏散通道")


def test_records_with_names_keep_the_plain_editor(qtbot: QtBot, office: Office) -> None:
    editor = reference_editor(HAZARD.field("premises"), Desk(office, "hazard"))
    qtbot.addWidget(editor)
    assert isinstance(editor, ReferenceEditor) and not isinstance(editor, NumberedReferenceEditor)
