"""The picture of a kept attachment: a photo, or the first page of a scanned PDF. GUI thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

_PDF_SCALE = 2.0
_THUMBNAIL_PDF_SCALE = 0.5


def picture_of(path: Path, most: QSize | None = None) -> QImage:
    """The picture in a file, upright, not larger than `most`; a null image for a sheet or text document."""
    if path.suffix.lower() == ".pdf":
        image = _first_page(path, _THUMBNAIL_PDF_SCALE if most else _PDF_SCALE)
        return (
            image.scaled(most, Qt.AspectRatioMode.KeepAspectRatio) if most and not image.isNull() else image
        )
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if most and size.isValid():
        reader.setScaledSize(size.scaled(most, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def _first_page(path: Path, scale: float) -> QImage:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return QImage()
    try:
        bitmap = document[0].render(scale=scale, rev_byteorder=True)
        picture = QImage(
            bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB888
        )
        return picture.copy()
    finally:
        document.close()
