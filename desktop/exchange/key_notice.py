"""The notice of a planned change of keys (format §12): the new key, signed by the old one, in the same container.

It stands outside the chain: its serial is the last one that the old key signed, so that it can be given any time with
the new stamped sheet, which alone decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from db.errors import AppError, Problem
from desktop.exchange.header import PackageHeader, is_whole_number
from desktop.exchange.limits import SERIAL_MAX
from desktop.exchange.payload_names import KEYNOTICE_KIND
from desktop.exchange.public_keys import fingerprint, parse_public_key_line, public_key_line
from desktop.exchange.records import Record, RecordRules, record_lines
from desktop.exchange.refusals import PackageRefused
from desktop.exchange.roster import FixedRoster, RosterEntry
from desktop.exchange.seal import PayloadContent, package_parts, records_content, seal
from desktop.exchange.signing_key import SigningKey
from desktop.exchange.ssh_signature import KEYNOTICE_NAMESPACE
from desktop.exchange.tag_steps import Recipient
from desktop.exchange.verify import Expectation, verify
from desktop.exchange.write_out import write_out

NOTICE_COUNTS: Final = {"attachments": 0, KEYNOTICE_KIND: 1}
_FIELDS: Final = frozenset(("old", "new", "last_serial"))


@dataclass(frozen=True)
class KeyNotice:
    """Fingerprint of the old key, OpenSSH line of the new one, and the last serial that the old one signs."""

    old: str
    new: str
    last_serial: int


def notice_name(header: PackageHeader) -> str:
    """Gives the name under which the file travels; it never takes the place of the package of that serial."""
    return f"{header.bag_name}.key.zip"


def write_notice(folder: Path, header: PackageHeader, notice: KeyNotice, old: SigningKey) -> Path:
    """Writes the notice, signed by the old key, to a folder and reads it back. EnvironmentProblem as `write_out`."""
    content = notice_content(notice)
    target = folder / notice_name(header)
    write_out(target, package_parts(seal(header, [content], old), [content]))
    return target


def notice_content(notice: KeyNotice) -> PayloadContent:
    """Gives the payload file of a notice."""
    line = {"old": notice.old, "new": notice.new, "last_serial": notice.last_serial}
    return records_content(KEYNOTICE_KIND, record_lines([line]))


def read_notice(path: Path, old: RosterEntry, recipient: Recipient | None = None) -> KeyNotice:
    """Gives the notice at `path`, signed by the enrolled key `old`; the refusals of `verify`, E_RECORD, E_COUNTS."""
    seen: list[Record] = []

    def check(kind: str, record: Record) -> Sequence[Problem]:
        seen.append(record)
        return (
            () if _is_notice(record, old) else (Problem("new", "value_malformed", {"label": KEYNOTICE_KIND}),)
        )

    rules = RecordRules(kinds=frozenset({KEYNOTICE_KIND}), check=check)
    verify(path, Expectation(FixedRoster([old]), recipient, rules=rules, namespace=KEYNOTICE_NAMESPACE))
    if len(seen) != 1:
        raise PackageRefused("E_COUNTS", entry=KEYNOTICE_KIND, stated=1, found=len(seen))
    return KeyNotice(**cast(dict[str, Any], seen[0]))


def _is_notice(record: Record, old: RosterEntry) -> bool:
    new = record.get("new")
    if record.keys() != _FIELDS or record["old"] != old.fingerprint or not isinstance(new, str):
        return False
    try:
        key = parse_public_key_line(new)
    except AppError:
        return False
    is_new = public_key_line(key) == new and fingerprint(key) != old.fingerprint
    return is_new and is_whole_number(record["last_serial"], 0, SERIAL_MAX)
