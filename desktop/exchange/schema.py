"""A record on its way to the street: its JSON, and the check of what comes in (format §15 step 13). From the specs."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from db.errors import Problem
from db.migrations import SCHEMA_VERSION
from db.row_codec import HEAD_COLUMNS, SEARCHED
from db.spec import RECORD_TYPES
from db.spec.field import Field, Kind, Record, RecordType, Values
from db.spec.text import one_line
from db.ulid import is_ulid
from desktop.exchange.header import is_created_time
from desktop.exchange.payload_names import WITHHELD
from desktop.exchange.profiles import INTERNAL, is_statement, released

PACKAGE_TYPES = tuple(each for each in RECORD_TYPES.values() if each.in_package)
TOMBSTONES = "tombstones"
KINDS = frozenset(each.table for each in PACKAGE_TYPES)
_HEAD = tuple(name for name in HEAD_COLUMNS if name not in (*SEARCHED, "retired_at", "retired_reason"))
_TOMBSTONE = frozenset(("id", "type", "no", "rev", "retired_at", "retired_reason"))
_NUMBER = re.compile(r"([A-Z]{2})-[0-9]{4}-[0-9]{4,7}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATE_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")
_DECIMAL = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,8})?")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LONGEST = 8000
_LONGEST_NAME = 255
_ROWS = 500


def wire_record(record_type: RecordType, record: Values, profile: str = INTERNAL) -> Record:
    """The JSON object of a record: its head and every field that has a value, as the profile lets it go."""
    names = (*_HEAD, *(field.name for field in record_type.fields))
    wire = {name: record[name] for name in names if record.get(name) is not None}
    return released(profile, record_type, wire)


def _stays_here(field: Field) -> bool:
    """Whether a field never leaves the committee: the scan of what is only reported masked, a list of people."""
    return field.sensitive and field.kind in (Kind.ATTACHMENTS, Kind.ROWS)


def wire_tombstone(record_type: RecordType, record: Values) -> Record:
    """The JSON object of a record that was retired."""
    named = {name: record[name] for name in _TOMBSTONE if record.get(name) is not None}
    return {**named, "type": record_type.table}


def stored_record(record_type: RecordType, wire: Values) -> Record:
    """The record of a checked JSON object, every column named."""
    return {**_blank(record_type.table), **wire}


@cache
def _blank(table: str) -> Record:
    """Every column without a value, to be copied: a street merges tens of thousands of records."""
    names = (*HEAD_COLUMNS, *RECORD_TYPES[table].names)
    return dict.fromkeys(name for name in names if name not in SEARCHED)


def attachments_of(kind: str, record: Mapping[str, Any]) -> Iterable[str]:
    """The SHA-256 values of the files a record refers to."""
    return [each["sha256"] for name in _attachment_fields(kind) for each in record.get(name) or []]


@cache
def _attachment_fields(kind: str) -> tuple[str, ...]:
    record_type = RECORD_TYPES.get(kind)
    fields = record_type.fields if record_type else ()
    return tuple(each.name for each in fields if each.kind is Kind.ATTACHMENTS and not _stays_here(each))


@cache
def _travelling(table: str) -> frozenset[str]:
    """The names that a record of a package may have."""
    fields = RECORD_TYPES[table].fields
    return frozenset((*_HEAD, *(field.name for field in fields if not _stays_here(field))))


def check_attachments(kind: str, record: Mapping[str, Any]) -> Sequence[Problem]:
    """What is wrong with the files a record refers to: all that one needs who checks a package without its schema."""
    record_type = RECORD_TYPES.get(kind)
    return [
        Problem(each.name, "value_malformed", {"label": each.label})
        for each in (record_type.fields if record_type else ())
        if each.kind is Kind.ATTACHMENTS and record.get(each.name) is not None and not _is_wire_value(each, record[each.name])
    ]  # fmt: skip


def plain_file_name(name: str) -> str:
    """A file's name as the index of attachments may bear it: no path marks, nothing invisible (format §3)."""
    plain = "".join("_" if each in '/\\:*?"<>|' else each for each in one_line(name))
    return plain[:_LONGEST_NAME].strip() or "附件"


def check_record(
    kind: str, record: Mapping[str, Any], sender_code: str, other_codes: Collection[str] = ()
) -> Sequence[Problem]:
    """What is wrong with a record of a package: form, unknown fields, or another committee's record; `other_codes` are
    further ones of the sender, under which it registered records before or since.
    """
    if kind == TOMBSTONES:
        return _check_tombstone(record)
    if kind == WITHHELD:
        return [] if is_statement(record) else [Problem("type", "value_malformed", {"label": WITHHELD})]
    record_type = RECORD_TYPES[kind]
    problems = _check_head(record_type, record, (sender_code, *other_codes))
    known, fields = _travelling(record_type.table), record_type.by_name
    problems += [Problem(name, "field_unknown", {"name": name}) for name in record if name not in known]
    problems += [
        Problem(name, "value_malformed", {"label": fields[name].label})
        for name, value in record.items()
        if value is not None and name in fields and not _is_wire_value(fields[name], value)
    ]
    return problems


def speaks_for(sender_code: str, code: Any) -> bool:
    """Whether a sender may report a record of the unit with that code: its own, a street (…000) and a district (…000000)
    also those of the units below it.
    """
    if not isinstance(code, str):
        return False
    for zeros, digits in (("000000", 6), ("000", 9)):
        if sender_code.endswith(zeros):
            return len(code) == len(sender_code) and code[:digits] == sender_code[:digits]
    return code == sender_code


def _check_head(
    record_type: RecordType, record: Mapping[str, Any], sender_codes: Collection[str]
) -> list[Problem]:
    claims: dict[str, bool] = {
        "id": _is_id(record.get("id")),
        "no": _is_number(record_type, record.get("no")),
        "status": record.get("status") in [each.code for each in record_type.statuses],
        "rev": _is_revision(record.get("rev")),
        "committee_code": any(speaks_for(each, record.get("committee_code")) for each in sender_codes),
    }
    claims |= {name: is_created_time(record.get(name)) for name in ("created_at", "updated_at")}
    claims |= {name: _is_text(record.get(name)) for name in ("created_by", "updated_by")}
    return [Problem(name, "value_malformed", {"label": name}) for name, holds in claims.items() if not holds]


def _check_tombstone(record: Mapping[str, Any]) -> list[Problem]:
    kind, number = record.get("type"), record.get("no")
    holds = (
        set(record) <= _TOMBSTONE
        and _is_id(record.get("id"))
        and isinstance(kind, str)
        and kind in KINDS
        and (number is None or _is_number(RECORD_TYPES[kind], number))
        and _is_revision(record.get("rev"))
        and is_created_time(record.get("retired_at"))
        and _is_text(record.get("retired_reason") or "—")
    )
    return [] if holds else [Problem("id", "value_malformed", {"label": TOMBSTONES})]


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and is_ulid(value)


def _is_number(record_type: RecordType, value: Any) -> bool:
    found = _NUMBER.fullmatch(value) if isinstance(value, str) else None
    return found is not None and found[1] == record_type.number_prefix


def _is_revision(value: Any) -> bool:
    return _is_whole(value) and value >= 1


def _is_wire_value(field: Field, value: Any) -> bool:
    if field.kind is Kind.ROWS:
        return isinstance(value, list) and len(value) <= _ROWS and all(_is_row(field, row) for row in value)
    return _CHECKS[field.kind](value)


def _is_row(field: Field, row: Any) -> bool:
    columns = {each.name: each for each in field.rows}
    return (
        isinstance(row, dict)
        and set(row) <= set(columns)
        and all(value is None or _is_wire_value(columns[name], value) for name, value in row.items())
    )


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _LONGEST


def _is_whole(value: Any) -> bool:
    return type(value) is int and abs(value) < 10**12


def _is_day(value: Any) -> bool:
    return _exists(_DATE, value, date.fromisoformat)


def _is_moment(value: Any) -> bool:
    return _exists(_DATE_TIME, value, datetime.fromisoformat)


def _exists(pattern: re.Pattern[str], value: Any, read: Callable[[str], object]) -> bool:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        return False
    try:
        read(value)
    except ValueError:
        return False
    return True


def _is_attachment(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and set(value) <= {"sha256", "name", "caption", "taken_at"}
        and bool(_SHA256.fullmatch(str(value.get("sha256"))))
        and all(each is None or (isinstance(each, str) and len(each) <= 300) for each in value.values())
    )


def _matches(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and bool(pattern.fullmatch(value))


_CHECKS: dict[Kind, Callable[[Any], bool]] = {
    Kind.TEXT: _is_text,
    Kind.LONG_TEXT: _is_text,
    Kind.PERSON: _is_text,
    Kind.PHONE: _is_text,
    Kind.CHOICE: _is_text,
    Kind.INTEGER: _is_whole,
    Kind.DECIMAL: _matches(_DECIMAL),
    Kind.MONEY: _matches(_DECIMAL),
    Kind.DATE: _is_day,
    Kind.DATE_TIME: _is_moment,
    Kind.CHOICES: lambda value: isinstance(value, list) and len(value) <= 200 and all(map(_is_text, value)),
    Kind.YES_NO: lambda value: isinstance(value, bool),
    Kind.REFERENCE: _is_id,
    Kind.ATTACHMENTS: lambda value: (
        isinstance(value, list) and len(value) <= 200 and all(map(_is_attachment, value))
    ),
}

__all__ = [
    "KINDS", "PACKAGE_TYPES", "SCHEMA_VERSION", "TOMBSTONES", "attachments_of", "check_attachments", "check_record", "plain_file_name",
    "stored_record",
    "wire_record", "wire_tombstone",
]  # fmt: skip
