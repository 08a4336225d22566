"""package.json: the signed statement of who sends what to whom, and its one spelling (format §4)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from desktop.exchange.canonical_json import canonical_bytes, parse_canonical
from desktop.exchange.limits import (
    EPOCH_MAX,
    PARTY_NAME_CHARACTERS,
    RECIPIENTS_MAX,
    RECORDS_PER_FILE,
    SERIAL_MAX,
    VOLUMES_MAX,
)
from desktop.exchange.payload_names import is_record_kind
from desktop.exchange.public_keys import FINGERPRINT
from desktop.exchange.refusals import PackageRefused

FORMAT: Final = "slp"
VERSION: Final = 1
ED25519_ONLY: Final = ("ed25519",)
SUITES: Final = (ED25519_ONLY, ("ed25519", "sm2"), ("sm2",))
KINDS: Final = ("package", "attachments", "receipt", "keynotice")
PACKAGE_ID: Final = re.compile(r"[0-9a-f]{64}")
CREATED: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00", re.ASCII)

_CODE: Final = re.compile(r"[0-9]{12}")
_PERIOD: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_SCHEMA_MAX: Final = 1_000_000
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


@dataclass(frozen=True)
class Party:
    """A committee or office: 12-digit code, name of at most 80 characters, `SHA256:` fingerprint of a key."""

    code: str
    name: str
    key: str


@dataclass(frozen=True)
class PackageHeader:
    """Everything package.json says; `prev`, `ack`, `main` are package ids, `base` the last serial a receipt
    confirmed.
    """

    kind: str
    sender: Party
    to: tuple[Party, ...]
    epoch: int
    serial: int
    prev: str | None
    base: int
    ack: str | None
    volume: int
    volumes: int
    main: str | None
    period: str
    created: str
    suites: tuple[str, ...]
    schema: int
    software: str
    counts: Mapping[str, int]

    @property
    def group_name(self) -> str:
        """The name that all volumes share."""
        return f"{self.sender.code}-e{self.epoch:02d}-{self.serial:06d}"

    @property
    def bag_name(self) -> str:
        """The base name of format §1: top folder of the bag and stem of the file."""
        return f"{self.group_name}-v{self.volume:02d}"


def file_name(header: PackageHeader) -> str:
    """Gives the name under which the unencrypted file travels (format §1)."""
    return f"{header.bag_name}.hz.zip" if header.kind == "receipt" else f"{header.bag_name}.zip"


def header_bytes(header: PackageHeader) -> bytes:
    """Gives package.json; refuses E_FORMAT when the header breaks a rule of format §4."""
    fields = {
        name: getattr(header, name) for name in _VALUE_CHECKS if name not in ("format", "version", "from")
    }
    fields |= {"format": FORMAT, "version": VERSION, "from": _party_object(header.sender)}
    fields["to"] = [_party_object(party) for party in header.to]
    fields["suites"] = list(header.suites)
    fields["counts"] = dict(header.counts)
    _refuse_wrong_fields(fields)
    return canonical_bytes(fields)


def parse_header(raw: bytes) -> PackageHeader:
    """Gives the header of package.json; refuses E_JSON, E_FORMAT, E_VERSION (format §15 step 6)."""
    try:
        fields = parse_canonical(raw)
    except ValueError as error:
        raise PackageRefused("E_JSON") from error
    if not isinstance(fields, dict) or fields.get("format") != FORMAT:
        raise PackageRefused("E_FORMAT", found="format")
    version = fields.get("version")
    if type(version) is int and version > VERSION:
        raise PackageRefused("E_VERSION", found=f"SLP-{version}")
    _refuse_wrong_fields(fields)
    return _header_of(fields)


def is_plain_text(value: object, characters: int) -> bool:
    """Says whether `value` is 1 to `characters` long, without control or invisible characters or blank
    edges.
    """
    if not isinstance(value, str) or not 0 < len(value) <= characters or value != value.strip():
        return False
    return not any(unicodedata.category(character) in _INVISIBLE for character in value)


def is_whole_number(value: object, lowest: int, highest: int) -> bool:
    """Says whether `value` is an integer (not a truth value) in the range."""
    return type(value) is int and lowest <= value <= highest


def is_created_time(value: object) -> bool:
    """Says whether `value` is an existing moment as `YYYY-MM-DDThh:mm:ss+08:00`."""
    if not isinstance(value, str) or not CREATED.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_package_id(value: object) -> bool:
    """Says whether `value` is 64 lower-case hex digits."""
    return _matches(PACKAGE_ID, value)


def _refuse_wrong_fields(fields: Mapping[str, Any]) -> None:
    if fields.keys() != _VALUE_CHECKS.keys():
        raise PackageRefused("E_FORMAT", found="package.json")
    for name, is_right in _VALUE_CHECKS.items():
        if not is_right(fields[name]):
            raise PackageRefused("E_FORMAT", found=name)
    for name, holds in _CROSS_CHECKS.items():
        if not holds(fields):
            raise PackageRefused("E_FORMAT", found=name)


def _header_of(fields: Mapping[str, Any]) -> PackageHeader:
    plain = {name: fields[name] for name in fields if name not in ("format", "version", "from")}
    plain["to"] = tuple(Party(**party) for party in fields["to"])
    plain["suites"] = tuple(fields["suites"])
    return PackageHeader(sender=Party(**fields["from"]), **plain)


def _party_object(party: Party) -> dict[str, str]:
    return {"code": party.code, "name": party.name, "key": party.key}


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _is_party(value: object) -> bool:
    if not isinstance(value, dict) or value.keys() != {"code", "name", "key"}:
        return False
    if not is_plain_text(value["name"], PARTY_NAME_CHARACTERS):
        return False
    return _matches(_CODE, value["code"]) and _matches(FINGERPRINT, value["key"])


def _are_recipients(value: object) -> bool:
    return isinstance(value, list) and 0 < len(value) <= RECIPIENTS_MAX and all(map(_is_party, value))


def _are_counts(value: object) -> bool:
    if not isinstance(value, dict) or "attachments" not in value:
        return False
    return all(is_record_kind(kind) and is_whole_number(n, 0, RECORDS_PER_FILE) for kind, n in value.items())


def _is_id_or_null(value: object) -> bool:
    return value is None or is_package_id(value)


_VALUE_CHECKS: Final[Mapping[str, Callable[[object], bool]]] = {
    "format": lambda value: value == FORMAT,
    "version": lambda value: is_whole_number(value, VERSION, VERSION),
    "kind": lambda value: value in KINDS,
    "from": _is_party,
    "to": _are_recipients,
    "epoch": lambda value: is_whole_number(value, 1, EPOCH_MAX),
    "serial": lambda value: is_whole_number(value, 1, SERIAL_MAX),
    "prev": _is_id_or_null,
    "base": lambda value: is_whole_number(value, 0, SERIAL_MAX),
    "ack": _is_id_or_null,
    "volume": lambda value: is_whole_number(value, 1, VOLUMES_MAX),
    "volumes": lambda value: is_whole_number(value, 1, VOLUMES_MAX),
    "main": _is_id_or_null,
    "period": lambda value: _matches(_PERIOD, value),
    "created": is_created_time,
    "suites": lambda value: isinstance(value, list) and tuple(value) in SUITES,
    "schema": lambda value: is_whole_number(value, 1, _SCHEMA_MAX),
    "software": lambda value: is_plain_text(value, PARTY_NAME_CHARACTERS),
    "counts": _are_counts,
}
_CROSS_CHECKS: Final[Mapping[str, Callable[[Mapping[str, Any]], bool]]] = {
    "prev": lambda fields: (fields["prev"] is None) == (fields["serial"] == 1),
    "base": lambda fields: fields["base"] < fields["serial"],
    "volume": lambda fields: fields["volume"] <= fields["volumes"],
    "main": lambda fields: (fields["main"] is None) == (fields["volume"] == 1),
    "kind": lambda fields: (fields["kind"] == "attachments") == (fields["volume"] > 1),
    "volumes": lambda fields: fields["volumes"] == 1 or fields["kind"] in ("package", "attachments"),
}
