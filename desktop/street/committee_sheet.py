"""A committee's enrolment sheet as it was typed or scanned at the street: read and checked, not yet enrolled (format §10)."""

from __future__ import annotations

from dataclasses import dataclass

from db.errors import AppError
from desktop.exchange.enrolment import CommitteeSheet, committee_text, parse_sheet_text
from desktop.exchange.public_keys import digit_groups, fingerprint, public_key_line
from desktop.street.street_ledger import StreetLedger, committee_names
from desktop.trust import SheetKey


@dataclass(frozen=True)
class CommitteeSheetRead:
    """What the sheet says: whose it is, of which epoch and day, and its key as a person compares it."""

    code: str
    epoch: int
    issued: str
    key: SheetKey
    key_line: str
    text: str


def read_committee_sheet(text: str) -> CommitteeSheetRead:
    """The sheet in a typed, scanned or pasted text.

    Raises AppError `enrolment_unreadable`, `enrolment_checksum`, `committee_sheet_wrong_kind`.
    """
    sheet = parse_sheet_text(text)
    if not isinstance(sheet, CommitteeSheet):
        raise AppError("committee_sheet_wrong_kind")
    key = sheet.public_key
    shown = SheetKey("签名公钥", fingerprint(key), digit_groups(key))
    return CommitteeSheetRead(
        sheet.code, sheet.epoch, sheet.issued.isoformat(), shown, public_key_line(key), committee_text(sheet)
    )


def committee_name(street: StreetLedger, code: str) -> str:
    """The name of the committee with that code: as it is enrolled, else as the list of all committees has it, else ""."""
    from desktop.committees import shipped_committees

    known = committee_names(street).get(code)
    if known:
        return known
    found = shipped_committees().by_code(code)
    return found.name if found else ""
