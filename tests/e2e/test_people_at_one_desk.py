"""Two people share one computer: who is there is asked at the start, and the window becomes the other one's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from desktop.office import Office
from tests import factories
from tests.fixtures_people import PASSWORD, READER
from tests.fixtures_windows import Attend
from ui.people.sign_in_dialog import SignInDialog
from ui.start import Session


@pytest.fixture
def session(start_program: Callable[..., Session], peopled_office: Office) -> Session:
    """The program started on a ledger that asks people to sign in."""
    return start_program(peopled_office)


def sign_in(found: SignInDialog, name: str) -> None:
    found.people.setCurrentText(name)
    found.password.line.setText(PASSWORD)
    found.go()


def test_nothing_of_the_ledger_is_seen_before_somebody_signs_in(attend: Attend, session: Session) -> None:
    attend(SignInDialog, lambda found: found.reject())
    assert not session.open_at_start()
    assert session.window is None and session.lock is None


def test_the_window_belongs_to_who_signed_in_and_then_to_who_took_their_place(
    qtbot: QtBot, attend: Attend, session: Session
) -> None:
    attend(SignInDialog, lambda found: sign_in(found, factories.CLERK))
    assert session.open_at_start() and session.window is not None
    first = session.window
    assert first.status_line.clerk.text() == "王芳（填报人）"
    record = first.office.add("hazard", factories.hazard())
    attend(SignInDialog, lambda found: sign_in(found, READER))
    first.system_menu.change_action.trigger()
    qtbot.waitUntil(lambda: session.window is not first, timeout=60_000)
    assert session.window.status_line.clerk.text() == "孙立（只读）"
    assert session.window.office.get("hazard", record["id"])["created_by"] == factories.CLERK
    assert session.window.isVisible() and session.lock is not None
