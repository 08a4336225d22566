"""The program's own line icons: SVG files on a 24 pixel grid, tinted when they are loaded. GUI thread."""

from __future__ import annotations

from functools import cache
from math import ceil
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap

ICON_FOLDER = Path(__file__).resolve().parent
_PREFIX = f"{ICON_FOLDER}/"


def tinted_icon(name: str, colour: str, size: int = 18) -> QIcon:
    """The icon of that name in that colour, sharp on every screen; FileNotFoundError when there is none."""
    largest = ceil(max((each.devicePixelRatio() for each in QGuiApplication.screens()), default=1))
    return _icon(name, colour, size, largest)


@cache
def _icon(name: str, colour: str, size: int, largest: int) -> QIcon:
    """Drawn once: the start of the program draws its icons before the first screen, 0.4 ms each."""
    from PySide6.QtSvg import QSvgRenderer

    with open(f"{_PREFIX}{name}.svg", "rb") as file:
        drawing = file.read().replace(b"currentColor", colour.encode())
    renderer = QSvgRenderer(QByteArray(drawing))
    icon = QIcon()
    for scale in range(1, largest + 1):
        icon.addPixmap(_drawn(renderer, size, scale))
    return icon


def _drawn(renderer: object, size: int, scale: int) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    assert isinstance(renderer, QSvgRenderer)
    pixmap = QPixmap(size * scale, size * scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size * scale, size * scale))
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap


def program_icon() -> QIcon:
    """The picture of the program for windows and the task bar, drawn for each size those use."""
    from PySide6.QtSvg import QSvgRenderer

    renderer, icon = QSvgRenderer(f"{_PREFIX}program.svg"), QIcon()
    for size in (16, 24, 32, 48, 64, 256):
        icon.addPixmap(_drawn(renderer, size, 1))
    return icon
