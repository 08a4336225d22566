"""Between a record (a dict in its stored form) and its row in SQLite."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from json.encoder import encode_basestring
from operator import itemgetter
from typing import Any

from db.spec.code_tables import label_of
from db.spec.field import Field, Kind, Record, RecordType, Values
from db.spec.text import search_lines

UNLOGGED = frozenset(("id", "rev", "created_at", "created_by", "updated_at", "updated_by"))
SEARCHED = ("search_text", "initials")  # made of the other columns at each write, and never part of a record
HEAD_COLUMNS = ("id", "no", "status", *SEARCHED, "rev", "committee_code", "retired_at", "retired_reason",
                "created_at", "created_by", "updated_at", "updated_by")  # fmt: skip
_SEARCH_TEXT = HEAD_COLUMNS.index(SEARCHED[0])  # the initials stand behind it
quoted = encode_basestring  # a text as a JSON text
_JSON_KINDS = frozenset((Kind.CHOICES, Kind.ATTACHMENTS, Kind.ROWS))
_canonical = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
).encode  # made once: json.dumps makes one for each call
_INTEGER_KINDS = frozenset((Kind.INTEGER, Kind.YES_NO))


def column_type(field: Field) -> str:
    """The type of the field's column in a STRICT table; lists are JSON text, decimals decimal text."""
    return "INTEGER" if field.kind in _INTEGER_KINDS else "TEXT"


def canonical_json(value: Any) -> str:
    """The one JSON text of a value: keys sorted, no blanks, UTF-8 as it is."""
    return _canonical(value)


def new_record_json(record_type: RecordType, record: Values) -> str:
    """The canonical JSON of what the change log keeps of a new record: all that is filled but for `UNLOGGED`."""
    heads, at_once = _members(record_type.names)
    if len(record) != len(heads) + len(UNLOGGED):
        return canonical_json({n: v for n, v in record.items() if v is not None and n not in UNLOGGED})
    # A third of the time of an encoder, which sorts the same names for each of 10,000 records.
    members = [
        head + (quoted(value) if value.__class__ is str else _member(value))
        for head, value in zip(heads, at_once(record), strict=True)
        if value is not None
    ]
    return f"{{{','.join(members)}}}"


def _member(value: Any) -> str:
    return str(value) if value.__class__ is int else canonical_json(value)


@cache
def _members(fields: tuple[str, ...]) -> tuple[tuple[str, ...], Callable[[Values], tuple[Any, ...]]]:
    """The beginnings of the members of a JSON object in its order, and what gets their values out of a record."""
    names = sorted({*HEAD_COLUMNS, *fields} - {*SEARCHED, *UNLOGGED})
    return tuple(f'"{name}":' for name in names), itemgetter(*names)


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
    return HEAD_COLUMNS + record_type.names


def to_row(record_type: RecordType, record: Values) -> list[Any]:
    """The row of a record, in the order of `columns_of`."""
    kept, at_once = _kept_columns(record_type.names)
    try:
        row = list(at_once(record))
    except KeyError:  # what a package brings may lack fields that are newer than it
        row = list(map(record.get, kept))
    searched = search_text(record_type, record)
    row[_SEARCH_TEXT:_SEARCH_TEXT] = searched, _initials()(searched)
    for place, field in record_type.reshaped:
        if row[len(HEAD_COLUMNS) + place] is not None:
            row[len(HEAD_COLUMNS) + place] = to_column(field, row[len(HEAD_COLUMNS) + place])
    return row


@cache
def _kept_columns(fields: tuple[str, ...]) -> tuple[tuple[str, ...], Callable[[Values], tuple[Any, ...]]]:
    """The columns that are not made of others, and what gets them out of a record."""
    kept = tuple(name for name in HEAD_COLUMNS + fields if name not in SEARCHED)
    return kept, itemgetter(*kept)


@cache
def _initials() -> Callable[[str], str]:
    from db.spec.pinyin import initials  # the start of the program reads rows and writes none

    return initials


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
    words += [str(record[name]) for name in record_type.searched if record.get(name)]
    words += _choice_words(record_type.choices, record)
    return search_lines(words)


def _choice_words(fields: Iterable[Field], record: Values) -> list[str]:
    chosen = [field for field in fields if record.get(field.name)]
    return [
        label_of(field.codes, code)
        for field in chosen
        for code in ([record[field.name]] if field.kind is Kind.CHOICE else record[field.name])
    ]
