"""Fixtures of the window: an office with records, its window settings, and the shown main window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings
    from pytestqt.qtbot import QtBot

    from desktop.office import Office
    from ui.main_window import MainWindow


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
