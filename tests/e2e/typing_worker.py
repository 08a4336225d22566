"""A clerk who types into a form and never saves: run as a process of its own, to be killed."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QSettings, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from db.spec.query import Query  # noqa: E402
from desktop.office import Office  # noqa: E402
from tests.ui.forms.keyboard import type_into  # noqa: E402
from ui.app import make_application, open_main_window  # noqa: E402
from ui.forms.form_dialog import FormDialog  # noqa: E402
from ui.main_window import MainWindow  # noqa: E402


def open_form(window: MainWindow, which: str) -> None:
    """The form of that name, as the clerk opens it."""
    hazard = window.office.ids("hazard", Query(statuses=("rectifying",)))[0]
    ways = {
        "new": lambda: window.records.new("hazard"),
        "edit": lambda: window.records.edit("hazard", hazard),
        "step": lambda: window.records.act("hazard", hazard, "rectify"),
        "fixed": window.records.new_fixed,
    }
    ways[which]()


def type_fields(fields: list[str]) -> None:
    """Type into the form that is open, and say so."""
    dialog = QApplication.activeModalWidget()
    if not isinstance(dialog, FormDialog):
        QTimer.singleShot(20, lambda: type_fields(fields))
        return
    for each in fields:
        name, text = each.split("=")
        type_into(dialog.form.editor(name).input_widget(), text)
    print("typed", flush=True)


def main(database: str, settings: str, which: str, *fields: str) -> None:
    """Open the window and the form, type, and wait."""
    sys.excepthook = lambda *fault: (traceback.print_exception(*fault), os._exit(1))
    app = make_application(["ledger"])
    window = open_main_window(Office.open(Path(database)), QSettings(settings, QSettings.Format.IniFormat))
    QTimer.singleShot(50, lambda: open_form(window, which))
    QTimer.singleShot(100, lambda: type_fields(list(fields)))
    app.exec()


if __name__ == "__main__":
    main(*sys.argv[1:])
