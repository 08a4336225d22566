"""What a street prints and saves of itself: its enrolment sheet. reportlab is imported here, when it is needed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import EnvironmentProblem
from desktop.documents import enrolment_key, print_context
from desktop.street.street_ledger import StreetLedger

if TYPE_CHECKING:
    from reports.print_context import PrintResult


def street_sheet(street: StreetLedger) -> PrintResult:
    """街道收件密钥登记表: both public keys as QR, digits and fingerprints, to be signed and stamped (format §10)."""
    from reports.enrolment_sheet import EnrolmentSheet, enrolment_sheet

    keys, office = street.desk.keys(), street.desk.office
    pairs = (("签名公钥", keys.sign_key), ("解密公钥", keys.decrypt_key))
    sheet = EnrolmentSheet(
        "office", office.name, office.code, office.epoch, [enrolment_key(*each) for each in pairs], keys.sheet_text,
        date.fromisoformat(street.today),
    )  # fmt: skip
    return enrolment_sheet(sheet, print_context(street))


def qr_squares(text: str) -> list[list[bool]]:
    """The squares of a text's QR code, row by row, True for dark, with the white margin that readers need."""
    from reports.qr import QUIET_ZONE, qr_modules

    modules = qr_modules(text)
    side = [False] * QUIET_ZONE
    blank = [[False] * (len(modules) + 2 * QUIET_ZONE) for _ in range(QUIET_ZONE)]
    return [*blank, *([*side, *row, *side] for row in modules), *blank]


def save_sheet_text(street: StreetLedger, path: Path) -> None:
    """Write the sheet's text as committees read it in. Raises EnvironmentProblem `write_failed`."""
    _save(path, street.desk.keys().sheet_text + "\n")


def save_allowed_signers(street: StreetLedger, path: Path) -> None:
    """Write the keys that count as an OpenSSH allowed_signers file (format §10). Raises EnvironmentProblem `write_failed`."""
    _save(path, street.desk.allowed_signers())


def print_roster(street: StreetLedger) -> PrintResult:
    """村居密钥名册: every enrolled key with its fingerprint and digits, to be signed and kept."""
    from desktop.street.roster_lines import roster_lines
    from reports.street_roster import roster_paper

    rows = [
        {
            "code": each.code_words, "name": each.name, "status": each.status_word, "epoch": str(each.epoch),
            "key": f"{each.fingerprint}\n{each.digits.replace('　', ' ')}", "enrolled": each.enrolled_at[:10],
            "serial": f"第 {each.serial} 号" if each.serial else "",
        }
        for each in roster_lines(street)
    ]  # fmt: skip
    return roster_paper(rows, print_context(street))


def _save(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise EnvironmentProblem("write_failed", name=path.name, reason=error.strerror) from error
