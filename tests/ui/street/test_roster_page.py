"""名册: committees come onto it by their stamped sheets."""

from __future__ import annotations

from typing import cast

from pytestqt.qtbot import QtBot

from desktop.documents import committee_sheet_text
from tests.desktop.street.exchange_kit import Committee, Street
from ui.street.enrol_dialog import EnrolDialog
from ui.street.roster_page import RosterPage
from ui.street.street_window import StreetWindow


def page_of(qtbot: QtBot, window: StreetWindow) -> RosterPage:
    page = cast(RosterPage, window.show_page("roster"))
    qtbot.waitUntil(page.reading.is_settled, timeout=60_000)
    return page


def test_committee_is_enrolled_after_its_digits_were_compared(
    qtbot: QtBot, street: Street, committee: Committee, window: StreetWindow
) -> None:
    page = page_of(qtbot, window)
    assert page.stack.currentWidget() is page.empty
    page.ask_enrolment()
    dialog = window.findChild(EnrolDialog)
    assert isinstance(dialog, EnrolDialog)
    dialog.text.setPlainText(committee_sheet_text(committee.office))
    qtbot.waitUntil(lambda: bool(dialog.name.text()), timeout=60_000)
    assert not dialog.confirm_button.isEnabled()
    dialog.row.typed.setText("".join(dialog.row.key.digit_groups) if dialog.row.key else "")
    dialog.confirm_button.click()
    qtbot.waitUntil(lambda: [each.code for each in page.lines] == [committee.code], timeout=60_000)
    assert "已登记" in window.bar.sentence.text()


def test_differing_digits_keep_a_committee_out(
    qtbot: QtBot, street: Street, committee: Committee, window: StreetWindow
) -> None:
    page = page_of(qtbot, window)
    page.ask_enrolment()
    dialog = window.findChild(EnrolDialog)
    assert isinstance(dialog, EnrolDialog)
    dialog.text.setPlainText(committee_sheet_text(committee.office))
    dialog.row.typed.setText("00000 11111")
    assert "不要登记" in dialog.verdict.text() and not dialog.confirm_button.isEnabled()
    dialog.reject()


def test_sheet_of_a_street_is_told_apart(qtbot: QtBot, street: Street, window: StreetWindow) -> None:
    page = page_of(qtbot, window)
    page.ask_enrolment()
    dialog = window.findChild(EnrolDialog)
    assert isinstance(dialog, EnrolDialog)
    dialog.text.setPlainText(street.desk.keys().sheet_text)
    assert "这是街道的登记码" in dialog.bar.sentence.text()
    dialog.reject()
