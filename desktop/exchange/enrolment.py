"""The enrolment sheets (登记单): the text of their QR codes and the digits a person compares (format §10)."""

from __future__ import annotations

import base64
import re
import unicodedata
import zlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from db.errors import AppError
from desktop.exchange.public_keys import DIGIT_GROUPS, DIGITS_PER_GROUP, digit_groups

_KEY: Final = r"([A-Z2-7]{52})"
_DATED: Final = r"([0-9]{8})/([0-9A-F]{8})"
_COMMITTEE: Final = re.compile(rf"SLP1E/([0-9]{{12}})/([0-9]{{2}})/ED/{_KEY}/{_DATED}")
_OFFICE: Final = re.compile(rf"SLP1O/([0-9]{{12}})/([0-9]{{2}})/ED/{_KEY}/{_KEY}/{_DATED}")
_BASE32_PADDING: Final = "===="
# A scanner types through the input method: a Chinese one turns the slash into an enumeration comma.
_TYPED_SLASHES: Final = str.maketrans("、\\", "//")


@dataclass(frozen=True)
class CommitteeSheet:
    """What the QR code of a committee's sheet says; `public_key` is the raw 32-byte signing key."""

    code: str
    epoch: int
    public_key: bytes
    issued: date


@dataclass(frozen=True)
class OfficeSheet:
    """What the QR code of the office's sheet says; both keys are raw 32-byte public keys."""

    code: str
    epoch: int
    sign_key: bytes
    decrypt_key: bytes
    issued: date


def committee_text(sheet: CommitteeSheet) -> str:
    """Gives the 95 characters of a committee's QR code (version 6-Q)."""
    return _summed(
        f"SLP1E/{sheet.code}/{sheet.epoch:02d}/ED/{_base32(sheet.public_key)}/{sheet.issued:%Y%m%d}"
    )


def office_text(sheet: OfficeSheet) -> str:
    """Gives the 148 characters of the office's QR code (version 8-Q)."""
    keys = f"{_base32(sheet.sign_key)}/{_base32(sheet.decrypt_key)}"
    return _summed(f"SLP1O/{sheet.code}/{sheet.epoch:02d}/ED/{keys}/{sheet.issued:%Y%m%d}")


def parse_sheet_text(typed: str) -> CommitteeSheet | OfficeSheet:
    """Gives the sheet of a scanned or typed text in any case, width and spacing.

    AppError `enrolment_unreadable`, `enrolment_checksum`.
    """
    text = _cleaned(typed)
    found = _COMMITTEE.fullmatch(text) or _OFFICE.fullmatch(text)
    if not found:
        raise AppError("enrolment_unreadable")
    if _summed(text.rpartition("/")[0]) != text:
        raise AppError("enrolment_checksum")
    code, epoch, *keys = found.groups()[:-2]
    issued, raw_keys = _date(found.groups()[-2]), [_key(key) for key in keys]
    if int(epoch) == 0:
        raise AppError("enrolment_unreadable")
    if len(raw_keys) == 1:
        return CommitteeSheet(code, int(epoch), raw_keys[0], issued)
    return OfficeSheet(code, int(epoch), raw_keys[0], raw_keys[1], issued)


def differing_groups(typed: str, public_key: bytes) -> tuple[int, ...]:
    """Gives the numbers (from 1) of the 5-digit groups that differ from the key's; empty when the sheet is
    right.

    Spaces, dashes and full-width digits are fine; AppError `digit_groups_incomplete` unless there are 40
    digits.
    """
    digits = re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", typed))
    if len(digits) != DIGIT_GROUPS * DIGITS_PER_GROUP:
        raise AppError("digit_groups_incomplete", count=len(digits))
    groups = [digits[at : at + DIGITS_PER_GROUP] for at in range(0, len(digits), DIGITS_PER_GROUP)]
    pairs = enumerate(zip(groups, digit_groups(public_key), strict=True), start=1)
    return tuple(number for number, (found, expected) in pairs if found != expected)


def _summed(text: str) -> str:
    return f"{text}/{zlib.crc32(text.encode('ascii')):08X}"


def _base32(key: bytes) -> str:
    return base64.b32encode(key).decode("ascii").rstrip("=")


def _cleaned(typed: str) -> str:
    return "".join(unicodedata.normalize("NFKC", typed).split()).upper().translate(_TYPED_SLASHES)


def _date(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y%m%d").date()
    except ValueError as error:
        raise AppError("enrolment_unreadable") from error


def _key(text: str) -> bytes:
    key = base64.b32decode(text + _BASE32_PADDING)
    if _base32(key) != text:  # the last letter has four spare bits
        raise AppError("enrolment_unreadable")
    return key
