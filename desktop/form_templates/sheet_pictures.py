"""Photos in a cell of an .xlsx form: side by side in its width; a low row is made high enough."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.form_templates.pictures import fitted, stream

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.cell_range import CellRange
    from openpyxl.worksheet.worksheet import Worksheet

    from reports.photos import Picture

_EMU_A_PIXEL = 9525  # at 96 dpi, as Excel counts
_POINTS_A_PIXEL = 0.75
_PIXELS_A_CHARACTER, _USUAL_WIDTH, _USUAL_HEIGHT = 7, 8.43, 15.0
_GAP = 3  # pixels between photos and to the cell's edge
_LEAST_HEIGHT, _TALLEST_ROW = 90.0, 409.0  # points; Excel has no taller row
_LEAST_WIDTH = 40  # pixels of a photo; more photos than fit stand in further rows of the cell


def put_pictures(cell: Cell, pictures: Sequence[Picture]) -> None:
    """Put the photos into the cell, or into the merged cell that begins there."""
    if not pictures:
        return
    sheet, span = cell.parent, _span(cell)
    across = max(1, min(len(pictures), int(_width(sheet, span) // (_LEAST_WIDTH + _GAP))))
    down = -(-len(pictures) // across)
    height = _height(sheet, span, down)
    box = (_width(sheet, span) - _GAP) / across - _GAP, (height / _POINTS_A_PIXEL - _GAP) / down - _GAP
    for place, picture in enumerate(pictures):
        left = _GAP + place % across * (box[0] + _GAP)
        top = _GAP + place // across * (box[1] + _GAP)
        _put(sheet, span, picture, (left, top), fitted(picture, *box))


def _span(cell: Cell) -> CellRange:
    from openpyxl.worksheet.cell_range import CellRange

    merged = (each for each in cell.parent.merged_cells.ranges if cell.coordinate in each)
    found = next(merged, None)
    return CellRange(found.coord if found else cell.coordinate)


def _width(sheet: Worksheet, span: CellRange) -> float:
    """In pixels."""
    return sum(_column_width(sheet, place) for place in range(span.min_col, span.max_col + 1))


def _column_width(sheet: Worksheet, place: int) -> float:
    """One entry may stand for several columns, as Excel writes neighbours of one width."""
    usual = sheet.sheet_format.defaultColWidth or _USUAL_WIDTH
    widths = (
        each.width
        for each in sheet.column_dimensions.values()
        if each.customWidth and (each.min or 0) <= place <= (each.max or 0)
    )
    from openpyxl.utils import get_column_letter

    own = sheet.column_dimensions.get(get_column_letter(place))
    width = next(widths, own.width if own is not None and own.customWidth else usual)
    return float(width) * _PIXELS_A_CHARACTER + 5


def _height(sheet: Worksheet, span: CellRange, down: int) -> float:
    """In points, after the first row was made high enough; what a form gives room already stays as it is."""
    usual = sheet.sheet_format.defaultRowHeight or _USUAL_HEIGHT
    rows = [sheet.row_dimensions[place] for place in range(span.min_row, span.max_row + 1)]
    height = sum(float(each.height or usual) for each in rows)
    wanted = min(_LEAST_HEIGHT * down, _TALLEST_ROW)
    if height < wanted:
        first = float(rows[0].height or usual)
        rows[0].height = min(first + wanted - height, _TALLEST_ROW)
        height = sum(float(each.height or usual) for each in rows)
    return height


def _put(
    sheet: Worksheet, span: CellRange, picture: Picture, place: tuple[float, float], size: tuple[float, float]
) -> None:
    from openpyxl.drawing.image import Image
    from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
    from openpyxl.drawing.xdr import XDRPositiveSize2D

    column, left = span.min_col, place[0]
    while column < span.max_col and left >= _column_width(sheet, column):  # an offset stays inside its column
        left -= _column_width(sheet, column)
        column += 1
    image = Image(stream(picture))
    corner = AnchorMarker(
        col=column - 1,
        colOff=round(left * _EMU_A_PIXEL),
        row=span.min_row - 1,
        rowOff=round(place[1] * _EMU_A_PIXEL),
    )
    wide, high = (round(each * _EMU_A_PIXEL) for each in size)
    image.anchor = OneCellAnchor(_from=corner, ext=XDRPositiveSize2D(wide, high))
    sheet.add_image(image)
