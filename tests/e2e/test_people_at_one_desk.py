"""Two people share one computer: who is there is asked at the start, and the window becomes the other one's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import paths
from desktop.office import Office
from tests import factories
from tests.e2e.acting import Attend
from tests.fixtures_people import PASSWORD, READER
from ui.people.sign_in_dialog import SignInDialog
from ui.start import Session


@pytest.fixture
def session(
    qapp: QApplication, peopled_office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Session]:
    """The program started on a ledger that asks people to sign in."""
    monkeypatch.setenv("VILLAGE_LEDGER_SETTINGS", str(tmp_path / "设置"))
    paths.remember_database(peopled_office.database)
    peopled_office.close()
    started = Session()
    yield started
    if started.window is not None:
        started.window.close()
        started.finish()
        started.window.deleteLater()


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
