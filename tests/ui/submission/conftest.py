"""The page 报送 with a trusted street and a stick."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.trust import trust_office
from tests.fixtures_exchange import Street
from tests.ui.submission.at_the_page import DONE, GIB, Opener, generate, shown_dialog
from ui.main_window import MainWindow
from ui.pages.submission.page import SubmissionPage
from ui.submission.drives import Drive
from ui.submission.package_dialog import PackageDialog


@pytest.fixture
def page(qtbot: QtBot, main_window: MainWindow, street: Street, stick: Path) -> SubmissionPage:
    """The page, with a trusted street and a stick plugged in."""
    trust_office(main_window.office, street.desk.keys().sheet_text)
    page = cast(SubmissionPage, main_window.show_page("submission"))
    page.sticks = lambda: [Drive(stick, "U 盘 章浜（E:）", 8 * GIB, True)]
    qtbot.waitUntil(page.is_settled)
    return page


@pytest.fixture
def open_dialog(qtbot: QtBot, main_window: MainWindow, page: SubmissionPage) -> Opener:
    """Presses 生成报送包… and gives the dialog."""

    def press() -> PackageDialog:
        qtbot.mouseClick(page.new_card.generate_button, Qt.MouseButton.LeftButton)
        return shown_dialog(main_window)

    return press


@pytest.fixture
def written(qtbot: QtBot, page: SubmissionPage, open_dialog: Opener) -> Path:
    """Package no. 1 on the stick, its dialog closed."""
    dialog = open_dialog()
    generate(qtbot, dialog)
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == DONE, timeout=60_000)
    path = dialog.written_to
    dialog.close_button.click()
    qtbot.waitUntil(lambda: page.is_settled() and bool(page.history.model.values))
    return path
