"""Looking at the photos of a record: fitted to the window or enlarged, ← → to the next. GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent, QPainter, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QDialog,
    QGraphicsScene,
    QGraphicsView,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.errors import LedgerError
from desktop.office import Office
from ui.photos.pictures import picture_of
from ui.widgets.window_size import open_at

_STEP = 1.25
_MOST, _LEAST = 8.0, 0.1


class _Sheet(QGraphicsView):
    """One picture; Ctrl and the wheel zoom, dragging moves."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setScene(QGraphicsScene(self))
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._is_fitted = True

    def show_picture(self, pixmap: QPixmap) -> None:
        self.scene().clear()
        self.scene().addPixmap(pixmap)
        self.scene().setSceneRect(pixmap.rect().toRectF())
        self.fit()

    def fit(self) -> None:
        """The whole picture, never larger than it is."""
        self._is_fitted = True
        self.resetTransform()
        room, picture = self.viewport().rect(), self.sceneRect()
        if picture.width() > room.width() or picture.height() > room.height():
            self.fitInView(picture, Qt.AspectRatioMode.KeepAspectRatio)

    def zoom(self, by: float) -> None:
        if _LEAST < self.transform().m11() * by < _MOST:
            self._is_fitted = False
            self.scale(by, by)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_fitted:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)
        else:
            super().wheelEvent(event)


class PhotoViewer(QDialog):
    """The attachments of a field one after the other, beginning with the one that was opened."""

    def __init__(
        self, office: Office, attachments: list[dict[str, Any]], first: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._office = office
        self._attachments = attachments
        self._place = first
        self._sheet = _Sheet(self)
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._back = self._button("上一张", lambda: self.turn(-1))
        self._next = self._button("下一张", lambda: self.turn(1))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self._back, self._next):
            buttons.addWidget(button)
        buttons.addWidget(self._words, 1)
        for word, act in (
            ("适合窗口", self._sheet.fit), ("放大", lambda: self._sheet.zoom(_STEP)),
            ("缩小", lambda: self._sheet.zoom(1 / _STEP)),
            ("用其他程序打开", self._open_elsewhere), ("关闭", self.close),
        ):  # fmt: skip
            buttons.addWidget(self._button(word, act))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self._sheet, 1)
        column.addLayout(buttons)
        open_at(self, 960, 660)
        self.turn(0)

    def shown(self) -> dict[str, Any]:
        """The attachment on show."""
        return self._attachments[self._place]

    def magnification(self) -> float:
        """How large the picture is drawn; 1.0 is its own size."""
        return self._sheet.transform().m11()

    def turn(self, by: int) -> None:
        """Show the next attachment (1), the one before (-1)."""
        self._place = max(0, min(len(self._attachments) - 1, self._place + by))
        shown = self.shown()
        image = picture_of(self._path()) if self._path() else None
        self._sheet.show_picture(QPixmap() if image is None else QPixmap.fromImage(image))
        self._back.setEnabled(self._place > 0)
        self._next.setEnabled(self._place < len(self._attachments) - 1)
        self.setWindowTitle(f"{shown['name']}（{self._place + 1}/{len(self._attachments)}）")
        taken = f"拍摄 {shown['taken_at'][:16].replace('T', ' ')}" if shown.get("taken_at") else ""
        missing = "这种文件不能在这里显示" if image is None or image.isNull() else ""
        self._words.setText("　".join(filter(None, (shown.get("caption"), taken, missing))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        turns = {Qt.Key.Key_Left: -1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageDown: 1}
        zooms = {Qt.Key.Key_Plus: _STEP, Qt.Key.Key_Equal: _STEP, Qt.Key.Key_Minus: 1 / _STEP}
        key = Qt.Key(event.key())
        if key in turns:
            self.turn(turns[key])
        elif key in zooms:
            self._sheet.zoom(zooms[key])
        elif key == Qt.Key.Key_0:
            self._sheet.fit()
        else:
            super().keyPressEvent(event)

    def _path(self) -> Any:
        try:
            return self._office.attachment_path(self.shown()["sha256"])
        except LedgerError:
            return None

    def _open_elsewhere(self) -> None:
        if path := self._path():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _button(self, word: str, act: Any) -> QPushButton:
        button = QPushButton(word, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: act())
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button
