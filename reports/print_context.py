"""What every printed document is told from outside, and what printing gives back. Imports nothing heavy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from db.printed import PrintedDocument


def _id_itself(table: str, record_id: str) -> str:
    return record_id


def _no_such_file(sha256: str) -> Path:
    return Path(sha256)


@dataclass(frozen=True, kw_only=True)
class PrintContext:
    """Who prints, when and for which period; how references and attachments are found.

    The documents read no clock and no folder of their own, so that a print can be repeated byte
    for byte.
    """

    unit_name: str
    printed_at: datetime
    filled_by: str
    period: str = ""
    reference_title: Callable[[str, str], str] = _id_itself
    attachment_path: Callable[[str], Path] = _no_such_file
    is_draft: bool = False
    origin: str = ""  # from whose copy it is printed, where that is not the unit's own ledger
    shows_phones: bool = False  # whether a list writes telephones whole: 138****5678 unless it was asked for


@dataclass(frozen=True)
class PrintResult:
    """A finished PDF. `missing_characters` are those no bundled typeface has; each was printed as its code
    point in a box. `trace` is what a ledger is checked by later; documents bound together leave `pdf` to the whole.
    """

    pdf: bytes
    pages: int
    missing_characters: tuple[str, ...] = ()
    trace: PrintedDocument | None = None
