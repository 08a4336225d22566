"""The street office a committee reports to: its keys, taken in from its stamped sheet (format §10)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from db.errors import AppError, EnvironmentProblem
from db.packages import StreetOffice, keep_street_office
from desktop.office import Office
from desktop.people.permissions import Right


@dataclass(frozen=True)
class SheetKey:
    """A key of a sheet as a person compares it: what it is for, its fingerprint, eight groups of five digits."""

    purpose: str
    fingerprint: str
    digit_groups: tuple[str, ...]


@dataclass(frozen=True)
class StreetSheet:
    """A street's sheet as it was typed or scanned, read and checked, not yet trusted."""

    code: str
    epoch: int
    issued: str
    keys: tuple[SheetKey, SheetKey]
    sign_key: str
    decrypt_key: str
    text: str


def read_street_sheet(text: str) -> StreetSheet:
    """The street's sheet in a typed, scanned or pasted text.

    Raises AppError `enrolment_unreadable`, `enrolment_checksum`, `street_sheet_wrong_kind`.
    """
    from desktop.exchange.enrolment import OfficeSheet, office_text, parse_sheet_text
    from desktop.exchange.public_keys import digit_groups, fingerprint, public_key_line

    sheet = parse_sheet_text(text)
    if not isinstance(sheet, OfficeSheet):
        raise AppError("street_sheet_wrong_kind")
    sign = SheetKey("签名公钥", fingerprint(sheet.sign_key), digit_groups(sheet.sign_key))
    decrypt = SheetKey("解密公钥", fingerprint(sheet.decrypt_key), digit_groups(sheet.decrypt_key))
    return StreetSheet(
        sheet.code, sheet.epoch, sheet.issued.isoformat(), (sign, decrypt), public_key_line(sheet.sign_key),
        public_key_line(sheet.decrypt_key), office_text(sheet),
    )  # fmt: skip


def read_sheet_file(path: Path) -> str:
    """The sheet's text in a file. Raises EnvironmentProblem `file_unreadable`."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise EnvironmentProblem("file_unreadable", name=path.name, reason=str(error)) from error


def trust_office(office: Office, text: str, name: str = "") -> StreetOffice:
    """Trust the street whose sheet this is; from now on packages are addressed to it and its receipts count.

    Raises what `read_street_sheet` raises.
    """
    sheet = read_street_sheet(text)
    street = StreetOffice(
        sheet.code, name or street_name(office, sheet.code), sheet.epoch, sheet.sign_key, sheet.decrypt_key, sheet.text,
        office.clock.now().isoformat(), office.clerk,
    )  # fmt: skip
    office.write(lambda tx: keep_street_office(tx, street), "登记街道登记表", Right.TRUST)
    return street


def street_name(office: Office, code: str) -> str:
    """The name of the street with that code: our own street's, or that of the list of regions."""
    from desktop.committees import shipped_committees

    own = office.committee
    if own.get("street_name") and str(own["code"])[:9] == code[:9]:
        return office_name(str(own["street_name"]))
    below = shipped_committees().search(code[:9], limit=1)
    return office_name(below[0].region_names[3]) if below else f"街道办事处（{code}）"


def office_name(region: str) -> str:
    """The office of a street or town: 夏阳街道 → 夏阳街道办事处, 朱家角镇 → 朱家角镇人民政府."""
    if region.endswith("街道"):
        return f"{region}办事处"
    return f"{region}人民政府" if region.endswith(("镇", "乡")) else region
