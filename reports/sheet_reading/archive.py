"""The ZIP archive of an .xlsx from a stranger: measured before anything is built from it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from types import TracebackType
from typing import Self

from db.errors import AppError

LARGEST_PART = 256 << 20  # one sheet of 100,000 rows and 20 columns has some 130 MB
LARGEST_WHOLE = 512 << 20
LARGEST_PICTURE = 64 << 20
_MOST_PARTS = 20_000
_CHUNK = 1 << 20
_LOCAL_HEADER = struct.Struct("<4s22xHH")


class Archive:
    """The parts of an archive, each read with an upper bound that does not rest on what the archive says of itself.

    Making one raises AppError `table_not_readable` for what is no workbook and `table_unsafe` for what is made to burst.
    """

    def __init__(self, content: bytes, name: str) -> None:
        self.name = name
        self._content = content
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise AppError("table_not_readable", name=name) from error
        self._parts = {each.filename.lstrip("/"): each for each in self._zip.infolist()}
        if "xl/workbook.xml" not in self._parts:
            raise AppError("table_not_readable", name=name)
        if len(self._zip.infolist()) > _MOST_PARTS:
            raise AppError("table_unsafe", name=name)
        self._left = LARGEST_WHOLE

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def names(self) -> list[str]:
        """The names of all parts."""
        return list(self._parts)

    def read(self, part: str, limit: int = LARGEST_PART) -> bytes:
        """A part whole; b"" when there is none."""
        return b"".join(self.chunks(part, limit)) if part in self._parts else b""

    def chunks(self, part: str, limit: int = LARGEST_PART) -> Iterator[bytes]:
        """A part bit by bit, unpacked here: sizes that the archive states are not believed.

        Raises AppError `table_unsafe` beyond the limit or for a document type, in which entities could be declared.
        """
        is_first = True
        for chunk in self._unpacked(self._parts[part]):
            limit -= len(chunk)
            self._left -= len(chunk)
            if limit < 0 or self._left < 0:
                raise AppError("table_unsafe", name=self.name)
            if is_first and not part.startswith("xl/media/") and b"<!" in chunk.replace(b"\0", b"")[:4096]:
                self._refuse_document_type(chunk)
            is_first = False
            yield chunk

    def _refuse_document_type(self, chunk: bytes) -> None:
        head = chunk.replace(b"\0", b"").upper()
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            raise AppError("table_unsafe", name=self.name)

    def _unpacked(self, part: zipfile.ZipInfo) -> Iterator[bytes]:
        packed = self._packed(part)
        if part.compress_type == zipfile.ZIP_STORED:
            yield from (packed[start : start + _CHUNK] for start in range(0, len(packed), _CHUNK))
            return
        if part.compress_type != zipfile.ZIP_DEFLATED:
            raise AppError("table_not_readable", name=self.name)
        unpacking = zlib.decompressobj(-15)
        try:
            while packed and not unpacking.eof:
                yield unpacking.decompress(packed, _CHUNK)
                packed = unpacking.unconsumed_tail
        except zlib.error as error:
            raise AppError("table_not_readable", name=self.name) from error

    def _packed(self, part: zipfile.ZipInfo) -> bytes:
        head = self._content[part.header_offset : part.header_offset + _LOCAL_HEADER.size]
        if len(head) < _LOCAL_HEADER.size or part.flag_bits & 1:
            raise AppError("table_not_readable", name=self.name)
        _, name_length, extra_length = _LOCAL_HEADER.unpack(head)
        start = part.header_offset + _LOCAL_HEADER.size + name_length + extra_length
        return self._content[start : start + part.compress_size]
