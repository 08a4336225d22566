"""The JSON Schema (draft 2020-12) of a record as packages and plain exports carry it; derived from db/spec, never typed.

`main.py street schema` writes it; docs/schema/ keeps the one of each schema version for whoever reads our files.
"""

from __future__ import annotations

from typing import Any

from db.spec.code_tables import code_table
from db.spec.field import Field, Kind, RecordType
from desktop.exchange.schema import PACKAGE_TYPES, SCHEMA_VERSION

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FILE_NAME = f"records-v{SCHEMA_VERSION}.schema.json"
_TIME = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}$"
_ULID = "^[0-7][0-9A-HJKMNP-TV-Z]{25}$"
_DECIMAL = r"^-?[0-9]{1,12}(\.[0-9]{1,8})?$"
_WHOLE = {"type": "integer", "minimum": -999_999_999_999, "maximum": 999_999_999_999}
_WORDS = {"type": "string", "minLength": 1, "maxLength": 8000}
_ATTACHMENT = {
    "type": "object",
    "properties": {
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        **{name: {"type": ["string", "null"], "maxLength": 300} for name in ("name", "caption", "taken_at")},
    },
    "required": ["sha256"],
    "additionalProperties": False,
}
_PLAIN: dict[Kind, dict[str, Any]] = {
    Kind.INTEGER: _WHOLE,
    Kind.DECIMAL: {"type": "string", "pattern": _DECIMAL},
    Kind.MONEY: {"type": "string", "pattern": _DECIMAL},
    Kind.DATE: {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    Kind.DATE_TIME: {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$"},
    Kind.CHOICES: {"type": "array", "maxItems": 200, "items": _WORDS},
    Kind.YES_NO: {"type": "boolean"},
    Kind.REFERENCE: {"type": "string", "pattern": _ULID},
    Kind.ATTACHMENTS: {"type": "array", "maxItems": 200, "items": _ATTACHMENT},
}


def records_schema() -> dict[str, Any]:
    """The schema of one line of a record file: under `$defs` each type by its table; the whole is any of them."""
    return {
        "$schema": DIALECT,
        "$id": f"urn:village-safety-ledger:records:v{SCHEMA_VERSION}",
        "title": "村居安全台账 记录",
        "description": "每行一条记录（JSON Lines，UTF-8）。没有值的项目不写。选项写代码，代码的含义见 x-codes。",
        "x-version": SCHEMA_VERSION,
        "anyOf": [{"$ref": f"#/$defs/{each.table}"} for each in PACKAGE_TYPES],
        "$defs": {each.table: type_schema(each) for each in PACKAGE_TYPES},
    }


def type_schema(record_type: RecordType) -> dict[str, Any]:
    """The schema of the records of one type."""
    head: dict[str, Any] = {
        "id": {"type": "string", "pattern": _ULID},
        "no": {"type": "string", "pattern": f"^{record_type.number_prefix}-[0-9]{{4}}-[0-9]{{4,7}}$"},
        "status": {"enum": [each.code for each in record_type.statuses] or [""]},
        "rev": {"type": "integer", "minimum": 1},
        "committee_code": {"type": "string", "pattern": "^[0-9]{12}$"},
        **{name: {"type": "string", "pattern": _TIME} for name in ("created_at", "updated_at")},
        **{name: _WORDS for name in ("created_by", "updated_by")},
    }
    if record_type.statuses:
        head["status"]["x-labels"] = {each.code: each.label for each in record_type.statuses}
    fields = {each.name: _field(each) for each in record_type.fields if not _stays(each)}
    return {
        "title": record_type.label,
        "type": "object",
        "properties": {**head, **fields},
        "required": list(head),
        "additionalProperties": False,
    }


def _stays(field: Field) -> bool:
    """Lists of people and scans of certificates never leave the committee (desktop.exchange.profiles)."""
    return field.sensitive and field.kind in (Kind.ATTACHMENTS, Kind.ROWS)


def _field(field: Field) -> dict[str, Any]:
    found: dict[str, Any] = {"title": field.label}
    if field.unit:
        found["x-unit"] = field.unit
    if field.codes:
        found["x-codes"] = {code.code: code.label for name in field.codes for code in code_table(name).codes}
    if field.refers_to:
        found["x-refers-to"] = field.refers_to
    return found | (_rows(field) if field.kind is Kind.ROWS else _PLAIN.get(field.kind, _WORDS))


def _rows(field: Field) -> dict[str, Any]:
    columns = {each.name: {"anyOf": [_field(each), {"type": "null"}]} for each in field.rows}
    row = {"type": "object", "properties": columns, "additionalProperties": False}
    return {"type": "array", "maxItems": 500, "items": row}
