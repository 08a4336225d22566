"""Signing in through its windows: at the start, when the person changes, after a forgotten password."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from desktop.office import Office
from desktop.people import managing
from desktop.people.permissions import Role
from tests import factories
from tests.e2e.acting import press
from tests.fixtures_people import ADMIN, PASSWORD, READER, RECOVERY
from tests.fixtures_windows import Attend
from ui.people.new_password_dialog import NewPasswordDialog
from ui.people.recovery_dialogs import RecoverDialog, RecoveryCodeDialog
from ui.people.sign_in_dialog import SignInDialog

OWN = "自己定的好密码8"


@pytest.fixture
def dialog(qtbot: QtBot, peopled_office: Office) -> SignInDialog:
    made = SignInDialog(peopled_office)
    qtbot.addWidget(made)
    made.show()
    return made


def enter(qtbot: QtBot, dialog: SignInDialog, name: str, password: str) -> None:
    dialog.people.setCurrentText(name)
    dialog.password.line.setText(password)
    press(qtbot, dialog, "登录")


def test_a_wrong_password_is_told_and_the_right_one_lets_in(qtbot: QtBot, dialog: SignInDialog) -> None:
    press(qtbot, dialog, "登录")
    assert dialog.password.problem.text() == "请输入密码。"
    enter(qtbot, dialog, factories.CLERK, OWN)
    qtbot.waitUntil(lambda: "不对" in dialog.password.problem.text(), timeout=60_000)
    enter(qtbot, dialog, factories.CLERK, PASSWORD)
    qtbot.waitUntil(lambda: dialog.result() == QDialog.DialogCode.Accepted, timeout=60_000)
    assert dialog.signed_in is not None and dialog.signed_in.words() == "王芳（填报人）"


def test_who_was_here_last_is_offered_first(qtbot: QtBot, dialog: SignInDialog) -> None:
    enter(qtbot, dialog, READER, PASSWORD)
    qtbot.waitUntil(lambda: dialog.signed_in is not None, timeout=60_000)
    second = SignInDialog(dialog.office)
    qtbot.addWidget(second)
    assert second.people.currentText() == READER


def test_a_given_password_must_be_changed_before_anybody_is_let_in(
    qtbot: QtBot, attend: Attend, seat: Callable[[str], Office], dialog: SignInDialog
) -> None:
    office = seat(ADMIN)
    account = next(each for each in managing.all_accounts(office) if each.name == READER)
    managing.reset_password(office, account, "初始密码一二三四")
    attend(NewPasswordDialog, lambda found: found.reject())
    enter(qtbot, dialog, READER, "初始密码一二三四")
    qtbot.waitUntil(lambda: dialog.go_button.isEnabled(), timeout=60_000)
    assert dialog.signed_in is None

    def give(found: NewPasswordDialog) -> None:
        found.new.line.setText(OWN)
        found.again.line.setText(OWN + "错")
        found.save()
        assert "不一样" in found.again.problem.text()
        found.again.line.setText(OWN)
        found.save()

    attend(NewPasswordDialog, give)
    enter(qtbot, dialog, READER, "初始密码一二三四")
    qtbot.waitUntil(lambda: dialog.signed_in is not None, timeout=60_000)
    assert dialog.signed_in is not None and not dialog.signed_in.must_change


def test_an_administrator_comes_back_in_by_the_printed_code_and_gets_the_next(
    qtbot: QtBot, attend: Attend, dialog: SignInDialog
) -> None:
    shown: list[str] = []

    def keep(found: RecoveryCodeDialog) -> None:
        shown.append(found.code_label.text())
        found.reject()
        assert found.isVisible() and "只显示这一次" in found.bar.sentence.text()
        found.kept_box.setChecked(True)
        found.close_button.click()

    def fill(found: RecoverDialog) -> None:
        found.code.setText(RECOVERY)
        found.new.line.setText(OWN)
        found.again.line.setText(OWN)
        attend(RecoveryCodeDialog, keep)
        found.go()

    attend(RecoverDialog, fill)
    press(qtbot, dialog, "忘记密码…")
    assert shown and shown[0] != RECOVERY and "重设" in dialog.note.text()
    enter(qtbot, dialog, ADMIN, OWN)
    qtbot.waitUntil(lambda: dialog.signed_in is not None, timeout=60_000)
    assert dialog.signed_in is not None and dialog.signed_in.role is Role.ADMIN


def test_the_code_is_printed_on_one_page_and_stays_out_of_the_ledger(peopled_office: Office) -> None:
    from desktop.people.recovery_paper import recovery_paper

    printed = recovery_paper(peopled_office, RECOVERY)
    assert printed.pdf.startswith(b"%PDF")
    rows = peopled_office.store.reader().execute("SELECT count(*) FROM printed_document").fetchone()
    assert rows == (0,)


def test_settings_of_windows_hold_no_password(
    qtbot: QtBot, dialog: SignInDialog, window_settings: QSettings
) -> None:
    enter(qtbot, dialog, READER, PASSWORD)
    qtbot.waitUntil(lambda: dialog.signed_in is not None, timeout=60_000)
    kept = b"".join(each.read_bytes() for each in dialog.office.folder.rglob("*") if each.is_file())
    assert PASSWORD.encode() not in kept
