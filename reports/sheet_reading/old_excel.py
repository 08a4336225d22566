"""An .xls from a stranger, measured before it is read: the reader believes what such a file says of its own sizes.

The container is [MS-CFB], the records of its Workbook stream are [MS-XLS].
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from db.errors import AppError
from reports.sheet_reading.book import MOST_CELLS

_HEADER = 512
_FREE = 0xFFFFFFFC  # this and what is above it name no sector
_LAST_COLUMN = 255
_BOF, _DIMENSIONS, _STRINGS, _MANY = 0x0809, 0x0200, 0x00FC, (0x00BD, 0x00BE)
_DRAWINGS, _IMAGE, _STORE_ENTRY = 0x00EB, 0x007F, b"\x07\xf0"  # [MS-ODRAW] 2.2.32, OfficeArtFBSE
_CELLS = frozenset((0x0006, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E, 0x0201, *_MANY))


class _Damaged(ValueError):
    """A place in the file leads nowhere."""


def check_old_excel(content: bytes, name: str) -> bool:
    """Whether pictures lie in the file, which no reader of this format gives.

    Raises AppError `table_not_readable` for a damaged container, `table_unsafe` for sizes that cannot be, and
    `table_too_wide` for a sheet that reaches too far.
    """
    try:
        stream = _workbook(content)
        extents = list(_extents(stream, name))
    except (struct.error, _Damaged) as error:
        raise AppError("table_not_readable", name=name) from error
    for rows, columns in extents:
        if rows * columns > MOST_CELLS:
            raise AppError("table_too_wide", name=name, sheet="", row=rows, column=columns)
    return _holds_pictures(stream)


def _holds_pictures(stream: bytes) -> bool:
    """Whether a record keeps pictures: MSODRAWINGGROUP with an entry of its picture store, or IMDATA of old versions."""
    place = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        body = stream[place + 4 : place + 4 + length] if kind == _DRAWINGS else b""
        if kind == _IMAGE or _STORE_ENTRY in body:
            return True
        place += 4 + length
    return False


def _workbook(content: bytes) -> bytes:
    """The stream of the workbook, of either kind: in sectors, or (a tiny one) in the mini stream."""
    container = _Container(content)
    for entry in container.entries():
        title = entry[: max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le", "replace")
        if title in ("Workbook", "Book"):
            start, size = struct.unpack_from("<IQ", entry, 116)
            return container.stream(start, size & 0xFFFFFFFF)
    raise _Damaged("no workbook")


class _Container:
    """The sectors of a compound file."""

    def __init__(self, content: bytes) -> None:
        shift, mini_shift = struct.unpack_from("<HH", content, 30)
        if shift not in (9, 12) or mini_shift != 6 or len(content) < _HEADER:
            raise _Damaged("sector size")
        self.content, self.size = content, 1 << shift
        self.count = (len(content) - _HEADER) // self.size + 1
        fats, self.directory = struct.unpack_from("<II", content, 44)
        self.cutoff, mini, minis, more, mores = struct.unpack_from("<IIIII", content, 56)
        if max(fats, minis, mores) > self.count or self.cutoff != 4096:
            raise _Damaged("sizes")
        self.fat = self._fat(fats, more)
        self.mini_fat = self._numbers(self.chain(mini, self.fat)) if minis else ()

    def _fat(self, count: int, more: int) -> tuple[int, ...]:
        places = list(struct.unpack_from("<109I", self.content, 76))
        seen = 0
        while more < _FREE:
            numbers = struct.unpack(f"<{self.size // 4}I", self.sector(more))
            places += numbers[:-1]
            more, seen = numbers[-1], seen + 1
            if seen > self.count:
                raise _Damaged("circle")
        return self._numbers([each for each in places if each < _FREE][:count])

    def _numbers(self, sectors: list[int]) -> tuple[int, ...]:
        return tuple(n for each in sectors for n in struct.unpack(f"<{self.size // 4}I", self.sector(each)))

    def sector(self, number: int) -> bytes:
        """A sector; the last one of a file may be cut short, and is filled up."""
        start = (number + 1) * self.size
        found = self.content[start : start + self.size]
        if not found:
            raise _Damaged("sector")
        return found.ljust(self.size, b"\0")

    def chain(self, start: int, table: tuple[int, ...]) -> list[int]:
        """The numbers of a chain of sectors."""
        found: list[int] = []
        while start < _FREE:
            if start >= len(table) or len(found) > len(table):
                raise _Damaged("chain")
            found.append(start)
            start = table[start]
        return found

    def entries(self) -> Iterator[bytes]:
        """The directory's entries of 128 bytes."""
        for number in self.chain(self.directory, self.fat):
            sector = self.sector(number)
            yield from (sector[place : place + 128] for place in range(0, self.size, 128))

    def stream(self, start: int, size: int) -> bytes:
        """A stream of that length."""
        if size > len(self.content):
            raise _Damaged("stream")
        if size >= self.cutoff:
            return b"".join(self.sector(each) for each in self.chain(start, self.fat))[:size]
        root = next(self.entries())
        root_start, root_size = struct.unpack_from("<IQ", root, 116)
        whole = b"".join(self.sector(each) for each in self.chain(root_start, self.fat))
        if root_size & 0xFFFFFFFF > len(whole):
            raise _Damaged("mini stream")
        return b"".join(whole[each * 64 : each * 64 + 64] for each in self.chain(start, self.mini_fat))[:size]


def _extents(stream: bytes, name: str) -> Iterator[tuple[int, int]]:
    """(rows, columns) that each sheet claims or fills. Raises AppError `table_unsafe` for what cannot be."""
    rows = columns = place = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        body = stream[place + 4 : place + 4 + length]
        place += 4 + length
        if kind == _BOF:
            yield rows, columns
            rows = columns = 0
        elif kind == _DIMENSIONS and length >= 10:
            yield _claimed(body, name)
        elif kind == _STRINGS and struct.unpack_from("<I", body, 4)[0] > len(stream):
            raise AppError("table_unsafe", name=name)
        elif kind in _CELLS and length >= 4:
            row, column = struct.unpack_from("<HH", body)
            column = (
                struct.unpack_from("<H", body, length - 2)[0] if kind in _MANY and length >= 6 else column
            )
            if column > _LAST_COLUMN:
                raise AppError("table_unsafe", name=name)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
    yield rows, columns


def _claimed(body: bytes, name: str) -> tuple[int, int]:
    """What a DIMENSIONS record says: of BIFF8 with long row numbers, before it with short ones."""
    if len(body) >= 14:
        first, last, left, right = struct.unpack_from("<IIHH", body)
    else:
        first, last, left, right = struct.unpack_from("<HHHH", body)
    is_backwards = first >= max(last, 1) or left >= max(right, 1)
    if last > 65536 or right > _LAST_COLUMN + 1 or is_backwards:
        raise AppError("table_unsafe", name=name)
    return max(last - first, 0), max(right - left, 0)
