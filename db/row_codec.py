"""Between a record (a dict in its stored form) and its row in SQLite."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from db.spec.code_tables import label_of
from db.spec.field import Field, Kind, Record, RecordType, Values
from db.spec.pinyin import initials
from db.spec.text import search_form

SEARCHED = ("search_text", "initials")  # made of the other columns at each write, and never part of a record
HEAD_COLUMNS = ("id", "no", "status", *SEARCHED, "rev", "committee_code", "retired_at", "retired_reason",
                "created_at", "created_by", "updated_at", "updated_by")  # fmt: skip
_JSON_KINDS = frozenset((Kind.CHOICES, Kind.ATTACHMENTS, Kind.ROWS))
_INTEGER_KINDS = frozenset((Kind.INTEGER, Kind.YES_NO))


def column_type(field: Field) -> str:
    """The type of the field's column in a STRICT table; lists are JSON text, decimals decimal text."""
    return "INTEGER" if field.kind in _INTEGER_KINDS else "TEXT"


def canonical_json(value: Any) -> str:
    """The one JSON text of a value: keys sorted, no blanks, UTF-8 as it is."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def to_column(field: Field, value: Any) -> Any:
    """What the field's column holds for a value."""
    if value is None:
        return None
    if field.kind in _JSON_KINDS:
        return canonical_json(value)
    return int(value) if field.kind is Kind.YES_NO else value


def from_column(field: Field, stored: Any) -> Any:
    """The value that a column holds."""
    if stored is None:
        return None
    if field.kind in _JSON_KINDS:
        return json.loads(stored)
    return bool(stored) if field.kind is Kind.YES_NO else stored


def columns_of(record_type: RecordType) -> tuple[str, ...]:
    """All columns of the type's table, in order."""
    return HEAD_COLUMNS + tuple(field.name for field in record_type.fields)


def to_row(record_type: RecordType, record: Values) -> list[Any]:
    """The row of a record, in the order of `columns_of`."""
    searched = search_text(record_type, record)
    made = {"search_text": searched, "initials": initials(searched)}
    head = [made[name] if name in made else record.get(name) for name in HEAD_COLUMNS]
    return head + [to_column(field, record.get(field.name)) for field in record_type.fields]


def from_row(record_type: RecordType, row: Sequence[Any]) -> Record:
    """The record of a row that has the columns of `columns_of`."""
    record: Record = dict(zip(HEAD_COLUMNS, row, strict=False))
    for name in SEARCHED:
        del record[name]
    for field, stored in zip(record_type.fields, row[len(HEAD_COLUMNS) :], strict=True):
        record[field.name] = from_column(field, stored)
    return record


def search_text(record_type: RecordType, record: Values) -> str:
    """What a search looks through: the number, every field marked `search`, and the words of its choices."""
    words: list[str] = [record.get("no") or ""]
    words += [
        str(record[field.name]) for field in record_type.fields if field.search and record.get(field.name)
    ]
    words += _choice_words(record_type.fields, record)
    return "\n".join(search_form(word) for word in words)


def _choice_words(fields: Iterable[Field], record: Values) -> list[str]:
    chosen = [
        field for field in fields if field.kind in (Kind.CHOICE, Kind.CHOICES) and record.get(field.name)
    ]
    return [
        label_of(field.codes, code)
        for field in chosen
        for code in ([record[field.name]] if field.kind is Kind.CHOICE else record[field.name])
    ]
