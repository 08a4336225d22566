"""Making room in a sheet: one row repeated below itself, everything further down moved, ranges and formulas with it."""

from __future__ import annotations

import re
from copy import copy
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_REFERENCE = re.compile(r"(?<![\w!'.])(\$?[A-Z]{1,3}\$?)(\d{1,7})(?::(\$?[A-Z]{1,3}\$?)(\d{1,7}))?(?![\w(])")


def make_room(sheet: Worksheet, row: int, more: int) -> None:
    """Repeat a row `more` times with its look, height, merges and formulas; all that stands below moves down."""
    if more <= 0:
        return
    merges = _moved_merges(sheet, row, more)
    heights = {place: each.height for place, each in sheet.row_dimensions.items() if each.height is not None}
    sheet.insert_rows(row + 1, more)
    for place, height in sorted(heights.items(), reverse=True):
        if place > row:
            sheet.row_dimensions[place].height = None
            sheet.row_dimensions[place + more].height = height
    for place in range(row + 1, row + more + 1):
        sheet.row_dimensions[place].height = heights.get(row)
    _copy_cells(sheet, row, more)
    for each in merges:
        sheet.merge_cells(each)
    _move_formulas(sheet, row, more)
    _stretch_ranges(sheet, row, more)


def _moved_merges(sheet: Worksheet, row: int, more: int) -> list[str]:
    """The merged ranges as they will be; those that change are taken off the sheet first, to be merged again."""
    from openpyxl.worksheet.cell_range import CellRange

    again = []
    for merged in list(sheet.merged_cells.ranges):
        if merged.max_row < row:
            continue
        sheet.unmerge_cells(merged.coord)
        found = CellRange(merged.coord)
        if found.min_row > row:
            found.shift(row_shift=more)
            again.append(found.coord)
        elif found.min_row == found.max_row:
            again.append(found.coord)
            for place in range(1, more + 1):
                copied = CellRange(found.coord)
                copied.shift(row_shift=place)
                again.append(copied.coord)
        else:
            found.expand(down=more)
            again.append(found.coord)
    return again


def _copy_cells(sheet: Worksheet, row: int, more: int) -> None:
    from openpyxl.formula.translate import Translator

    for source in sheet[row]:
        formula = source.value if source.data_type == "f" and isinstance(source.value, str) else ""
        translator = Translator(formula, source.coordinate) if formula else None
        for place in range(row + 1, row + more + 1):
            cell = sheet.cell(place, source.column)
            cell._style = copy(source._style)
            cell.value = translator.translate_formula(cell.coordinate) if translator else source.value


def _move_formulas(sheet: Worksheet, row: int, more: int) -> None:
    """Formulas outside the repeated rows: a sum over the repeated row takes in all of them, what lay below is followed."""
    for line in sheet.iter_rows():
        for cell in line:
            if cell.data_type == "f" and isinstance(cell.value, str) and not row <= cell.row <= row + more:
                cell.value = moved_formula(cell.value, row, more)


def moved_formula(formula: str, row: int, more: int) -> str:
    """The formula after `more` rows came in below a row. References to other sheets stay."""

    def moved(found: re.Match[str]) -> str:
        column, start, end_column, end = found.group(1), int(found.group(2)), found.group(3), found.group(4)
        first = start + more if start > row else start
        if end is None:
            is_summed = start == row
            return f"{column}{first}:{column}{first + more}" if is_summed else f"{column}{first}"
        last = int(end) + more if int(end) >= row else int(end)
        return f"{column}{first}:{end_column}{last}"

    return _REFERENCE.sub(moved, formula)


def _stretch_ranges(sheet: Worksheet, row: int, more: int) -> None:
    """Drop-downs, filter and print area reach over the repeated rows."""
    for validation in sheet.data_validations.dataValidation:
        for found in validation.sqref.ranges:
            if found.max_row >= row:
                found.expand(down=more)
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = moved_formula(sheet.auto_filter.ref, row, more)
    if sheet.print_area:
        areas = [sheet.print_area] if isinstance(sheet.print_area, str) else list(sheet.print_area)
        plain = (each.split("!")[-1].replace("$", "") for each in areas)
        sheet.print_area = ",".join(moved_formula(each, row, more) for each in plain)
