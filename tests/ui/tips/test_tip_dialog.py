"""The form of a tip: the part for who told, without a key, anonymous, and one tip after the other."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from db.spec.query import Query
from desktop.office import Office
from desktop.tips.registering import register_tip
from tests import factories
from tests.e2e.acting import fill, save
from tests.fixtures_tips import TIPS_PASSPHRASE, TIPSTER, TIPSTER_NAME, TIPSTER_PHONE
from tests.fixtures_windows import Attend
from tests.ui.forms.keyboard import type_into
from ui.tips.tip_dialog import TipDialog
from ui.tips.tips_key_dialog import TipsKeyDialog


@pytest.fixture
def dialog(qtbot: QtBot, tips_office: Office) -> TipDialog:
    """The form of a new tip, shown."""
    opened = TipDialog(tips_office)
    qtbot.addWidget(opened)
    opened.show()
    return opened


def fill_what_was_told(dialog: TipDialog) -> None:
    fill(dialog, target="城中东路88号面馆后厨", channel="来电", content="后厨钢瓶靠近灶台")


def test_it_starts_with_the_moment_and_the_committees_own_days(dialog: TipDialog) -> None:
    assert dialog.form.value("received_at") == "2026-11-23 09:30"
    assert dialog.form.value("due_on") == "2027-01-22"


def test_a_named_tip_without_a_name_says_so_beside_the_name(dialog: TipDialog, tips_office: Office) -> None:
    fill_what_was_told(dialog)
    dialog.save_button().click()
    assert dialog.saved is None and dialog.reporter is not None
    assert "请填写举报人姓名" in dialog.reporter.problem.text() and dialog.reporter.name_line.hasFocus()
    dialog.reporter.anonymous_box.click()
    assert not dialog.reporter.name_line.isEnabled()
    save(dialog)
    assert tips_office.count("tip", Query()) == 1


def test_tab_goes_through_who_told_to_the_buttons(dialog: TipDialog) -> None:
    assert dialog.reporter is not None
    stops = [each for each in dialog.reporter.tab_stops() if each.isVisible()]
    stops[0].setFocus()
    walked = []
    for _ in stops[1:]:
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        walked.append(dialog.focusWidget())
    assert walked == stops[1:]
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.copy_button()


def test_the_next_tip_starts_without_the_last_tipster(dialog: TipDialog, tips_office: Office) -> None:
    assert dialog.reporter is not None
    fill_what_was_told(dialog)
    type_into(dialog.reporter.name_line, TIPSTER_NAME)
    type_into(dialog.reporter.contact_line, TIPSTER_PHONE)
    dialog.again_button().click()
    assert tips_office.count("tip", Query()) == 1
    assert not dialog.reporter.is_filled() and not dialog.is_changed()
    assert dialog.form.value("received_at") == "2026-11-23 09:30"
    dialog.reporter.name_line.undo()
    assert dialog.reporter.name_line.text() == ""


def test_a_copy_of_the_last_tip_comes_in_now_from_nobody(dialog: TipDialog, tips_office: Office) -> None:
    register_tip(tips_office, factories.tip(), TIPSTER)
    dialog.copy_button().click()
    assert dialog.form.value("content") == factories.tip()["content"]
    assert dialog.form.value("received_at") == "2026-11-23 09:30"
    assert dialog.reporter is not None and not dialog.reporter.is_filled()
    dialog.note_baseline()  # so that closing asks nothing


def test_a_name_typed_and_not_saved_is_asked_about(
    dialog: TipDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert dialog.reporter is not None
    type_into(dialog.reporter.name_line, TIPSTER_NAME)
    assert dialog.is_changed()
    monkeypatch.setattr(QMessageBox, "exec", lambda box: QMessageBox.StandardButton.Discard.value)
    dialog.reject()
    assert not dialog.isVisible() and not dialog.reporter.is_filled()


def test_without_a_key_the_lead_can_make_one_from_here(
    qtbot: QtBot, attend: Attend, office: Office, own_settings_folder: Path
) -> None:
    dialog = TipDialog(office)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.reporter is not None and not dialog.reporter.name_line.isEnabled()

    def choose(key: TipsKeyDialog) -> None:
        type_into(key.pair.first.line, "太短")
        key.act_button.click()
        assert "太短" in key.pair.first.problem.text()
        type_into(key.pair.first.line, TIPS_PASSPHRASE)
        type_into(key.pair.second.line, TIPS_PASSPHRASE + "x")
        key.act_button.click()
        assert "不一样" in key.pair.second.problem.text()
        type_into(key.pair.second.line, TIPS_PASSPHRASE)
        key.act_button.click()
        qtbot.waitUntil(lambda: not key.isVisible(), timeout=60_000)

    attend(TipsKeyDialog, choose)
    dialog.reporter.key_button.click()
    assert dialog.reporter.name_line.isEnabled() and not dialog.reporter.key_button.isVisible()


def test_a_tip_that_exists_shows_nothing_of_who_told(qtbot: QtBot, tips_office: Office) -> None:
    tip = register_tip(tips_office, factories.tip(), TIPSTER)
    dialog = TipDialog(tips_office, tip)
    qtbot.addWidget(dialog)
    assert dialog.reporter is None
    fill(dialog, content=f"{TIPSTER_NAME}又来电补充")
    dialog.save_button().click()
    assert "举报人的姓名" in dialog.form.editor("content").problem_text()
    fill(dialog, content="又来电补充：钢瓶有三只")
    save(dialog)
    assert tips_office.get("tip", tip["id"])["content"] == "又来电补充：钢瓶有三只"
