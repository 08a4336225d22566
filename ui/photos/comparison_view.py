"""Before and after, side by side: each side turns through its own photos. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.widgets.photo_strip import read_picture
from ui.widgets.rows import GAP, row_of

Photos = Sequence[Mapping[str, Any]]


class PhotoSide(QWidget):
    """One side: its heading, the picture as large as there is room, when it was taken, and the way to the next."""

    def __init__(
        self, attachment_path: Callable[[str], Path], label: str, photos: Photos, place: int, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._attachment_path, self._label, self._photos, self._place = attachment_path, label, photos, place
        self._pixmap: QPixmap | None = None
        self._heading, self._words, self._picture = QLabel(self), QLabel(self), QLabel(self)
        self._words.setObjectName("muted")
        self._words.setWordWrap(True)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._back, self._next = self._button("上一张", -1), self._button("下一张", 1)
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        for button in (self._back, self._next):
            button.setVisible(len(photos) > 1)
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(self._picture, 1)
        column.addWidget(self._words)
        self.turn(0)

    def shown(self) -> Mapping[str, Any]:
        """The photo on show."""
        return self._photos[self._place]

    def turn(self, by: int) -> None:
        """Show the next photo (1) or the one before (-1)."""
        self._place = max(0, min(len(self._photos) - 1, self._place + by))
        photo = self.shown()
        count = f"（{self._place + 1}/{len(self._photos)}）" if len(self._photos) > 1 else ""
        self._heading.setText(f"{self._label}{count}")
        taken = (
            f"拍摄 {str(photo['taken_at'])[:16].replace('T', ' ')}"
            if photo.get("taken_at")
            else "没有拍摄时间"
        )
        self._words.setText("　".join(filter(None, (photo.get("caption"), taken))))
        self._pixmap = read_picture(
            self._attachment_path, str(photo["sha256"]), self.screen().availableSize()
        )
        self._back.setEnabled(self._place > 0)
        self._next.setEnabled(self._place < len(self._photos) - 1)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._pixmap is None:
            self._picture.setText("照片文件找不到或打不开。")
            return
        room = self._picture.size().boundedTo(self._pixmap.size())
        self._picture.setPixmap(
            self._pixmap.scaled(
                room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        )

    def _button(self, word: str, by: int) -> QPushButton:
        button = QPushButton(word, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self.turn(by))
        return button


class ComparisonView(QDialog):
    """Two groups of photos beside each other, each at the place that was asked for."""

    def __init__(
        self,
        attachment_path: Callable[[str], Path],
        sides: Sequence[tuple[str, Photos]],
        places: Sequence[int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("整改前后对照")
        self.sides = [
            PhotoSide(attachment_path, label, photos, place, self)
            for (label, photos), place in zip(sides, places, strict=True)
        ]
        close = QPushButton("关闭", self)
        close.clicked.connect(self.close)
        beside = QHBoxLayout()
        beside.setSpacing(16)
        for side in self.sides:
            beside.addWidget(side, 1)
        buttons = row_of(GAP, close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.addLayout(beside, 1)
        column.addLayout(buttons)
        self.resize((self.screen().availableSize() * 0.85).boundedTo(QSize(1240, 660)))
