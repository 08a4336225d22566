"""The program's own line icons: SVG files on a 24 pixel grid, tinted when they are loaded. GUI thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

ICON_FOLDER = Path(__file__).resolve().parent


def tinted_icon(name: str, colour: str, size: int = 18) -> QIcon:
    """The icon of that name in that colour, for 100 and 200 percent; FileNotFoundError when there is none."""
    from PySide6.QtSvg import QSvgRenderer

    drawing = (ICON_FOLDER / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(drawing.encode()))
    icon = QIcon()
    for scale in (1, 2):
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
