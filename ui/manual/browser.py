"""Shows a chapter with its pictures, each no wider than the window and sharp on every screen. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QPixmap, QTextDocument
from PySide6.QtWidgets import QTextBrowser

from desktop.handbook import MANUAL_FOLDER

_BESIDE = 56  # the margins of the document and the scroll bar


class ManualBrowser(QTextBrowser):
    """Finds pictures in the folder of the manual only: nothing else of the disk, nothing of a network."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        path = (MANUAL_FOLDER / QUrl(name).path()).resolve()
        picture = QPixmap(str(path)) if path.is_relative_to(MANUAL_FOLDER) else QPixmap()
        room = max(200, self.viewport().width() - _BESIDE)
        if picture.width() <= room:
            return picture
        ratio = self.devicePixelRatioF()
        scaled = picture.scaledToWidth(
            min(picture.width(), round(room * ratio)), Qt.TransformationMode.SmoothTransformation
        )
        scaled.setDevicePixelRatio(scaled.width() / room)
        return scaled
