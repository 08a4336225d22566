"""Fixtures of the window: an office with records, its window settings, and the shown main window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication, QDialog
    from pytestqt.qtbot import QtBot

    from desktop.office import Office
    from ui.main_window import MainWindow
    from ui.start import Session

Attend = Callable[["type[QDialog]", Callable[[Any], None]], None]  # what `attend` is


@pytest.fixture
def window_settings(tmp_path: Path) -> QSettings:
    """Window settings that nobody wrote yet."""
    from PySide6.QtCore import QSettings

    return QSettings(str(tmp_path / "窗口.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def filled_office(office: Office) -> Office:
    """The office with premises, risks, hazards in every state, and drills."""
    from tests.ui import sample_ledger

    sample_ledger.fill(office)
    return office


@pytest.fixture
def main_window(qtbot: QtBot, filled_office: Office, window_settings: QSettings) -> Iterator[MainWindow]:
    """The main window of the filled office, shown."""
    from ui.main_window import MainWindow

    window = MainWindow(filled_office, window_settings)
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.close()
    window.deleteLater()


@pytest.fixture
def start_program(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Session]]:
    """Starts the program up to where it asks for its window, in a profile that knows the ledger given, if any."""
    from desktop import paths
    from ui.start import Session

    monkeypatch.setenv("VILLAGE_LEDGER_SETTINGS", str(tmp_path / "设置"))
    started: list[Session] = []

    def start(office: Office | None = None) -> Session:
        if office is not None:
            paths.remember_database(office.database)
            office.close()
        started.append(Session())
        return started[-1]

    yield start
    for each in started:
        if each.window is not None:
            each.window.close()
            if each.lock is not None:  # the test has not finished it
                each.finish()
            each.window.deleteLater()


@pytest.fixture
def attend(qtbot: QtBot) -> Iterator[Attend]:
    """Does a piece of work in the next modal dialog of a class, from inside its event loop."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QDialog

    waiting: list[QTimer] = []

    def wait_for(kind: type[QDialog], work: Callable[[Any], None]) -> None:
        timer = QTimer()
        timer.setInterval(20)

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, kind):
                return
            timer.stop()
            try:
                work(dialog)
            except BaseException:
                dialog.done(QDialog.DialogCode.Rejected)
                raise

        timer.timeout.connect(look)
        timer.start()
        waiting.append(timer)

    yield wait_for
    assert not any(timer.isActive() for timer in waiting), "a dialog that was expected never opened"
