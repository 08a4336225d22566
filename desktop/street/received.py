"""The packages of one committee as the street has them: what each brought and what of it is still to come."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from db import street_register, street_volumes
from db.errors import AppError
from desktop.street.answering import reissue, write_receipts
from desktop.street.street_ledger import StreetLedger

_WORDS = {"accepted": "已合并", "partial": "部分合并", "rolled_back": "已撤回"}


@dataclass(frozen=True)
class ReceivedPackage:
    """A merged package; `contents` says how many records were new, had already, or contradicted."""

    package_id: str
    period: str
    serial: int
    received_at: str
    status_word: str
    contents: str


def packages_of(street: StreetLedger, code: str) -> list[ReceivedPackage]:
    """The merged packages of a committee, the newest first."""
    reader = street.store.reader()
    found = [each for each in street_register.received_packages(reader) if each.code == code]
    return [
        ReceivedPackage(
            each.id, each.period, each.serial, each.received_at, _WORDS.get(each.status, each.status),
            _contents(each.counts, {one.volume for one in street_volumes.awaited_attachments(reader, each.id)}),
        )
        for each in sorted(found, key=lambda each: (each.epoch, each.serial), reverse=True)
    ]  # fmt: skip


def write_receipt_again(street: StreetLedger, package_id: str, folder: Path) -> Path:
    """Write the newest receipt of a package once more; its path. It is the same byte for byte, or signed anew when a former
    key of the street's had signed it.

    Raises AppError `package_not_merged`, `street_keys_locked` where it has to be signed; EnvironmentProblem as `write_out`.
    """
    keyring = street.keyring
    answer = reissue(street.desk, package_id, keyring.sign_key if keyring.is_unlocked else None)
    if answer is None:
        raise AppError("package_not_merged", what=package_id[:12])
    [path] = write_receipts([answer], folder, is_by_committee=True).values()
    return path


def _contents(counts: str, awaited: set[int]) -> str:
    tallies = json.loads(counts).values()
    new, same, conflict = (sum(each[name] for each in tallies) for name in ("new", "same", "conflict"))
    volumes = "、".join(map(str, sorted(awaited)))
    parts = (
        f"新的 {new} 条", f"已有 {same} 条" if same else "", f"有冲突 {conflict} 条" if conflict else "",
        f"附件待补：第 {volumes} 卷" if awaited else "",
    )  # fmt: skip
    return "，".join(filter(None, parts))
