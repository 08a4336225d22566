"""The application's runner for work started by forms, so that closing a form never waits for a photo. GUI
thread."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.jobs import Runner

_NAME = "forms-runner"


def app_runner() -> Runner:
    """The one runner of the forms; it ends with the application."""
    app = QCoreApplication.instance()
    assert app is not None
    found = app.findChild(Runner, _NAME)
    if isinstance(found, Runner):
        return found
    runner = Runner(app)
    runner.setObjectName(_NAME)
    app.aboutToQuit.connect(runner.shut_down)
    return runner
