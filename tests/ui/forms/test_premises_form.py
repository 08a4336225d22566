"""What the form of premises says by itself: doubtful codes, and premises that may be there already."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from db.spec import PREMISES
from db.spec.field import Record
from desktop.office import Office
from tests import factories
from tests.e2e.acting import press
from tests.ui.forms.keyboard import type_into
from tests.ui.forms.twins import twins_panel, wait_for_twins
from ui.forms.record_dialog import RecordDialog


@pytest.fixture
def known(office: Office) -> Record:
    return office.add(
        "premises", factories.premises(name="阿强小饭店", address="青松路8号", usc=None, phone=None)
    )


@pytest.fixture
def dialog(qtbot: QtBot, office: Office, known: Record) -> Iterator[RecordDialog]:
    made = RecordDialog(office, PREMISES)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.note_baseline()
    made.close()
    made.deleteLater()


def type_in(dialog: RecordDialog, **typed: str) -> None:
    for name, text in typed.items():
        type_into(dialog.form.editor(name).input_widget(), text)


def told(dialog: RecordDialog) -> str:
    return "\n".join(each.text() for each in twins_panel(dialog).findChildren(QLabel) if each.isVisible())


def test_nothing_is_said_while_nothing_is_alike(qtbot: QtBot, dialog: RecordDialog) -> None:
    assert not twins_panel(dialog).isVisible() and not dialog.form.label("distinct_from").isVisible()
    type_in(dialog, name="顺达快递")
    assert dialog.form.hold() is None  # looks at once, not after the pause
    assert not twins_panel(dialog).isVisible()


def test_a_twin_is_shown_with_what_agrees_and_its_state(
    qtbot: QtBot, dialog: RecordDialog, known: Record
) -> None:
    type_in(dialog, name="阿强饭店", address="青松路8号")
    wait_for_twins(qtbot, dialog)
    assert f"{known['no']}　阿强小饭店　青松路8号" in told(dialog)
    assert "名称相近、地址相同（在营）" in told(dialog)


def test_the_keyboard_reaches_what_can_be_done(qtbot: QtBot, dialog: RecordDialog) -> None:
    type_in(dialog, name="阿强饭店", address="青松路8号")
    wait_for_twins(qtbot, dialog)
    dialog.form.editor("grid").input_widget().setFocus()
    QTest.keyClick(dialog.form.editor("grid").input_widget(), Qt.Key.Key_Tab)
    focused = dialog.focusWidget()
    assert isinstance(focused, QPushButton) and focused.text() == "打开已有"


def test_what_was_told_apart_can_be_compared_again(qtbot: QtBot, dialog: RecordDialog) -> None:
    type_in(dialog, name="阿强饭店", address="青松路8号")
    wait_for_twins(qtbot, dialog)
    press(qtbot, twins_panel(dialog), "确实不是同一家")
    press(qtbot, twins_panel(dialog), "记下")
    assert "已说明不是同一家" in told(dialog) and "经核对不是同一家" in told(dialog)
    assert dialog.form.value("distinct_from")[0]["name"] == "阿强小饭店"
    press(qtbot, twins_panel(dialog), "重新比对")
    qtbot.waitUntil(lambda: "名称相近" in told(dialog))
    assert dialog.form.value("distinct_from") == []


def test_premises_of_the_list_are_only_told_what_is_probably_the_same(
    qtbot: QtBot, office: Office, known: Record
) -> None:
    other = office.add("premises", factories.premises(name="顺风五金店", address="青松路8号", usc=None))
    dialog = RecordDialog(office, PREMISES, other)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.form.hold() is None  # looks at once, not after the pause
    assert not twins_panel(dialog).isVisible()
    type_in(dialog, name="阿强饭店")
    wait_for_twins(qtbot, dialog)
    assert "就用这一家" not in [each.text() for each in twins_panel(dialog).findChildren(QPushButton)]
    dialog.save()  # a name that was changed is no reason to hold up
    assert dialog.saved is not None


def test_the_form_of_a_reference_gives_the_premises_that_were_there(
    qtbot: QtBot, dialog: RecordDialog, known: Record
) -> None:
    type_in(dialog, name="阿强饭店", address="青松路8号")
    wait_for_twins(qtbot, dialog)
    press(qtbot, twins_panel(dialog), "就用这一家")
    assert dialog.saved is not None and dialog.saved["id"] == known["id"]


def test_the_state_of_a_code_follows_the_code(dialog: RecordDialog) -> None:
    def state() -> object:
        return dialog.form.value("usc_status")

    type_in(dialog, usc="91350100M0001TGQXM")
    assert state() == "to_verify" and dialog.form.editor("usc_note").isVisible()
    type_in(dialog, usc="91330100799655058B")
    assert state() == "held" and not dialog.form.editor("usc_note").isVisible()
    dialog.form.editor("usc").input_widget().selectAll()  # type: ignore[attr-defined]
    QTest.keyClick(dialog.form.editor("usc").input_widget(), Qt.Key.Key_Delete)
    assert state() is None
    type_in(dialog, usc_status="不适用", usc="9135")
    assert state() == "not_applicable"  # what the clerk chose stays


def test_no_correction_is_offered_where_it_would_mend_nothing(dialog: RecordDialog) -> None:
    type_in(dialog, usc="9133O1OO799655O58C")
    offered = [
        each.text() for each in dialog.form.editor("usc_note").findChildren(QPushButton) if each.isVisible()
    ]
    assert offered == ["确实如此"]


def test_a_confirmed_code_can_be_looked_at_again(qtbot: QtBot, dialog: RecordDialog) -> None:
    type_in(dialog, usc="91350100M0001TGQXM")
    press(qtbot, dialog, "确实如此")
    assert dialog.form.value("usc_note") == "确实如此" and not dialog.form.editor("usc").problem_text()
    press(qtbot, dialog, "重新核对")
    assert dialog.form.value("usc_note") is None and dialog.form.editor("usc").problem_text()
