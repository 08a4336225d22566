"""The one way an SLP-1 ZIP can be written (format §2): headers, total size and a memory-bounded stream of
the container.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

LOCAL_SIGNATURE: Final = b"PK\x03\x04"
CENTRAL_SIGNATURE: Final = b"PK\x01\x02"
LOCAL_HEADER_BYTES: Final = 30

_END_SIGNATURE: Final = b"PK\x05\x06"
_LOCAL: Final = struct.Struct("<4s5H3I2H")
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
_END: Final = struct.Struct("<4s4H2IH")
_VERSION_NEEDED: Final = 20
_MADE_BY_UNIX: Final = 3 << 8 | 20
_FIRST_OF_JANUARY_1980: Final = 0x0021
_REGULAR_FILE_0644: Final = 0o100644 << 16


@dataclass(frozen=True, slots=True)
class Entry:
    """One stored file: ASCII name with its top folder, size in bytes, CRC-32 of the content."""

    name: str
    size: int
    crc32: int


@dataclass(frozen=True)
class Part:
    """An entry and where its bytes come from; `chunks` may be called again for another pass."""

    entry: Entry
    chunks: Callable[[], Iterator[bytes]]


def part_of_bytes(name: str, content: bytes) -> Part:
    """Gives the part for content that is held in memory."""
    return Part(Entry(name, len(content), zlib.crc32(content)), lambda: iter((content,)))


def local_header(entry: Entry) -> bytes:
    """Gives the bytes that stand before the entry's content."""
    name = entry.name.encode("ascii")
    stamp = (_VERSION_NEEDED, 0, 0, 0, _FIRST_OF_JANUARY_1980)
    return _LOCAL.pack(LOCAL_SIGNATURE, *stamp, entry.crc32, entry.size, entry.size, len(name), 0) + name


def central_header(entry: Entry, offset: int) -> bytes:
    """Gives the entry's line of the central directory; `offset` is where its local header begins."""
    name = entry.name.encode("ascii")
    stamp = (_MADE_BY_UNIX, _VERSION_NEEDED, 0, 0, 0, _FIRST_OF_JANUARY_1980)
    sizes = (entry.crc32, entry.size, entry.size, len(name))
    return _CENTRAL.pack(CENTRAL_SIGNATURE, *stamp, *sizes, 0, 0, 0, 0, _REGULAR_FILE_0644, offset) + name


def end_record(entries: int, central_bytes: int, central_offset: int) -> bytes:
    """Gives the record that closes the file."""
    return _END.pack(_END_SIGNATURE, 0, 0, entries, entries, central_bytes, central_offset, 0)


def directory_chunks(placed: Sequence[tuple[Entry, int]], central_offset: int) -> Iterator[bytes]:
    """Yields everything after the last content, from the entries and the offsets of their local headers."""
    central_bytes = 0
    for entry, offset in placed:
        header = central_header(entry, offset)
        central_bytes += len(header)
        yield header
    yield end_record(len(placed), central_bytes, central_offset)


def container_chunks(parts: Iterable[Part]) -> Iterator[bytes]:
    """Yields the whole container in order, one chunk of content in memory at a time."""
    placed: list[tuple[Entry, int]] = []
    offset = 0
    for part in parts:
        placed.append((part.entry, offset))
        header = local_header(part.entry)
        yield header
        yield from part.chunks()
        offset += len(header) + part.entry.size
    yield from directory_chunks(placed, offset)


def container_size(entries: Iterable[Entry]) -> int:
    """Gives the size in bytes of the container that will hold these entries."""
    size = _END.size
    for entry in entries:
        size += _LOCAL.size + _CENTRAL.size + 2 * len(entry.name) + entry.size
    return size
