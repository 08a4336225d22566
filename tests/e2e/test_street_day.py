"""A street's first day through the real window: set up, enrol, take a stick in, see who has reported, open again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from db.clock import FixedClock
from desktop import paths
from desktop.documents import committee_sheet_text
from desktop.exchange.outgoing import seal_package
from desktop.exchange.signing_key import load_key
from desktop.exchange.writing_packages import write_volumes
from desktop.office import Office
from desktop.trust import trust_office
from tests import factories
from tests.fixtures_ledger import PASSPHRASE as COMMITTEE_PASSPHRASE
from tests.fixtures_windows import Attend
from tests.ui.forms.keyboard import type_into, type_text
from ui.passphrase_dialog import PassphraseDialog
from ui.start import Session
from ui.street.board_page import BoardPage
from ui.street.enrol_dialog import EnrolDialog
from ui.street.receive_page import ReceivePage
from ui.street.roster_page import RosterPage
from ui.street.sheet_dialog import StreetSheetDialog
from ui.street.street_window import StreetWindow
from ui.wizard.first_start import FirstStartWizard

PASSPHRASE = "街道 收件 密钥 口令 一二"


@pytest.fixture
def session(start_program: Callable[..., Session]) -> Session:
    """The program as it starts for the first time on the street's computer."""
    return start_program()


def close(session: Session) -> None:
    if session.window is not None:
        session.window.close()
        session.finish()
        session.window.deleteLater()
        session.window = None


def start_as_street(qtbot: QtBot, attend: Attend, session: Session, folder: Path) -> tuple[StreetWindow, str]:
    """Walk the wizard as a street; the window, and the sheet's text that was shown right after."""
    shown: list[str] = []

    def walk(dialog: QDialog) -> None:
        wizard = cast(FirstStartWizard, dialog)
        wizard.who.street.click()
        qtbot.waitUntil(wizard.street_unit.is_ready, timeout=60_000)
        type_text(wizard.street_unit.search_line(), "青浦 夏阳")
        wizard.next_button().click()
        wizard.place.path_line().setText(str(folder))
        wizard.next_button().click()
        for line in wizard.secret.lines():
            type_into(line, PASSPHRASE)
        wizard.next_button().click()
        qtbot.waitUntil(lambda: wizard.office is not None, timeout=60_000)

    def look(dialog: QDialog) -> None:
        sheet = cast(StreetSheetDialog, dialog)
        sheet.save_to(folder / "登记表.txt")
        shown.append(sheet.text.toPlainText())
        sheet.accept()

    attend(FirstStartWizard, walk)
    attend(StreetSheetDialog, look)
    assert session.open_at_start()
    assert isinstance(session.window, StreetWindow)
    return session.window, shown[0]


def stick_of(office: Office, sheet: str, folder: Path) -> Path:
    """What the committee brings: an encrypted package with its signed return."""
    trust_office(office, sheet)
    made = office.add("monthly_return", factories.monthly_return(month=office.today[:7]))
    for step, typed in (
        ("compile", {}),
        ("review", {"reviewed_by": factories.RECHECKER, "reviewed_on": office.today}),
        ("sign", {"signed_by": factories.LEAD, "signed_on": office.today}),
    ):
        office.act("monthly_return", made["id"], step, typed)
    folder.mkdir()
    key = load_key(paths.sign_key_file(office.database), COMMITTEE_PASSPHRASE)
    package = seal_package(office, office.today[:7], key)
    write_volumes(office, package.id, folder, is_encrypted=True)
    return folder


def test_from_an_empty_computer_to_a_receipt_and_the_board(
    qtbot: QtBot, attend: Attend, session: Session, office: Office, tmp_path: Path, clock: FixedClock
) -> None:
    window, sheet = start_as_street(qtbot, attend, session, tmp_path / "街道")
    assert (tmp_path / "街道" / "登记表.txt").read_text(encoding="utf-8").strip() == sheet
    clock.moment = window.street.clock.now()  # both computers live in the same month
    roster = cast(RosterPage, window.show_page("roster"))
    roster.ask_enrolment()
    dialog = window.findChild(EnrolDialog)
    assert isinstance(dialog, EnrolDialog)
    dialog.text.setPlainText(committee_sheet_text(office))
    qtbot.waitUntil(lambda: bool(dialog.name.text()), timeout=60_000)
    for cell in dialog.row.cells:
        cell.click()
    dialog.confirm_button.click()
    qtbot.waitUntil(lambda: len(roster.lines) == 1, timeout=60_000)

    stick = stick_of(office, sheet, tmp_path / "U盘")
    receive = cast(ReceivePage, window.show_page("receive"))

    def answer(asked: QDialog) -> None:
        passphrase = cast(PassphraseDialog, asked)
        passphrase.line.line.setText(PASSPHRASE)
        passphrase.go_button.click()

    attend(PassphraseDialog, answer)
    receive.take([stick])
    qtbot.waitUntil(lambda: [row.mark.word for row in receive.rows] == ["已合并"], timeout=60_000)
    assert list((stick / "回执").rglob("*.hz.zip"))

    board = cast(BoardPage, window.show_page("month_board"))
    qtbot.waitUntil(lambda: board.reading.is_settled() and board.board is not None, timeout=60_000)
    assert board.board is not None
    assert [each.name for each in board.board.lines if each.arrived_at] == ["章浜社区居委会"]

    close(session)
    assert session.open_at_start()
    assert isinstance(session.window, StreetWindow)
