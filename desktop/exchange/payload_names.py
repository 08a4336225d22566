"""The allow-list of payload paths (format §3.7): every other name is E_NAME."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

ATTACHMENT_INDEX: Final = "attachments"
RECEIPT_KIND: Final = "receipt"
WITHHELD: Final = "withheld"
KEYNOTICE_KIND: Final = "keynotice"
MIME_OF_EXTENSION: Final[Mapping[str, str]] = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

_RECORD_KIND: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_RECORDS: Final = re.compile(r"data/records/([a-z0-9_]+)\.jsonl")
_ATTACHMENT: Final = re.compile(r"data/att/([0-9a-f]{64})\.([a-z]+)")
# Windows opens a device, not a file, for these names with any extension.
_DEVICE: Final = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")


def is_record_kind(name: str) -> bool:
    """Says whether `name` can name a record file."""
    return bool(_RECORD_KIND.fullmatch(name)) and not _DEVICE.fullmatch(name)


def record_counts(counts: Mapping[str, int]) -> dict[str, int]:
    """Gives the counts of a header that are of records, retired ones among them."""
    return {kind: number for kind, number in counts.items() if kind not in (ATTACHMENT_INDEX, WITHHELD)}


def records_path(kind: str) -> str:
    """Gives the path of the record file of one kind."""
    return f"data/records/{kind}.jsonl"


def attachment_path(sha256: str, extension: str) -> str:
    """Gives the path of an attachment; `sha256` is lower-case hex."""
    return f"data/att/{sha256}.{extension}"


def record_kind_of(path: str) -> str | None:
    """Gives the record kind of a payload path, or None when it is not a record file of an allowed name."""
    found = _RECORDS.fullmatch(path)
    return found[1] if found and is_record_kind(found[1]) else None


def attachment_of(path: str) -> tuple[str, str] | None:
    """Gives (sha256 hex, extension) of a payload path, or None when it is not an attachment of an allowed
    name.
    """
    found = _ATTACHMENT.fullmatch(path)
    return (found[1], found[2]) if found and found[2] in MIME_OF_EXTENSION else None
