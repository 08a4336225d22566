"""Prints a PDF on paper: each page drawn at the printer's own resolution, on A4."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from ui.preview.pdf_pages import PdfPages

MAX_DPI = 300  # an A4 page at 600 dpi takes 140 MB as a picture and looks no better


def prepare_printer(printer: QPrinter, first_page_pt: QSizeF) -> None:
    """Force A4, upright or across as the document's first page is."""
    is_across = first_page_pt.width() > first_page_pt.height()
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(
        QPageLayout.Orientation.Landscape if is_across else QPageLayout.Orientation.Portrait
    )
    printer.setFullPage(True)


def print_pages(pages: PdfPages, printer: QPrinter) -> bool:
    """Print the pages that the printer was asked for; False when the printer does not take the job."""
    painter = QPainter()
    if not painter.begin(printer):
        return False
    numbers = _page_numbers(len(pages), printer)
    for place, number in enumerate(numbers):
        if place:
            printer.newPage()
        image = pages.image(number, min(printer.resolution(), MAX_DPI))
        sheet = QRectF(printer.paperRect(QPrinter.Unit.DevicePixel))
        painter.drawImage(QRectF(0, 0, sheet.width(), sheet.height()), image)
    return painter.end()


def _page_numbers(count: int, printer: QPrinter) -> list[int]:
    first = max(printer.fromPage(), 1)
    last = printer.toPage() or count
    return list(range(first - 1, min(last, count)))
