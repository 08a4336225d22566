"""Text with one line a row: its encoding and what parts its cells are found out, not asked."""

from __future__ import annotations

import codecs
import csv
import io
import re

from db.errors import AppError
from db.spec.formula_guard import unguarded

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NO_TEXT = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"%PDF",
    b"RIFF",
    b"\x7fELF",
    b"MZ",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
)
_DELIMITERS = "\t,;，；|"
_LOOKED_AT = 64 << 10
_LONGEST_CELL = 1 << 20
_WEB_PAGE = re.compile(r"\s*(?:<\?xml|<!doctype|<html|<table|<meta|<style)", re.I)


def decoded(content: bytes, name: str) -> str:
    """The text: by its mark, else UTF-16 by its zero bytes, UTF-8 where that holds throughout, GB18030 for the rest.

    Raises AppError `table_not_readable` for what is no text, `table_is_web_page` for a web page named .xls.
    """
    if content.startswith(_NO_TEXT):
        raise AppError("table_not_readable", name=name)
    text = _decoded(content, name)
    if _WEB_PAGE.match(text[:200]):
        raise AppError("table_is_web_page", name=name)
    if (
        sum(not each.isprintable() and not each.isspace() for each in text[:_LOOKED_AT])
        > 2 + len(text) // 1000
    ):
        raise AppError("table_not_readable", name=name)
    return text


def _decoded(content: bytes, name: str) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    head = content[:_LOOKED_AT]
    if b"\x00" in head:
        odd, even = head[1::2].count(0), head[::2].count(0)
        encodings = ["utf-16-le" if odd >= even else "utf-16-be"]
    else:
        encodings = ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AppError("table_not_readable", name=name)


def split_rows(text: str, name: str, is_pasted: bool = False) -> list[tuple[str | None, ...]]:
    """The cells of every line. A quoted cell may hold line breaks; Excel copies such cells in quotes too.

    Raises AppError `table_not_readable` for a cell that never ends.
    """
    csv.field_size_limit(_LONGEST_CELL)
    delimiter = "\t" if is_pasted and "\t" in text else _delimiter(text[:_LOOKED_AT])
    lines = io.StringIO(text.rstrip("\x1a\x00"), newline="")
    try:
        return [tuple(map(unguarded, row)) for row in csv.reader(lines, delimiter=delimiter)]
    except csv.Error as error:
        raise AppError("table_not_readable", name=name) from error


def _delimiter(text: str) -> str:
    """What occurs in most lines, equally often: commas inside one long cell do not count much."""
    bare = re.sub(r'"[^"]*"', "", text)
    lines = [line for line in re.split(r"\r\n|\r|\n", bare) if line.strip()][:40]

    def fitness(delimiter: str) -> tuple[int, int]:
        counts = [line.count(delimiter) for line in lines]
        usual = max(set(counts), key=counts.count, default=0)
        return (sum(count == usual for count in counts) if usual else 0, usual)

    best = max(_DELIMITERS, key=fitness)
    return best if fitness(best)[0] else ","
