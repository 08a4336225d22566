"""Prints a PDF on paper: each page drawn at the printer's own resolution, on A4 whatever the driver says."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from ui.preview.pdf_pages import POINTS_PER_INCH, PdfPages
from ui.preview.print_choices import FIT, PrintChoices

MAX_DPI = 300  # an A4 page at 600 dpi takes 140 MB as a picture and looks no better
MM_PER_INCH = 25.4
_SAME_MM = 2.0  # papers whose sides differ by less are the same
_PAPERS = {"A4": QPageSize.PageSizeId.A4, "A3": QPageSize.PageSizeId.A3}
_SIDES = (
    QPrinter.DuplexMode.DuplexNone,
    QPrinter.DuplexMode.DuplexLongSide,
    QPrinter.DuplexMode.DuplexShortSide,
)


def prepare_printer(printer: QPrinter, first_page_pt: QSizeF, choices: PrintChoices | None = None) -> bool:
    """Set the paper, upright or across as the document's first page is, and what was chosen; False when the driver keeps
    another paper (Letter, say) all the same: pages are then made to fit it.
    """
    chosen = choices or PrintChoices()
    printer.setFullPage(True)
    printer.setPageSize(QPageSize(_PAPERS.get(chosen.paper, QPageSize.PageSizeId.A4)))
    printer.setPageOrientation(_orientation(first_page_pt))
    if choices is not None:
        printer.setCopyCount(max(choices.copies, 1))
        printer.setCollateCopies(True)
        printer.setDuplex(_SIDES[choices.sides % len(_SIDES)])
        grey = QPrinter.ColorMode.GrayScale
        printer.setColorMode(grey if choices.is_grey else QPrinter.ColorMode.Color)
    return _is_paper(printer, chosen.paper)


def _is_paper(printer: QPrinter, paper: str) -> bool:
    wanted = QPageSize(_PAPERS.get(paper, QPageSize.PageSizeId.A4)).size(QPageSize.Unit.Millimeter)
    got = printer.pageLayout().pageSize().size(QPageSize.Unit.Millimeter)
    sides = zip(sorted((wanted.width(), wanted.height())), sorted((got.width(), got.height())), strict=True)
    return all(abs(one - other) < _SAME_MM for one, other in sides)


def print_pages(
    pages: PdfPages,
    printer: QPrinter,
    numbers: Sequence[int] | None = None,
    choices: PrintChoices | None = None,
) -> bool:
    """Print these pages (from 0), or those that the printer was asked for; False when it does not take the job."""
    wanted = _asked_of(printer, len(pages)) if numbers is None else numbers
    painter = QPainter()
    if not wanted or not painter.begin(printer):
        return False
    for place, number in enumerate(wanted):
        if place:
            printer.setPageOrientation(_orientation(pages.size_pt(number)))
            printer.newPage()
        image = pages.image(number, min(printer.resolution(), MAX_DPI))
        if choices and choices.is_grey:
            image = image.convertToFormat(QImage.Format.Format_Grayscale8)
        sheet = QRectF(printer.paperRect(QPrinter.Unit.DevicePixel))
        place_on_sheet = page_place(pages.size_pt(number), sheet.size(), printer.resolution(), choices)
        painter.drawImage(place_on_sheet, image)
    return painter.end()


def page_place(
    page_pt: QSizeF, sheet: QSizeF, resolution: int, choices: PrintChoices | None = None
) -> QRectF:
    """Where a page lies on a sheet (both in dots): in the middle of what the margins leave, the binding at the left."""
    chosen = choices or PrintChoices()
    dots_per_mm = resolution / MM_PER_INCH
    margin, binding = chosen.margin_mm * dots_per_mm, chosen.binding_mm * dots_per_mm
    room = QSizeF(max(sheet.width() - 2 * margin - binding, 1), max(sheet.height() - 2 * margin, 1))
    dots = QSizeF(page_pt.width(), page_pt.height()) * (resolution / POINTS_PER_INCH)
    factor = min(room.width() / dots.width(), room.height() / dots.height())
    if chosen.percent != FIT:
        factor = chosen.percent / 100
    width, height = dots.width() * factor, dots.height() * factor
    left = margin + binding + (room.width() - width) / 2
    return QRectF(left, margin + (room.height() - height) / 2, width, height)


def _orientation(page_pt: QSizeF) -> QPageLayout.Orientation:
    is_across = page_pt.width() > page_pt.height()
    return QPageLayout.Orientation.Landscape if is_across else QPageLayout.Orientation.Portrait


def _asked_of(printer: QPrinter, count: int) -> list[int]:
    first = max(printer.fromPage(), 1)
    last = printer.toPage() or count
    return list(range(first - 1, min(last, count)))
