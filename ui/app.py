"""Sets up the application object and opens the main window. GUI thread."""

from __future__ import annotations

import gc
from collections.abc import Sequence

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

from desktop.office import Office
from desktop.version import PROGRAM_NAME
from ui.main_window import MainWindow
from ui.qt_guards import install_chinese_qt_texts, prepare_environment
from ui.settings_file import window_settings
from ui.theme.appearance import apply_appearance, look
from ui.theme.kept_look import dress, is_kept

WARM_UP_AFTER_MS = 1500


def make_application(arguments: Sequence[str]) -> QApplication:
    """The application with Chinese texts, our fonts and colours; made once, before any widget."""
    prepare_environment()
    # Told so, Qt makes the style by itself; `setStyle` hands it to Python, which loads every class of style, 8 ms.
    app = QApplication([*arguments, "-style", "Fusion"])
    app.setApplicationName(PROGRAM_NAME)
    install_chinese_qt_texts(app)
    apply_appearance(app)
    app.styleHints().colorSchemeChanged.connect(look().follow_system)
    QTimer.singleShot(WARM_UP_AFTER_MS, app, gc.enable)  # the start rests from it, see main.py
    QTimer.singleShot(WARM_UP_AFTER_MS, app, lambda: _describe_controls(app))
    return app


def _describe_controls(app: QApplication) -> None:
    from ui.widgets.descriptions import Describing

    Describing(app)


def open_main_window(office: Office, settings: QSettings | None = None) -> MainWindow:
    """The shown window of an open ledger, in the look kept with it; slow parts follow when it stands idle."""
    settings = settings or window_settings(office.folder)
    if is_kept(settings):
        dress(settings)
    window = _window_of(office, settings)
    window.show()
    QTimer.singleShot(WARM_UP_AFTER_MS, window, window.idle_work.begin)
    return window


def _window_of(office: Office, settings: QSettings) -> MainWindow:
    if not office.is_street:
        return MainWindow(office, settings)
    from ui.street.street_window import StreetWindow

    return StreetWindow(office, settings)
