"""What holds for every test: no screen is needed, no warning goes unseen, no window is left behind."""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

# Before any Qt import: without a display Qt would abort the whole run.
if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

pytest_plugins = [f"tests.{file.stem}" for file in sorted(Path(__file__).parent.glob("fixtures_*.py"))]


@pytest.fixture(autouse=True)
def fail_on_log_warnings(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fails a test that logs a warning, unless it is marked `expects_log_warnings`."""
    yield
    if request.node.get_closest_marker("expects_log_warnings"):
        return
    records = [*caplog.get_records("setup"), *caplog.get_records("call")]
    loud = [f"{r.name}: {r.getMessage()}" for r in records if r.levelno >= logging.WARNING]
    if loud:
        pytest.fail("the test logged warnings:\n" + "\n".join(loud), pytrace=False)


@pytest.fixture(autouse=True)
def fail_on_surviving_windows() -> Iterator[None]:
    """Fails a test after which a top-level widget still lives, and deletes it for the sake of the next."""
    before = {id(window) for window in _windows()}
    yield
    left = [window for window in _windows() if id(window) not in before]
    if left:
        # A dropped window may only be waiting for the garbage collector.
        del left
        gc.collect()
        left = [window for window in _windows() if id(window) not in before]
    if left:
        names = ", ".join(f"{type(window).__name__}({window.windowTitle()!r})" for window in left)
        _delete(left)
        pytest.fail(f"windows left behind: {names}", pytrace=False)


def _windows() -> list[QWidget]:
    """The living top-level widgets without a parent; tool tips belong to Qt."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return []
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    windows: list[QWidget] = widgets.QApplication.topLevelWidgets()
    return [w for w in windows if w.parent() is None and w.metaObject().className() != "QTipLabel"]


def _delete(windows: list[QWidget]) -> None:
    import shiboken6

    for window in windows:
        if shiboken6.isValid(window):
            shiboken6.delete(window)
