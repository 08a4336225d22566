"""Showing a dialog that is made anew each time. GUI thread."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog


def run_dialog(dialog: QDialog) -> bool:
    """Show it until it is closed, and let Qt delete it; whether it was accepted.

    What the clerk chose can be read from `dialog` until control returns to the event loop.
    """
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return accepted
