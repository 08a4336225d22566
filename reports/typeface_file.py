"""A typeface's file as reportlab reads it, mapped into memory instead of read: of 24 MB only what is looked at counts."""

from __future__ import annotations

import mmap
from pathlib import Path

from reportlab.pdfbase import ttfonts


class _Mapped:
    """What reportlab takes for an open file: its content is the mapping, whose slices are bytes."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        with path.open("rb") as file:
            self._content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def read(self) -> mmap.mmap:
        """The whole file."""
        return self._content


class _Window:
    """A long table that is sliced where it lies."""

    def __init__(self, content: mmap.mmap, start: int) -> None:
        self._content, self._start = content, start

    def __getitem__(self, part: slice) -> bytes:
        return self._content[self._start + part.start : self._start + part.stop]


class Typeface(ttfonts.TTFontFile):  # type: ignore[misc]
    """Its glyphs, its measures, and subsets of it."""

    def __init__(self, path: Path) -> None:
        super().__init__(_Mapped(path))
        self.glyphToChar.clear()  # of no use here, and as large as everything else together

    def get_table(self, tag: str) -> bytes | _Window:
        """A table; the outlines, ten megabytes, are not copied."""
        if tag == "glyf":
            return _Window(self._ttf_data, self.get_table_pos(tag)[0])
        table: bytes = super().get_table(tag)
        return table
