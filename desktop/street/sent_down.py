"""Sending a put-together list down, what was sent, and writing one of its packages once more."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from db import down_packages
from db.errors import AppError
from db.spec import RECORD_TYPES
from db.value import Value
from desktop.exchange.public_keys import line_fingerprint
from desktop.jobs import Token
from desktop.street.down_items import DownItem, shares
from desktop.street.sending_down import send_down, write_sent
from desktop.street.street_ledger import StreetLedger

_FORMER = "（换密钥以前签的，没有收下的请重新下发）"


class SentDown(Value):
    """A package that was sent down: to whom, which number, when, and what is in it in words."""

    package_id: str
    code: str
    name: str
    serial: int
    sent_at: str
    contents: str


def send_items(
    street: StreetLedger,
    items: Sequence[DownItem],
    codes: Sequence[str],
    period: str,
    folder: Path,
    token: Token,
) -> list[Path]:
    """Sign and write a package for each of these committees, orders only to those they concern; the paths.

    Raises what `shares` and `send_down` raise, AppError `street_keys_locked`. What was written before somebody stopped it stays
    in the list of what was sent.
    """
    paths: list[Path] = []
    groups = list(shares(street, items, codes))
    for sharing, shared in groups:
        token.check()
        token.report(len(paths), len(codes), f"正在写出下发包 {len(paths) + 1} / {len(codes)}…")
        typed: dict[str, list[dict[str, object]]] = {}
        for each in shared:
            typed.setdefault(each.kind, []).append(dict(each.values))
        paths += send_down(street.desk, sharing, typed, period, folder, street.keyring.sign_key)
    return paths


def sent_down(street: StreetLedger) -> list[SentDown]:
    """Every package that was sent down, the newest first; the words say of one that a former key signed that it counts
    no more at a committee with the new sheet.
    """
    key = line_fingerprint(street.desk.office.sign_key)
    found = []
    for each in down_packages.sent_down_rows(street.store.reader()):
        words = _contents(each.payload)
        words += "" if json.loads(each.header)["from"]["key"] == key else _FORMER
        name = street.title("roster", each.code)
        found.append(SentDown(each.id, each.code, name, each.serial, each.sent_at, words))
    return found


def write_again(street: StreetLedger, package_id: str, folder: Path) -> Path:
    """The file of a package that was sent down, byte for byte as it was, in a folder named by its committee.

    Raises AppError `down_package_unknown`, EnvironmentProblem as every writing.
    """
    rows = down_packages.sent_down_rows(street.store.reader())
    found = next((each for each in rows if each.id == package_id), None)
    if found is None:
        raise AppError("down_package_unknown")
    return write_sent(found, folder)


def _contents(payload: str) -> str:
    counts = {kind: lines.count("\n") for kind, lines in json.loads(payload).items()}
    return "、".join(f"{RECORD_TYPES[kind].label} {count} 条" for kind, count in counts.items())
