"""Reads a canonical ZIP front to back from a file or pipe, rebuilding every header and comparing bytes
(format §2, §15).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from desktop.exchange.canonical_zip import (
    CENTRAL_SIGNATURE,
    LOCAL_HEADER_BYTES,
    LOCAL_SIGNATURE,
    Entry,
    directory_chunks,
    local_header,
)
from desktop.exchange.limits import CHUNK_BYTES, ENTRY_NAME_BYTES
from desktop.exchange.refusals import PackageRefused

_CRC_AT: Final = slice(14, 18)
_SIZE_AT: Final = slice(22, 26)
_NAME_LENGTH_AT: Final = slice(26, 28)


class ByteSource(Protocol):
    """An unbuffered file, or the read end of a pipe that a decryption writes into."""

    def readinto(self, buffer: memoryview, /) -> int | None:
        """Fills the front of `buffer` and says how many bytes; 0 at the end."""


@dataclass(frozen=True)
class LocalHeader:
    """A local header as found, not yet trusted; `shown` is its name for a message."""

    name: bytes
    raw: bytes

    @property
    def shown(self) -> str:
        return self.name.decode("ascii", "backslashreplace")


class ContainerReader:
    """Hands out entries in file order and remembers them for the comparison of the directory at the end."""

    def __init__(self, source: ByteSource, on_bytes: Callable[[int], None]) -> None:
        self._source = source
        self._on_bytes = on_bytes
        self._buffer = memoryview(bytearray(CHUNK_BYTES))
        self._offset = 0
        self._header_offset = 0
        self._placed: list[tuple[Entry, int]] = []

    def read_header(self) -> LocalHeader:
        """Gives the next local header; refuses E_FILE_SET when the directory begins, E_ZIP_PROFILE,
        E_TRUNCATED.
        """
        self._header_offset = self._offset
        signature = self._take(len(LOCAL_SIGNATURE))
        if signature == CENTRAL_SIGNATURE:
            raise PackageRefused("E_FILE_SET", entry=self._last_name())
        if signature != LOCAL_SIGNATURE:
            raise PackageRefused("E_ZIP_PROFILE", entry=self._last_name())
        fields = signature + self._take(LOCAL_HEADER_BYTES - len(signature))
        name_length = int.from_bytes(fields[_NAME_LENGTH_AT], "little")
        if name_length > ENTRY_NAME_BYTES:
            raise PackageRefused("E_LIMIT", entry=self._last_name())
        name = self._take(name_length)
        return LocalHeader(name, fields + name)

    def admit(self, header: LocalHeader, size_limit: int) -> Entry:
        """Gives the entry of a header whose name the caller has checked; refuses E_LIMIT, E_ZIP_PROFILE."""
        size = int.from_bytes(header.raw[_SIZE_AT], "little")
        if size > size_limit:
            raise PackageRefused("E_LIMIT", entry=header.shown)
        entry = Entry(header.name.decode("ascii"), size, int.from_bytes(header.raw[_CRC_AT], "little"))
        if local_header(entry) != header.raw:
            raise PackageRefused("E_ZIP_PROFILE", entry=header.shown)
        self._placed.append((entry, self._header_offset))
        return entry

    def copy_content(self, entry: Entry, sink: Callable[[memoryview], object]) -> int:
        """Passes the entry's content to `sink` in chunks that are only valid during the call; gives its
        CRC-32.
        """
        crc32 = 0
        left = entry.size
        while left:
            chunk = self._buffer[: self._fill(min(left, CHUNK_BYTES))]
            crc32 = zlib.crc32(chunk, crc32)
            sink(chunk)
            left -= len(chunk)
        return crc32

    def read_content(self, entry: Entry) -> bytes:
        """Gives the whole content of a small entry; refuses E_ZIP_PROFILE when its CRC-32 is wrong."""
        content = bytearray()
        if self.copy_content(entry, content.extend) != entry.crc32:
            raise PackageRefused("E_ZIP_PROFILE", entry=entry.name)
        return bytes(content)

    def finish(self) -> None:
        """Compares the rest of the file with the rebuilt directory; refuses E_FILE_SET, E_ZIP_PROFILE,
        E_TRAILING.
        """
        for expected in directory_chunks(self._placed, self._offset):
            found = self._take(len(expected))
            if found.startswith(LOCAL_SIGNATURE):
                raise PackageRefused("E_FILE_SET", entry=self._last_name())
            if found != expected:
                raise PackageRefused("E_ZIP_PROFILE", entry="zip directory")
        if self._source.readinto(self._buffer[:1]):
            raise PackageRefused("E_TRAILING")

    def _last_name(self) -> str:
        return self._placed[-1][0].name if self._placed else "zip"

    def _take(self, count: int) -> bytes:
        taken = bytearray()
        while len(taken) < count:
            taken += self._buffer[: self._fill(count - len(taken))]
        return bytes(taken)

    def _fill(self, count: int) -> int:
        filled = self._source.readinto(self._buffer[:count])
        if not filled:
            raise PackageRefused("E_TRUNCATED")
        self._offset += filled
        self._on_bytes(self._offset)
        return filled
