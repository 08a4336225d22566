"""Photos of a record side by side, before and after; a click opens the full picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCursor, QImageReader, QPixmap
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from db.errors import LedgerError
from db.value import Value

THUMBNAIL = QSize(160, 120)
AttachmentPath = Callable[[str], Path]


class PhotoGroup(Value):
    """The photos of one field, under its heading."""

    label: str
    photos: Sequence[Mapping[str, Any]]


class PhotoStrip(QWidget):
    """Up to two groups in two columns under their headings; the pictures are read after the rest."""

    def __init__(self, attachment_path: AttachmentPath, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._attachment_path = attachment_path
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._waiting: list[Thumbnail] = []
        self._compared: Sequence[PhotoGroup] = ()
        self._reading = QTimer(self)
        self._reading.setInterval(0)
        self._reading.timeout.connect(self._read_next)

    def show_groups(self, groups: Sequence[PhotoGroup], compares: bool = False) -> None:
        """Show these groups; those without photos keep their place and say so, all empty shows nothing.

        With `compares` a click shows both groups side by side, where both have photos.
        """
        self._compared = (
            groups if compares and len(groups) == 2 and all(each.photos for each in groups) else ()
        )
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._waiting = []
        self.setVisible(any(group.photos for group in groups))
        if self.isHidden():
            return
        for column, group in enumerate(groups):
            self._add_group(column, group)
        self._reading.start()

    def thumbnails(self) -> list[Thumbnail]:
        """The thumbnails shown now."""
        return [each for each in self.findChildren(Thumbnail) if not each.isHidden()]

    def _add_group(self, column: int, group: PhotoGroup) -> None:
        heading = QLabel(group.label, self)
        heading.setObjectName("muted")
        self._grid.addWidget(heading, 0, column)
        if not group.photos:
            missing = QLabel("还没有照片", self)
            missing.setObjectName("muted")
            self._grid.addWidget(missing, 1, column, Qt.AlignmentFlag.AlignTop)
        for place, photo in enumerate(group.photos):
            thumbnail = Thumbnail(photo, self._attachment_path, self)
            thumbnail.clicked.connect(lambda checked=False, at=(column, place): self._open(*at))
            self._grid.addWidget(thumbnail, place + 1, column)
            self._waiting.append(thumbnail)

    def _open(self, column: int, place: int) -> None:
        item = self._grid.itemAtPosition(place + 1, column)
        thumbnail = item.widget() if item else None
        assert isinstance(thumbnail, Thumbnail)
        if not self._compared:
            thumbnail.open_full_view()
            return
        from ui.photos.comparison_view import ComparisonView

        sides = [(group.label, list(group.photos)) for group in self._compared]
        places = [place if column == side else 0 for side in (0, 1)]
        ComparisonView(self._attachment_path, sides, places, self.window()).open()

    def _read_next(self) -> None:
        if not self._waiting:
            self._reading.stop()
            return
        self._waiting.pop(0).read()


class Thumbnail(QPushButton):
    """One small picture; says in words when its file cannot be shown."""

    def __init__(
        self, photo: Mapping[str, Any], attachment_path: AttachmentPath, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("photo")
        self.setFixedSize(THUMBNAIL)
        self.setCursor(QCursor(Qt.CursorShape.PointingHandCursor))
        self._photo, self._attachment_path = photo, attachment_path
        name = photo.get("caption") or photo.get("name") or "照片"
        self.setToolTip(f"{name}：点击看大图")
        self.setAccessibleName(name)

    def read(self) -> None:
        """Read the picture, no larger than it is shown."""
        pixmap = read_picture(
            self._attachment_path, str(self._photo["sha256"]), THUMBNAIL * self.devicePixelRatio()
        )
        if pixmap is None:
            self.setText("照片文件\n找不到或打不开")
            return
        pixmap.setDevicePixelRatio(self.devicePixelRatio())
        self.setIcon(pixmap)
        self.setIconSize(THUMBNAIL - QSize(8, 8))

    def open_full_view(self) -> None:
        """Show the whole picture in a window of its own."""
        view = PhotoView(self._photo, self._attachment_path, self.window())
        view.open()


class PhotoView(QDialog):
    """The whole picture, fitted to the window."""

    def __init__(
        self, photo: Mapping[str, Any], attachment_path: AttachmentPath, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(str(photo.get("caption") or photo.get("name") or "照片"))
        picture = QLabel(self)
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        room = self.screen().availableSize() * 0.85
        pixmap = read_picture(attachment_path, str(photo["sha256"]), room)
        if pixmap is None:
            picture.setText("照片文件找不到或打不开。可从备份中恢复照片文件夹。")
        else:
            picture.setPixmap(pixmap)
        scroll = QScrollArea(self)
        scroll.setWidget(picture)
        scroll.setWidgetResizable(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(scroll)
        taken = QLabel(
            f"拍摄时间：{str(photo['taken_at'])[:16].replace('T', ' ')}" if photo.get("taken_at") else "",
            self,
        )
        taken.setObjectName("muted")
        column.addWidget(taken)
        self.resize((pixmap.size() if pixmap else QSize(400, 120)) + QSize(32, 72))


def read_picture(attachment_path: AttachmentPath, sha256: str, room: QSize) -> QPixmap | None:
    """The picture of an attachment, scaled into the room; None when it is gone or unreadable."""
    try:
        reader = QImageReader(str(attachment_path(sha256)))
    except (LedgerError, OSError):
        return None
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and (size.width() > room.width() or size.height() > room.height()):
        reader.setScaledSize(size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else QPixmap.fromImage(image)
