"""The pages of a PDF as pictures, drawn by pypdfium2, which is loaded here and not before."""

from __future__ import annotations

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

POINTS_PER_INCH = 72


class PdfPages:
    """An open PDF. Raises whatever pypdfium2 raises for bytes that are no PDF."""

    def __init__(self, pdf: bytes) -> None:
        import pypdfium2

        self._document = pypdfium2.PdfDocument(pdf)
        self._count = len(self._document)

    def __len__(self) -> int:
        """How many pages it has; known after closing too, when a closed window still hears of a change of its size."""
        return self._count

    def size_pt(self, page: int) -> QSizeF:
        """Width and height of a page in points."""
        width, height = self._document.get_page_size(page)
        return QSizeF(width, height)

    def image(self, page: int, dpi: float) -> QImage:
        """A page drawn at that many dots per inch; the image owns its pixels."""
        bitmap = self._document[page].render(
            scale=dpi / POINTS_PER_INCH, rev_byteorder=True, prefer_bgrx=True
        )
        image = QImage(
            bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888
        )
        return image.copy()

    def close(self) -> None:
        """Close the document."""
        self._document.close()
