"""What the sheets of an .xlsx hold beside their values: hidden rows and pictures; and whether they are safe to read."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree

from db.errors import AppError
from reports.sheet_reading.archive import Archive
from reports.sheet_reading.book import MOST_CELLS, Picture

_REFERENCE = re.compile(rb"""\br=["']([A-Za-z]{1,3})([0-9]{1,7})["'][^>]*?(/?)>""")
_ANY_COLUMN = re.compile(rb"""r=["']([A-Za-z]{1,3})[0-9]{1,7}["']""")
_ANY_ROW = re.compile(rb"""r=["'][A-Za-z]{1,3}([0-9]{1,7})["']""")
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br=["']([0-9]{1,7})["'][^>]*?(/?)>""")
# What nearly all sheets stay within, told by one quick look: 52 columns and 99,999 rows, less than MOST_CELLS.
_BEYOND_MODEST = re.compile(rb"""r=["'](?!A?[A-Z]?[0-9]{1,5}["'])""")
_MODEST_ROWS, _MODEST_COLUMNS = 99_999, 52
_MAYBE_BARE = re.compile(rb"<c(?: (?!r=)|[^ a-zA-Z])")  # not every cell begins with its place
_BARE_CELL = re.compile(rb"<(?:\w+:)?c(?:>|\s(?!r=)(?![^>]*\br=)[^>]*>)")  # r= mostly stands first
_HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)["']""")
_PICTURE_CELL = re.compile(
    rb"""<c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>(?:(?!</c>).)*?DISPIMG\((?:&quot;|")([^"&]+)""", re.S
)
_TEXT_CELL = re.compile(rb"""\bt=["']s["'][^>]*>\s*<(?:\w+:)?v>\s*([0-9]+)""")
_Span = tuple[int, int]  # rows and columns
_OVERLAP = 512
_MOST_TEXT = 256 << 20
_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class SheetPart:
    """Rows that are hidden, and pictures by (row, column), both from 0."""

    hidden_rows: frozenset[int] = frozenset()
    pictures: Mapping[tuple[int, int], tuple[Picture, ...]] = field(default_factory=dict)


@dataclass
class _Extent:
    rows: int = 0
    columns: int = 0
    values: int = 0  # cells that hold something, at most
    hidden: set[int] = field(default_factory=set)
    has_bare_cells: bool = False


def sheet_parts(archive: Archive, should_stop: Callable[[], None]) -> dict[str, SheetPart]:
    """By the name of the sheet. Raises AppError `table_too_wide`, `table_unsafe`, `table_not_readable`."""
    try:
        places = _sheet_places(archive)
        cell_pictures = _cell_pictures(archive)
        found, values = {}, 0
        for name, part in places.items():
            should_stop()
            extent = _measured(archive, name, part)
            values += extent.values
            found[name] = SheetPart(frozenset(extent.hidden), _pictures(archive, part, cell_pictures))
        _check_texts(archive, list(places.values()), values)
    except (ElementTree.ParseError, LookupError, ValueError) as error:  # no XML, of no encoding, no numbers
        raise AppError("table_not_readable", name=archive.name) from error
    return found


def _sheet_places(archive: Archive) -> dict[str, str]:
    targets = _relations(archive, "xl/workbook.xml")
    sheets = ElementTree.fromstring(archive.read("xl/workbook.xml")).iter()
    named = [each for each in sheets if each.tag.endswith("}sheet") or each.tag == "sheet"]
    places = {each.get("name", ""): targets.get(each.get(_ID, ""), "") for each in named}
    return {name: part for name, part in places.items() if part in archive.names()}


def _relations(archive: Archive, part: str) -> dict[str, str]:
    """The parts that a part names, by their relation id."""
    folder, file = posixpath.split(part)
    text = archive.read(f"{folder}/_rels/{file}.rels")
    if not text:
        return {}
    found = {}
    for each in ElementTree.fromstring(text):
        target = each.get("Target", "")
        if each.get("TargetMode") != "External":
            place = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            found[each.get("Id", "")] = posixpath.normpath(place)
    return found


def _measured(archive: Archive, name: str, part: str) -> _Extent:
    """How far a sheet reaches at most, and its hidden rows. The rectangle that the filled cells span is measured first,
    whatever the sheet says of itself."""
    extent = _walked(archive, part, _modest_span)
    if extent.rows * extent.columns > MOST_CELLS:
        extent = _walked(archive, part, _span_of_filled)
    if extent.rows * extent.columns > MOST_CELLS:
        raise AppError(
            "table_too_wide", name=archive.name, sheet=name, row=extent.rows, column=extent.columns
        )
    return extent


def _walked(archive: Archive, part: str, span: Callable[[bytes], _Span]) -> _Extent:
    extent, tail = _Extent(), b""
    for chunk in archive.chunks(part):
        text = tail + chunk
        _measure(text, extent, span(text))
        extent.values += chunk.count(b"<v") + chunk.count(b":v") + 1  # one may lie across the border
        tail = text[-_OVERLAP:]
    if extent.has_bare_cells:
        extent.columns = max(extent.columns, _widest_row(archive, part))
    return extent


def _modest_span(text: bytes) -> _Span:
    """An upper bound at four times the speed of looking at every cell, where the sheet is as nearly all sheets are."""
    return _span_of_all(text) if _BEYOND_MODEST.search(text) else (_MODEST_ROWS, _MODEST_COLUMNS)


def _span_of_all(text: bytes) -> _Span:
    """The last row and column of all cells, and of rows that are not empty."""
    rows = [int(found[1]) for found in _ROW.finditer(text) if not found[2]]
    return _farthest(set(_ANY_ROW.findall(text)), set(_ANY_COLUMN.findall(text)), rows)


def _span_of_filled(text: bytes) -> _Span:
    filled = [(column, row) for column, row, is_empty in _REFERENCE.findall(text) if not is_empty]
    rows = [int(found[1]) for found in _ROW.finditer(text) if not found[2]]
    return _farthest({row for _, row in filled}, {column for column, _ in filled}, rows)


def _farthest(rows: set[bytes], columns: set[bytes], own: list[int]) -> _Span:
    return max([0, *map(int, rows), *own]), max([0, *map(_column, columns)])


def _measure(text: bytes, extent: _Extent, span: _Span) -> None:
    extent.rows, extent.columns = max(extent.rows, span[0]), max(extent.columns, span[1])
    if b"hidden" in text:
        extent.hidden |= {int(found[1]) - 1 for found in _ROW.finditer(text) if _HIDDEN.search(found[0])}
    if not extent.has_bare_cells and (b":c" in text or _MAYBE_BARE.search(text)):
        extent.has_bare_cells = bool(_BARE_CELL.search(text))


def _widest_row(archive: Archive, part: str) -> int:
    text = b"".join(archive.chunks(part))
    return max(
        (len(re.findall(rb"<(?:\w+:)?c[\s>/]", row)) for row in re.split(rb"<(?:\w+:)?row\b", text)),
        default=0,
    )


def _column(letters: bytes) -> int:
    """A → 1, Z → 26, AA → 27."""
    number = 0
    for each in letters.upper():
        number = number * 26 + each - 64
    return number


def _check_texts(archive: Archive, parts: list[str], values: int) -> None:
    """A long text is stored once and may be used by a million cells, each of which becomes a text of its own."""
    shared = archive.read("xl/sharedStrings.xml")
    lengths = [len(each) for each in re.split(rb"</(?:\w+:)?si>", shared)]
    if not shared or max(lengths) * values <= _MOST_TEXT:
        return
    total = 0
    for part in parts:
        tail = b""
        for chunk in archive.chunks(part):
            text = tail + chunk
            last = 0
            for found in _TEXT_CELL.finditer(text):
                number, last = int(found[1][:9]), found.end()
                total += lengths[number] if number < len(lengths) else 0
            tail = text[max(last, len(text) - _OVERLAP) :]
            if total > _MOST_TEXT:
                raise AppError("table_unsafe", name=archive.name)


def _cell_pictures(archive: Archive) -> dict[str, str]:
    """The pictures that WPS keeps in cells: the part of each by its ID_…."""
    text = archive.read("xl/cellimages.xml")
    if not text:
        return {}
    targets, found = _relations(archive, "xl/cellimages.xml"), {}
    for image in ElementTree.fromstring(text):
        name = next((each.get("name") for each in image.iter() if each.tag.endswith("}cNvPr")), None)
        embed = next((each.get(_EMBED) for each in image.iter() if each.tag.endswith("}blip")), None)
        if name and embed in targets:
            found[name] = targets[embed]
    return found


def _pictures(
    archive: Archive, part: str, cell_pictures: Mapping[str, str]
) -> dict[tuple[int, int], tuple[Picture, ...]]:
    places: list[tuple[int, int, str]] = []
    if cell_pictures:
        for column, row, name in _PICTURE_CELL.findall(archive.read(part)):
            media = cell_pictures.get(name.decode("utf-8", "replace"))
            places += [(int(row) - 1, _column(column) - 1, media)] if media else []
    for drawing in _relations(archive, part).values():
        if posixpath.basename(drawing).startswith("drawing") and drawing.endswith(".xml"):
            places += _anchored(archive, drawing)
    found: dict[tuple[int, int], tuple[Picture, ...]] = {}
    for row, column, media in places:
        found[row, column] = (*found.get((row, column), ()), _picture(archive, media))
    return found


def _anchored(archive: Archive, drawing: str) -> list[tuple[int, int, str]]:
    """(row, column, part) of the pictures that lie on a sheet, by the cell of their upper left corner."""
    text = archive.read(drawing)
    if not text:
        return []
    targets, found = _relations(archive, drawing), []
    for anchor in ElementTree.fromstring(text):
        begin = next((each for each in anchor if each.tag.endswith("}from")), None)
        embeds = [each.get(_EMBED) for each in anchor.iter() if each.tag.endswith("}blip")]
        if begin is None:
            continue
        place = {each.tag.rpartition("}")[2]: int(each.text or 0) for each in begin}
        row, column = place.get("row", 0), place.get("col", 0)
        found += [(row, column, targets[each]) for each in embeds if each in targets]
    return [each for each in found if each[2] in archive.names()]


def _picture(archive: Archive, media: str) -> Picture:
    from reports.sheet_reading.archive import LARGEST_PICTURE

    return Picture(archive.read(media, LARGEST_PICTURE), posixpath.basename(media))
