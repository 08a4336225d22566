"""What is kept of a printed ledger so that a page of it can be checked later."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from db.page_codes import page_code
from db.printed import PrintedPage, PrintedRow
from db.spec import Record
from reports.table import Cell

_ROW_DIGITS = 12  # of a row's digest: two rows of one page are told apart by 48 bits


def trace_row(ordinal: int, record: Record, cells: Iterable[Cell]) -> PrintedRow:
    """What is kept of a printed row, to be compared when its page is checked."""
    texts = "\x1f".join(cell.text for cell in cells)
    digest = hashlib.sha256(texts.encode()).hexdigest()[:_ROW_DIGITS]
    return PrintedRow(ordinal, str(record.get("id") or ""), digest)


def trace_page(number: int, around: Iterable[str], rows: Sequence[PrintedRow]) -> PrintedPage:
    """The page of that number; its code follows from what stands around the rows and in them."""
    texts = [str(number), *around, *(row.digest for row in rows)]
    digest = hashlib.sha256("\x1f".join(texts).encode()).digest()
    return PrintedPage(page_code(digest), tuple(rows))
