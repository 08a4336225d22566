"""The pages of a document one below the other; only those in view are drawn, at the screen's sharpness."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from ui.preview.pdf_pages import POINTS_PER_INCH, PdfPages
from ui.theme.tokens import tokens_now

PAGE_GAP = 16
SCREEN_DPI = 96
KEPT_IMAGES = 6
MIN_ZOOM, MAX_ZOOM = 0.25, 4.0


class PageView(QAbstractScrollArea):
    """`zoom` 1.0 is the size on paper; at first the width fits and goes on fitting until the clerk zooms."""

    page_changed = Signal(int)

    def __init__(self, pages: PdfPages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages = pages
        self.zoom = 1.0
        self._fits_width = True
        self._sizes = [pages.size_pt(each) for each in range(len(pages))]
        self._images: dict[tuple[int, float], QImage] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"打印预览，共 {len(pages)} 页")
        self.verticalScrollBar().valueChanged.connect(lambda: self.page_changed.emit(self.current_page()))

    def fit_width(self) -> None:
        """Zoom so that the widest page fills the width."""
        self._fits_width = True
        widest = max((size.width() for size in self._sizes), default=1)
        room = max(self.viewport().width() - 2 * PAGE_GAP, 50)
        self._set_zoom(room / (widest * SCREEN_DPI / POINTS_PER_INCH))

    def zoom_to(self, zoom: float) -> None:
        """Zoom to a factor, and stay there."""
        self._fits_width = False
        self._set_zoom(zoom)

    def current_page(self) -> int:
        """The page at the middle of the view, from 0."""
        middle = self.verticalScrollBar().value() + self.viewport().height() / 2
        places = self._places()
        return max((place for place, rect in enumerate(places) if rect.top() <= middle), default=0)

    def forget_pages(self) -> None:
        """Draw nothing any more; called before the document is closed."""
        self._sizes, self._images = [], {}

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits_width:
            self.fit_width()
        else:
            self._set_bars()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_to(self.zoom * (1.1 if event.angleDelta().y() > 0 else 1 / 1.1))
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        moves = {
            Qt.Key.Key_Down: bar.singleStep(),
            Qt.Key.Key_Up: -bar.singleStep(),
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_Space: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
            Qt.Key.Key_Home: -bar.maximum(),
            Qt.Key.Key_End: bar.maximum(),
        }
        if event.key() in moves:
            bar.setValue(bar.value() + moves[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, painter = tokens_now(), QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), QColor(tokens.line))
        painter.translate(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        seen = QRectF(self.viewport().rect()).translated(
            self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        )
        for page, place in enumerate(self._places()):
            if place.intersects(seen):
                painter.fillRect(place, Qt.GlobalColor.white)
                painter.drawImage(place, self._image(page))

    def _set_zoom(self, zoom: float) -> None:
        self.zoom = min(max(zoom, MIN_ZOOM), MAX_ZOOM)
        self._set_bars()
        self.viewport().update()
        self.page_changed.emit(self.current_page())

    def _set_bars(self) -> None:
        places = self._places()
        height = round(places[-1].bottom() + PAGE_GAP) if places else 0
        width = round(max((place.right() for place in places), default=0) + PAGE_GAP)
        room = self.viewport().size()
        for bar, length, page in (
            (self.verticalScrollBar(), height, room.height()),
            (self.horizontalScrollBar(), width, room.width()),
        ):
            bar.setRange(0, max(0, length - page))
            bar.setPageStep(page)
            bar.setSingleStep(48)

    def _places(self) -> list[QRectF]:
        scale, top, places = self.zoom * SCREEN_DPI / POINTS_PER_INCH, float(PAGE_GAP), []
        for size in self._sizes:
            width, height = size.width() * scale, size.height() * scale
            left = max(float(PAGE_GAP), (self.viewport().width() - width) / 2)
            places.append(QRectF(left, top, width, height))
            top += height + PAGE_GAP
        return places

    def _image(self, page: int) -> QImage:
        dpi = self.zoom * SCREEN_DPI * self.devicePixelRatioF()
        key = (page, round(dpi, 1))
        if key not in self._images:
            while len(self._images) >= KEPT_IMAGES:
                self._images.pop(next(iter(self._images)))
            self._images[key] = self.pages.image(page, dpi)
        return self._images[key]
