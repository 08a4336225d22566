"""What a clerk does in dialogs: press a button by its words, type into fields, put a photo in, save."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.forms.keyboard import type_into
from ui.forms.form_dialog import FormDialog
from ui.photos.photo_strip import PhotoStrip

PHOTOS = Path(__file__).parents[1] / "data" / "photos"


def press(qtbot: QtBot, parent: QWidget, words: str) -> None:
    """Click the one button that bears these words, once it can be seen and pressed."""

    def found() -> list[QAbstractButton]:
        buttons = parent.findChildren(QAbstractButton)
        return [each for each in buttons if each.text() == words and each.isVisible() and each.isEnabled()]

    qtbot.waitUntil(lambda: len(found()) == 1, timeout=60_000)
    QTest.mouseClick(found()[0], Qt.MouseButton.LeftButton)


def fill(dialog: FormDialog, **typed: str) -> None:
    """Type into the fields of a form, by their names."""
    for name, text in typed.items():
        type_into(dialog.form.editor(name).input_widget(), text)


def add_photo(qtbot: QtBot, dialog: FormDialog, name: str, photo: str) -> None:
    """Put a photo into a field of a form, and wait until it is taken in."""
    strip = dialog.form.editor(name).findChild(PhotoStrip)
    assert isinstance(strip, PhotoStrip)
    strip.add_files([PHOTOS / photo])
    qtbot.waitUntil(lambda: not strip.is_busy() and len(strip.attachments()) == 1, timeout=60_000)


def save(dialog: FormDialog) -> None:
    """Save; the form must have taken everything."""
    dialog.save_button().click()
    told = [text for name in dialog.form.names() if (text := dialog.form.editor(name).problem_text())]
    assert dialog.saved is not None, told
