"""Photos in a paragraph of a .docx form: as wide as its cell allows, one behind the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from desktop.form_templates.pictures import fitted, stream

if TYPE_CHECKING:
    from docx.document import Document

    from reports.photos import Picture

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_EMU_A_TWIP, _EMU_A_CM = 635, 360_000
_MARGINS = 500 * _EMU_A_TWIP  # of a cell, left and right, with what Word adds
_WIDEST, _TALLEST = 7.5 * _EMU_A_CM, 6 * _EMU_A_CM
_NARROW = 2 * _EMU_A_CM  # where a cell does not say how wide it is
Element = Any  # lxml has no types


def put_pictures(document: Document, paragraph: Element, pictures: Sequence[Picture]) -> None:
    """Put the photos at the end of the paragraph, whose line becomes as high as they need."""
    from docx.text.paragraph import Paragraph

    if not pictures:
        return
    place = Paragraph(paragraph, document._body)
    place.paragraph_format.line_spacing = 1.0  # a fixed one would cut the photos off
    width = min(_room(paragraph), _WIDEST)
    for number, picture in enumerate(pictures):
        wide, high = fitted_emu(picture, width)
        run = place.add_run(" " if number else "")
        run.add_picture(stream(picture), round(wide), round(high))


def fitted_emu(picture: Picture, width: float) -> tuple[float, float]:
    """The size in EMU, at 96 dots an inch at most."""
    wide, high = fitted(picture, width / 9525, _TALLEST / 9525)
    return wide * 9525, high * 9525


def _room(paragraph: Element) -> float:
    """The width for a photo: that of the cell, else of half a page."""
    cell = next(paragraph.iterancestors(f"{_W}tc"), None)
    if cell is None:
        return float(_WIDEST)
    width = cell.find(f"{_W}tcPr/{_W}tcW")
    said = width.get(f"{_W}w", "") if width is not None and width.get(f"{_W}type") == "dxa" else ""
    return max(int(said) * _EMU_A_TWIP - _MARGINS, _NARROW) if said.isdigit() else _by_grid(cell)


def _by_grid(cell: Element) -> float:
    """The width of the table's column, where the cell does not say its own."""
    row, table = cell.getparent(), next(cell.iterancestors(f"{_W}tbl"))
    grid = [each.get(f"{_W}w", "") for each in table.findall(f"{_W}tblGrid/{_W}gridCol")]
    place = [each for each in row if each.tag == f"{_W}tc"].index(cell)
    said = grid[place] if place < len(grid) else ""
    return max(int(said) * _EMU_A_TWIP - _MARGINS, _NARROW) if said.isdigit() else float(_NARROW)
