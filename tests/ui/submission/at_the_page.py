"""What tests of the page 报送 share: its package dialog, opened, filled in and waited for."""

from __future__ import annotations

import random
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.fixtures_ledger import PASSPHRASE
from ui.main_window import MainWindow
from ui.pages.submission.page import SubmissionPage
from ui.submission.package_dialog import PackageDialog

ASKING, WORKING, DONE = range(3)
GIB = 1024**3
Opener = Callable[[], PackageDialog]


def shown_dialog(window: MainWindow) -> PackageDialog:
    (found,) = [each for each in window.findChildren(PackageDialog) if each.isVisible()]
    return found


def generate(qtbot: QtBot, dialog: PackageDialog, passphrase: str = PASSPHRASE) -> None:
    dialog.passphrase.line.setText(passphrase)
    qtbot.keyClick(dialog.passphrase.line, Qt.Key.Key_Return)


def settle(qtbot: QtBot, page: SubmissionPage) -> None:
    qtbot.waitUntil(page.is_settled, timeout=60_000)


def rewrite_plain(qtbot: QtBot, page: SubmissionPage, main_window: MainWindow, folder: Path) -> Path:
    folder.mkdir()
    page.history.rewrite.trigger()
    dialog = shown_dialog(main_window)
    assert not dialog.options.splitting.isVisible()
    dialog.picker.choose_folder(folder)
    dialog.options.encrypt_box.setChecked(False)
    dialog.start_button.click()
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == DONE, timeout=60_000)
    dialog.close_button.click()
    settle(qtbot, page)
    return dialog.written_to


def noise(seed: int) -> bytes:
    """A photo that does not compress: about 90 KB."""
    from PIL import Image

    made = BytesIO()
    content = random.Random(seed).randbytes(400 * 300 * 3)
    Image.frombytes("RGB", (400, 300), content).save(made, "JPEG", quality=75)
    return made.getvalue()


def says(window: MainWindow, start: str) -> bool:
    return window.bar.sentence.text().startswith(start)
