"""From nothing to a street's window, through the real wizard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.paths import DATABASE_NAME
from desktop.street.street_ledger import StreetLedger, opened_ledger
from tests.ui.forms.keyboard import type_into, type_text
from ui.wizard.first_start import FirstStartWizard

PASSPHRASE = "街道 收件 密钥 口令 一二"


@pytest.fixture
def wizard(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[FirstStartWizard]:
    monkeypatch.setattr("desktop.exchange.signing_key.BCRYPT_ROUNDS", 1)
    made = FirstStartWizard()
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    qtbot.waitUntil(lambda: made.unit.is_ready() and made.street_unit.is_ready(), timeout=60_000)
    yield made
    if made.office:
        made.office.close()
    made.done(0)
    made.deleteLater()


def go_to_passphrase(wizard: FirstStartWizard, folder: Path) -> None:
    wizard.who.street.click()
    type_text(wizard.street_unit.search_line(), "青浦 夏阳")
    wizard.next_button().click()
    wizard.place.path_line().setText(str(folder))
    wizard.next_button().click()


def test_street_is_found_and_its_database_made(
    qtbot: QtBot, wizard: FirstStartWizard, tmp_path: Path
) -> None:
    go_to_passphrase(wizard, tmp_path / "街道")
    for line in wizard.secret.lines():
        type_into(line, PASSPHRASE)
    assert wizard.next_button().text() == "完成"
    wizard.next_button().click()
    qtbot.waitUntil(lambda: wizard.office is not None, timeout=60_000)
    assert isinstance(wizard.office, StreetLedger)
    office = wizard.office.committee
    assert (office["code"], office["name"]) == ("310118001000", "夏阳街道办事处")
    opened = opened_ledger(tmp_path / "街道" / DATABASE_NAME)
    assert opened.is_street
    opened.close()


def test_choice_changes_the_steps_and_back(wizard: FirstStartWizard) -> None:
    assert wizard.page() is wizard.unit and wizard.who.isVisible()
    wizard.who.street.click()
    assert wizard.page() is wizard.street_unit
    wizard.who.committee.click()
    assert wizard.page() is wizard.unit


def test_street_that_the_list_does_not_have_is_typed(wizard: FirstStartWizard) -> None:
    wizard.who.street.click()
    wizard.street_unit.own_box().click()
    name, code, *_ = wizard.street_unit.own_lines()
    wizard.next_button().click()
    assert "请填写街道名称" in wizard.problem_text()
    name.setText("某某街道办事处")
    code.setText("３１０１１８９９９０００")
    wizard.next_button().click()
    assert wizard.page() is wizard.place
