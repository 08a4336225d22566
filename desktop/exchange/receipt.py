"""The receipt (回执): what the office answers, and the committee's checks of it (format §9)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, cast

from db.errors import AppError, Problem
from desktop.exchange.chain import ChainState, ChainVerdict
from desktop.exchange.header import (
    PackageHeader,
    is_created_time,
    is_package_id,
    is_plain_text,
    is_whole_number,
)
from desktop.exchange.limits import EPOCH_MAX, RECORDS_PER_FILE, SERIAL_MAX, VOLUMES_MAX
from desktop.exchange.payload_names import RECEIPT_KIND, is_record_kind
from desktop.exchange.public_keys import FINGERPRINT, parse_public_key_line, public_key_line
from desktop.exchange.records import Record, RecordRules, record_lines
from desktop.exchange.refusals import PackageRefused, PackageWarning
from desktop.exchange.roster import FixedRoster, KeyStatus, RosterEntry
from desktop.exchange.seal import PayloadContent, records_content
from desktop.exchange.ssh_signature import RECEIPT_NAMESPACE
from desktop.exchange.tag_steps import Recipient
from desktop.exchange.verify import Expectation, VerifiedPackage, verify

STATUSES: Final = ("accepted", "partial", "rejected", "held")
_KEY_STATUSES: Final = tuple(status.value for status in KeyStatus)
_RECORD_ID: Final = re.compile(r"[0-9A-Za-z_-]{1,64}")
_TALLY: Final = ("new", "same", "conflict")
_OPTIONAL: Final = frozenset({"withheld", "checked", "returned", "all_returned"})
REMARK_CHARACTERS: Final = 500


@dataclass(frozen=True)
class Receipt:
    """The one record of a receipt, its fields named as in the file.

    `records` maps a record kind to its numbers `new`, `same`, `conflict`; `head` is `epoch`, `serial`, `id`
    of the last merged package (0 and None before the first); `office_keys` has `sign` (fingerprint) and
    `decrypt` (key line). `withheld` echoes what the package said it withholds (kind → field → how). The second kind of
    receipt, of the check, has `checked` (`accepted`: how many records) and `returned`, the records sent back, each
    with its `id`, `type`, `no`, `rev` and a `remark`; `all_returned` is the remark when every record but the conflicts is
    sent back and they are too many for a line. These four stand in a file only when there is something to say.
    """

    package: str
    epoch: int
    serial: int
    volumes: Sequence[int]
    status: str
    error: str | None
    records: Mapping[str, Mapping[str, int]]
    conflicts: Sequence[str]
    missing_volumes: Sequence[int]
    missing_serials: Sequence[int]
    head: Mapping[str, Any]
    next_serial: int
    key_status: Sequence[Mapping[str, str]]
    office_keys: Mapping[str, str]
    received: str
    withheld: Mapping[str, Mapping[str, str]] | None = None
    checked: Mapping[str, int] | None = None
    returned: Sequence[Mapping[str, Any]] | None = None
    all_returned: str | None = None

    def as_record(self) -> dict[str, Any]:
        """The record as the file has it."""
        record = {field.name: getattr(self, field.name) for field in fields(Receipt)}
        return {name: value for name, value in record.items() if value is not None or name not in _OPTIONAL}


@dataclass(frozen=True)
class VerifiedReceipt:
    """A receipt of the pinned office for us, and the state of the office's receipt chain once it is kept."""

    receipt: Receipt
    package: VerifiedPackage
    warnings: tuple[PackageWarning, ...]

    @property
    def header(self) -> PackageHeader:
        return self.package.header

    @property
    def verdict(self) -> ChainVerdict | None:
        return self.package.verdict


RECEIPT_COUNTS: Final = {"attachments": 0, RECEIPT_KIND: 1}


def receipt_content(receipt: Receipt) -> PayloadContent:
    """Gives the payload file of a receipt; refuses E_RECORD when a field breaks format §9."""
    return records_content(RECEIPT_KIND, record_lines([parse_record(receipt.as_record())]))


def read_receipt(
    path: Path,
    *,
    office: RosterEntry,
    recipient: Recipient,
    chain: ChainState,
    sealed: Mapping[tuple[int, int], str],
) -> VerifiedReceipt:
    """Gives the verified receipt at `path`.

    `office` is the pinned signing key, `recipient.keys` our signing keys, `chain` the receipts already
    imported, `sealed` the ids of our packages by (epoch, serial). The refusals of `verify`, E_IDENTITY when
    the receipt names another signing key, E_FORK when it answers other content than we sealed; warns W_AHEAD
    when we never sealed it.
    """
    seen: list[Record] = []

    def check(kind: str, record: Record) -> Sequence[Problem]:
        seen.append(parse_record(record))
        return ()

    # Receipts stand alone and the newest has the last word, so a lost one before it
    # is no reason to refuse it.
    expectation = Expectation(
        roster=FixedRoster([office]),
        recipient=recipient,
        chain_of=lambda _: chain,
        accept_gap=True,
        rules=RecordRules(kinds=frozenset({RECEIPT_KIND}), check=check),
        namespace=RECEIPT_NAMESPACE,
    )
    package = verify(path, expectation)
    if len(seen) != 1:
        raise PackageRefused("E_COUNTS", entry=RECEIPT_KIND, stated=1, found=len(seen))
    receipt = Receipt(**cast(dict[str, Any], seen[0]))
    if receipt.office_keys["sign"] != office.fingerprint:
        raise PackageRefused("E_IDENTITY", sender=package.header.sender.code, name=package.header.sender.name)
    return VerifiedReceipt(receipt, package, package.warnings + _own_side(receipt, sealed))


def parse_record(record: Record) -> Record:
    """Gives `record` back when it is a receipt's record; refuses E_RECORD, naming the `field`."""
    if record.keys() - _OPTIONAL != _FIELD_CHECKS.keys() - _OPTIONAL:
        raise _wrong("receipt")
    for name, is_right in _FIELD_CHECKS.items():
        if name in record and not is_right(record[name]):
            raise _wrong(name)
    return record


def _own_side(receipt: Receipt, sealed: Mapping[tuple[int, int], str]) -> tuple[PackageWarning, ...]:
    ours = sealed.get((receipt.epoch, receipt.serial))
    if ours == receipt.package:
        return ()
    newest = max(sealed, default=(0, 0))
    if ours is not None or (receipt.epoch, receipt.serial) < newest:
        raise PackageRefused("E_FORK", serial=receipt.serial)
    params = {"serial": receipt.serial, "next_serial": receipt.next_serial}
    return (PackageWarning("W_AHEAD", params),)


def _wrong(name: str) -> PackageRefused:
    return PackageRefused("E_RECORD", entry="data/records/receipt.jsonl", line=1, field=name)


def _is_rising(value: object, highest: int) -> bool:
    if not isinstance(value, list | tuple):
        return False
    if not all(is_whole_number(item, 1, highest) for item in value):
        return False
    return all(before < after for before, after in zip(value, value[1:], strict=False))


def _is_tally(value: object) -> bool:
    if not isinstance(value, dict) or value.keys() != set(_TALLY):
        return False
    return all(is_whole_number(number, 0, RECORDS_PER_FILE) for number in value.values())


def _is_head(value: object) -> bool:
    if not isinstance(value, dict) or value.keys() != {"epoch", "serial", "id"}:
        return False
    if not is_whole_number(value["epoch"], 1, EPOCH_MAX) or not is_whole_number(
        value["serial"], 0, SERIAL_MAX
    ):
        return False
    return value["id"] is None if value["serial"] == 0 else is_package_id(value["id"])


def _is_key_status(value: object) -> bool:
    if not isinstance(value, dict) or value.keys() != {"key", "status"}:
        return False
    return _is_fingerprint(value["key"]) and value["status"] in _KEY_STATUSES


def _are_office_keys(value: object) -> bool:
    if (
        not isinstance(value, dict)
        or value.keys() != {"sign", "decrypt"}
        or not _is_fingerprint(value["sign"])
    ):
        return False
    decrypt = value["decrypt"]
    try:
        return isinstance(decrypt, str) and public_key_line(parse_public_key_line(decrypt)) == decrypt
    except AppError:
        return False


def _is_fingerprint(value: object) -> bool:
    return isinstance(value, str) and FINGERPRINT.fullmatch(value) is not None


def _all(value: object, is_right: Callable[[object], bool]) -> bool:
    return isinstance(value, list | tuple) and all(map(is_right, value))


def _are_tallies(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    return all(is_record_kind(kind) and _is_tally(tally) for kind, tally in value.items())


def _is_returned(value: object) -> bool:
    if not isinstance(value, dict) or value.keys() != {"id", "type", "no", "rev", "remark"}:
        return False
    return (
        isinstance(value["id"], str)
        and bool(_RECORD_ID.fullmatch(value["id"]))
        and isinstance(value["type"], str)
        and is_record_kind(value["type"])
        and is_plain_text(value["no"], 40)
        and is_whole_number(value["rev"], 1, 10**9)
        and is_plain_text(value["remark"], REMARK_CHARACTERS)
    )


def _are_withheld(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    return all(
        is_record_kind(kind)
        and isinstance(names, dict)
        and all(is_plain_text(name, 80) and how in ("masked", "left_out") for name, how in names.items())
        for kind, names in value.items()
    )


_FIELD_CHECKS: Final[Mapping[str, Callable[[object], bool]]] = {
    "package": is_package_id,
    "epoch": lambda value: is_whole_number(value, 1, EPOCH_MAX),
    "serial": lambda value: is_whole_number(value, 1, SERIAL_MAX),
    "volumes": lambda value: _is_rising(value, VOLUMES_MAX),
    "status": lambda value: value in STATUSES,
    # A newer office may know codes that this version does not: the form is checked, not the catalogue.
    "error": lambda value: value is None or (is_plain_text(value, 40) and str(value).startswith("E_")),
    "records": _are_tallies,
    "conflicts": lambda value: _all(
        value, lambda item: isinstance(item, str) and bool(_RECORD_ID.fullmatch(item))
    ),
    "missing_volumes": lambda value: _is_rising(value, VOLUMES_MAX),
    "missing_serials": lambda value: _is_rising(value, SERIAL_MAX),
    "head": _is_head,
    "next_serial": lambda value: is_whole_number(value, 1, SERIAL_MAX + 1),
    "key_status": lambda value: _all(value, _is_key_status),
    "office_keys": _are_office_keys,
    "received": is_created_time,
    "withheld": lambda value: _are_withheld(value),
    "checked": lambda value: (
        isinstance(value, dict)
        and value.keys() == {"accepted"}
        and is_whole_number(value["accepted"], 0, RECORDS_PER_FILE)
    ),
    "returned": lambda value: _all(value, _is_returned),
    "all_returned": lambda value: is_plain_text(value, REMARK_CHARACTERS),
}
