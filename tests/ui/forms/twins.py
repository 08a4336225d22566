"""The panel of likely twins in the form of premises, as tests look at it."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ui.forms.editors.twins import TwinsEditor
from ui.forms.record_dialog import RecordDialog


def twins_panel(dialog: RecordDialog) -> TwinsEditor:
    """The panel, shown or not."""
    editor = dialog.form.editor("distinct_from")
    assert isinstance(editor, TwinsEditor)
    return editor


def wait_for_twins(qtbot: QtBot, dialog: RecordDialog) -> TwinsEditor:
    """The panel, once it shows twins and is laid out so that its buttons can be hit."""

    def is_laid_out() -> bool:
        buttons = [each for each in panel.findChildren(QPushButton) if each.isVisible()]
        return panel.isVisible() and bool(panel.twins) and all(each.height() > 20 for each in buttons)

    panel = twins_panel(dialog)
    qtbot.waitUntil(is_laid_out)
    return panel
