"""举报保密, looking with too little given, and the look at a finished paper."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from db.clock import FixedClock
from desktop import documents
from desktop.office import Office
from desktop.tips.keys import unlock_tips_key
from desktop.tips.registering import register_tip
from tests import factories
from tests.db.spec.test_tip import CLOSING, replied, screened
from tests.e2e.acting import press
from tests.fixtures_tips import TIPS_PASSPHRASE, TIPSTER, TIPSTER_NAME
from tests.fixtures_windows import Attend
from tests.ui.forms.keyboard import type_into
from ui.tips.compare_dialog import CompareDialog
from ui.tips.identity_dialog import IdentityDialog
from ui.tips.paper_check import is_released
from ui.tips.purge_dialog import PurgeDialog
from ui.tips.safekeeping_dialog import SafekeepingDialog
from ui.tips.tips_key_dialog import ChangePassphraseDialog


def test_another_computer_is_told_and_set_right(
    qtbot: QtBot, attend: Attend, tips_office: Office, own_settings_folder: Path
) -> None:
    register_tip(tips_office, factories.tip(), TIPSTER)
    for each in own_settings_folder.iterdir():
        each.unlink()
    dialog = SafekeepingDialog(tips_office)
    qtbot.addWidget(dialog)
    dialog.show()
    assert "不能核对 1 件" in dialog.words[1].text() and not dialog.key_button.isVisible()

    def restore(asking: CompareDialog) -> None:
        asking.act_button.click()
        assert "请输入口令" in asking.passphrase.problem.text()
        type_into(asking.passphrase.line, "不是这一个口令")
        asking.act_button.click()
        qtbot.waitUntil(lambda: "口令不对" in asking.passphrase.problem.text(), timeout=60_000)
        type_into(asking.passphrase.line, TIPS_PASSPHRASE)
        asking.act_button.click()
        qtbot.waitUntil(lambda: not asking.isVisible(), timeout=60_000)

    attend(CompareDialog, restore)
    press(qtbot, dialog, "恢复核对…")
    assert not dialog.compare_button.isVisible() and "会核对" in dialog.words[1].text()


def test_the_passphrase_is_changed_by_who_knows_it(qtbot: QtBot, attend: Attend, tips_office: Office) -> None:
    dialog = SafekeepingDialog(tips_office)
    qtbot.addWidget(dialog)
    dialog.show()
    new = "新任 领导 自己 定的 口令"

    def change(asking: ChangePassphraseDialog) -> None:
        asking.act_button.click()
        assert "请输入现在的口令" in asking.old.problem.text()
        for each in (asking.pair.first, asking.pair.second):
            type_into(each.line, new)
        type_into(asking.old.line, "不是这一个口令")
        asking.act_button.click()
        qtbot.waitUntil(lambda: "口令不对" in asking.old.problem.text(), timeout=60_000)
        type_into(asking.old.line, TIPS_PASSPHRASE)
        asking.act_button.click()
        qtbot.waitUntil(lambda: not asking.isVisible(), timeout=60_000)

    attend(ChangePassphraseDialog, change)
    press(qtbot, dialog, "更改口令…")
    assert unlock_tips_key(tips_office.database, new).public_key


def test_identities_whose_time_has_come_go_together(
    qtbot: QtBot, attend: Attend, tips_office: Office, clock: FixedClock
) -> None:
    for _ in range(2):
        tip = register_tip(tips_office, factories.tip(), TIPSTER)
        reward = ("reward", {"reward_result": "不涉及奖励"})
        for step in (screened(screening="不受理", screening_reason="重复"), replied(), CLOSING, reward):
            tips_office.act("tip", tip["id"], *step)
    clock.moment += timedelta(days=30)
    dialog = SafekeepingDialog(tips_office)
    qtbot.addWidget(dialog)
    dialog.show()
    assert "有 2 件" in dialog.words[2].text()

    def erase(asking: PurgeDialog) -> None:
        asking.reason_line.setText("")
        asking.act_button.click()
        qtbot.waitUntil(lambda: "请写明理由" in asking.bar.sentence.text(), timeout=60_000)
        type_into(asking.reason_line, "身份到期清除")
        asking.act_button.click()
        qtbot.waitUntil(lambda: not asking.isVisible(), timeout=60_000)

    attend(PurgeDialog, erase)
    press(qtbot, dialog, "清除到期身份…")
    assert not dialog.purge_button.isVisible() and "没有到期" in dialog.words[2].text()


def test_looking_without_passphrase_name_or_reason_says_what_is_missing(
    qtbot: QtBot, tips_office: Office
) -> None:
    dialog = IdentityDialog(tips_office, register_tip(tips_office, factories.tip(), TIPSTER))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.act_button.click()
    assert "请输入口令" in dialog.passphrase.problem.text()
    type_into(dialog.passphrase.line, TIPS_PASSPHRASE)
    dialog.act_button.click()
    qtbot.waitUntil(lambda: "请写明理由" in dialog.bar.sentence.text(), timeout=60_000)
    dialog.who_line.setText("")
    dialog.act_button.click()
    qtbot.waitUntil(lambda: "查看人" in dialog.bar.sentence.text(), timeout=60_000)
    dialog.reject()


@pytest.mark.parametrize("answer", ["返回修改", "已核对，继续"])
def test_a_paper_with_a_tipsters_name_on_it_is_asked_about(
    qtbot: QtBot, tips_office: Office, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    tips_office.add("hazard", factories.hazard(found_by=TIPSTER_NAME))
    pdf = documents.hazard_ledger(tips_office).pdf
    window = QWidget()
    qtbot.addWidget(window)
    assert is_released(tips_office, pdf, window)
    register_tip(tips_office, factories.tip(), TIPSTER)

    def press_it(box: QMessageBox) -> int:
        assert box.defaultButton().text() == "返回修改"
        next(each for each in box.buttons() if each.text() == answer).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", press_it)
    assert is_released(tips_office, pdf, window) is (answer == "已核对，继续")
