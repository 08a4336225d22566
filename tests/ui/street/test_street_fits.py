"""The street's window on the smallest screens: 1366 × 768 at 150 %, and 1920 × 1080 at 200 % in large type."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSettings, QSize
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.desktop.street.exchange_kit import Committee, Street
from tests.ui.clipping import clipped_in
from tests.ui.every_window import STREET_DIALOGS, made
from ui.street.street_window import StreetWindow
from ui.theme.kept_look import dress

_BAR = 28  # the title of the window
ROOM = {"normal": QSize(1366, 768) / 1.5, "large": QSize(1920, 1080) / 2}


@pytest.fixture(params=["normal", "large"])
def size(request: pytest.FixtureRequest, window_settings: QSettings) -> Iterator[str]:
    """The type of the window that is made after it."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    worn = (app.styleSheet(), app.palette(), app.font())
    window_settings.setValue("look/large", "yes" if request.param == "large" else "no")
    dress(window_settings)
    yield request.param
    app.setStyleSheet(worn[0])
    app.setPalette(worn[1])
    app.setFont(worn[2])


@pytest.fixture
def small(
    qtbot: QtBot, size: str, enrolled: Street, committee: Committee, window: StreetWindow
) -> StreetWindow:
    """The window on that screen, with a package merged and one that came twice."""
    enrolled.receives(committee.sends(enrolled.receipts.parent))
    window.resize(ROOM[size] - QSize(0, _BAR))
    return window


def test_every_page_fits_a_small_screen_and_holds_its_words(
    qtbot: QtBot, size: str, small: StreetWindow
) -> None:
    found = {}
    for entry in small.entries:
        small.show_page(entry.key)
        qtbot.waitUntil(lambda: not small.runner.is_busy(), timeout=60_000)
        QApplication.processEvents()
        found[entry.key] = clipped_in(small)
    assert {page: lines for page, lines in found.items() if lines} == {}
    least = small.minimumSizeHint()
    assert least.width() <= ROOM[size].width()
    assert least.height() + _BAR <= ROOM[size].height()


@pytest.mark.parametrize("name", STREET_DIALOGS)
def test_every_dialog_holds_its_words(qtbot: QtBot, small: StreetWindow, name: str) -> None:
    small.show_page("roster")
    qtbot.waitUntil(lambda: not small.runner.is_busy(), timeout=60_000)
    with made(small, STREET_DIALOGS[name]) as dialog:
        assert clipped_in(dialog) == []
