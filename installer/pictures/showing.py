"""Letting a window come to rest, and what is seen of it as a small PNG."""

from __future__ import annotations

import time
from io import BytesIO
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QPoint
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from desktop.jobs import Runner

SIZE, COLOURS = (1180, 700), 96
_QUIET_ROUNDS = 12


def settle(runner: Runner | None = None) -> None:
    """Let jobs and layouts come to rest."""
    quiet = 0
    while quiet < _QUIET_ROUNDS:
        QApplication.processEvents()
        time.sleep(0.02)
        quiet = 0 if runner is not None and runner.is_busy() else quiet + 1


def seen(window: QWidget, above: QWidget | None = None) -> QPixmap:
    """The window as it stands on the screen, with the small window that is open above it."""
    picture = window.grab()
    if above is not None:
        painter = QPainter(picture)
        place = window.mapFromGlobal(above.mapToGlobal(QPoint(0, 0)))
        painter.drawPixmap(place, above.grab())
        painter.end()
    return picture


def save(picture: QPixmap, target: Path) -> None:
    """Reduced to few colours."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    with Image.open(BytesIO(buffer.data().data())) as taken:
        taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
