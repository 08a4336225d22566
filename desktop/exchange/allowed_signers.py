"""OpenSSH allowed_signers files: the roster a third party checks with `ssh-keygen -Y verify` (format §10)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from db.errors import AppError
from desktop.exchange.public_keys import parse_key_base64, public_key_line
from desktop.exchange.roster import BorneCode, FixedRoster, RosterEntry
from desktop.exchange.ssh_signature import PACKAGE_NAMESPACE

_LINE: Final = re.compile(
    r'(?P<codes>[0-9]{12}(?:,[0-9]{12})*)[ \t]+(?:namespaces="(?P<namespaces>[^"]*)"[ \t]+)?'
    r"ssh-ed25519[ \t]+(?P<key>[A-Za-z0-9+/=]+)(?:[ \t].*)?"
)


def allowed_signers_text(entries: Iterable[RosterEntry], namespace: str = PACKAGE_NAMESPACE) -> str:
    """Gives the file, one line per key with all codes of its sender, sorted by code; which keys still count is the
    caller's choice.
    """
    lines = {
        f'{",".join(_principals(one))} namespaces="{namespace}" {public_key_line(one.public_key)}\n'
        for one in entries
    }
    return "".join(sorted(lines))


def parse_allowed_signers(text: str, namespace: str = PACKAGE_NAMESPACE) -> FixedRoster:
    """Gives the roster of the keys allowed for `namespace`.

    Names are not known, only codes. A line with any other option or key type ends it, since leaving out a
    limit we cannot read would trust more than the file says: AppError `allowed_signers_line`.
    """
    entries = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        entry = _entry(line.strip(), number, namespace)
        if entry:
            entries.append(entry)
    return FixedRoster(entries)


def _entry(line: str, number: int, namespace: str) -> RosterEntry | None:
    found = _LINE.fullmatch(line)
    if not found:
        raise AppError("allowed_signers_line", line=number)
    try:
        public_key = parse_key_base64(found["key"])
    except AppError as error:
        raise AppError("allowed_signers_line", line=number) from error
    namespaces = found["namespaces"]
    if namespaces is not None and namespace not in namespaces.split(","):
        return None
    codes = found["codes"].split(",")
    return RosterEntry(
        codes[0], None, public_key, borne=tuple(map(BorneCode, (*codes[1:], codes[0]))) if codes[1:] else ()
    )


def _principals(entry: RosterEntry) -> list[str]:
    """Every code of the sender, the present one first: its earlier packages bear the earlier ones."""
    return [entry.present_code, *sorted(entry.codes - {entry.present_code})]
