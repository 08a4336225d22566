"""人员与权限: adding people, switching sign-in on and off, as an administrator does."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from desktop.jobs import Runner
from desktop.office import Office
from tests import factories
from tests.e2e.acting import press
from tests.fixtures_people import ADMIN, READER
from tests.fixtures_windows import Attend
from ui.people.account_dialogs import NewAccountDialog, ResetPasswordDialog, RoleDialog
from ui.people.people_dialog import PeopleDialog
from ui.people.recovery_dialogs import RecoveryCodeDialog

FIRST = "初始密码一二三四"


@pytest.fixture
def runner(qapp: object) -> Iterator[Runner]:
    made = Runner()
    yield made
    made.shut_down()


def opened(qtbot: QtBot, office: Office, runner: Runner) -> PeopleDialog:
    dialog = PeopleDialog(office, runner)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def agree(words: str) -> None:
    """Press that button of the box that asks next."""

    def click() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        next(each for each in box.buttons() if each.text() == words).click()

    QTimer.singleShot(0, click)


def texts(dialog: PeopleDialog) -> list[tuple[str, ...]]:
    return [
        tuple(dialog.table.item(row, column).text() for column in range(3))
        for row in range(dialog.table.rowCount())
    ]


def test_the_first_administrator_is_added_and_signing_in_switched_on(
    qtbot: QtBot, attend: Attend, office: Office, runner: Runner
) -> None:
    dialog = opened(qtbot, office, runner)
    assert not dialog.switch_button.isEnabled() and "管理员" in dialog.switch_button.toolTip()

    def fill(found: NewAccountDialog) -> None:
        found.name.setCurrentText(factories.LEAD)
        found.role.setCurrentIndex(2)
        found.password.line.setText("太短")
        found.again.line.setText("太短")
        found.save()
        qtbot.waitUntil(lambda: "太简单" in found.problem.text(), timeout=60_000)
        found.password.line.setText(FIRST)
        found.again.line.setText(FIRST)
        found.save()

    attend(NewAccountDialog, fill)
    press(qtbot, dialog, "新增…")
    assert texts(dialog) == [(factories.LEAD, "管理员", "还没有改初始密码")]
    codes: list[str] = []

    def keep(found: RecoveryCodeDialog) -> None:
        codes.append(found.code_label.text())
        found.kept_box.setChecked(True)
        found.accept()

    attend(RecoveryCodeDialog, keep)
    agree("开启登录")
    press(qtbot, dialog, "开启登录…")
    qtbot.waitUntil(lambda: bool(codes) and not dialog.isVisible(), timeout=60_000)
    assert office.asks_sign_in and len(codes[0]) == 29


def test_role_password_and_stopping_are_the_administrators(
    qtbot: QtBot, attend: Attend, seat: Callable[[str], Office], runner: Runner
) -> None:
    dialog = opened(qtbot, seat(ADMIN), runner)
    row = [each[0] for each in texts(dialog)].index(READER)
    dialog.table.setCurrentCell(row, 0)

    def promote(found: RoleDialog) -> None:
        found.role.setCurrentIndex(0)
        found.save()

    attend(RoleDialog, promote)
    press(qtbot, dialog, "改权限…")
    assert (READER, "填报人", "已有自己的密码") in texts(dialog)

    def reset(found: ResetPasswordDialog) -> None:
        found.password.line.setText(FIRST)
        found.again.line.setText(FIRST)
        found.save()

    attend(ResetPasswordDialog, reset)
    press(qtbot, dialog, "重设密码…")
    assert (READER, "填报人", "还没有改初始密码") in texts(dialog)
    agree(f"停用 {READER}")
    press(qtbot, dialog, "停用")
    qtbot.waitUntil(lambda: texts(dialog)[-1][2].startswith("已停用"), timeout=60_000)


def test_the_last_administrator_is_not_stopped_and_that_is_told(
    qtbot: QtBot, seat: Callable[[str], Office], runner: Runner
) -> None:
    dialog = opened(qtbot, seat(ADMIN), runner)
    dialog.table.setCurrentCell([each[0] for each in texts(dialog)].index(ADMIN), 0)
    agree(f"停用 {ADMIN}")
    press(qtbot, dialog, "停用")
    qtbot.waitUntil(lambda: "最后一位管理员" in dialog.bar.sentence.text(), timeout=60_000)


def test_switched_off_the_ledger_asks_nobody(
    qtbot: QtBot, seat: Callable[[str], Office], runner: Runner
) -> None:
    office = seat(ADMIN)
    dialog = opened(qtbot, office, runner)
    agree("关闭登录")
    press(qtbot, dialog, "关闭登录")
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=60_000)
    assert not office.asks_sign_in
