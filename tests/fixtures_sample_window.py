"""The main window over the sample ledger, as a clerk with weak eyes has it: dark and in large type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings
    from pytestqt.qtbot import QtBot

    from desktop.office import Office
    from ui.main_window import MainWindow


@pytest.fixture
def sample_window(qtbot: QtBot, office: Office, window_settings: QSettings) -> Iterator[MainWindow]:
    """The main window over the sample ledger, in dark and large type."""
    from PySide6.QtWidgets import QApplication

    from desktop.sample_ledger import fill_with_sample
    from ui.main_window import MainWindow
    from ui.theme.kept_look import dress

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    worn = (app.styleSheet(), app.palette(), app.font())  # the other tests measure what they are used to
    fill_with_sample(office)
    window_settings.setValue("look/shade", "dark")
    window_settings.setValue("look/large", "yes")
    dress(window_settings)
    window = MainWindow(office, window_settings)
    window.resize(1366, 740)
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.close()
    window.deleteLater()
    app.setStyleSheet(worn[0])
    app.setPalette(worn[1])
    app.setFont(worn[2])
