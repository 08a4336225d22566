"""What is kept of a printed ledger so that a page of it can be checked later. Imports nothing heavy."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from db.page_codes import page_code

_ROW_DIGITS = 12  # of a row's digest: two rows of one page are told apart by 48 bits


@dataclass(frozen=True, slots=True)
class RowTrace:
    """One row as it was printed: its ordinal, the record's id ("" for a row of sums) and a digest of its texts."""

    ordinal: int
    record_id: str
    digest: str


@dataclass(frozen=True)
class PageTrace:
    """One page: the code in its footer, and its rows."""

    code: str
    rows: tuple[RowTrace, ...]


@dataclass(frozen=True)
class PrintTrace:
    """A printed ledger. `form` is the key by which its rows can be made again, "" when they cannot."""

    form: str
    title: str
    printed_on: str
    pages: tuple[PageTrace, ...]


def row_digest(texts: Iterable[str]) -> str:
    """The digest of what one row says."""
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()[:_ROW_DIGITS]


def trace_page(number: int, around: Iterable[str], rows: Sequence[RowTrace]) -> PageTrace:
    """The page of that number; its code follows from what stands around the rows and in them."""
    texts = [str(number), *around, *(row.digest for row in rows)]
    digest = hashlib.sha256("\x1f".join(texts).encode()).digest()
    return PageTrace(page_code(digest), tuple(rows))
