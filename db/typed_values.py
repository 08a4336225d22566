"""What a form, a JSON line or a command gives, turned into a record's values with every problem named."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date
from typing import Any

from db.errors import InvalidRecord, Problem
from db.spec import RECORD_TYPES
from db.spec.field import Field, Kind, Record, RecordType, Values
from db.spec.kinds import Reading, parse
from db.spec.text import one_line, plain_digits
from db.ulid import is_ulid

# How part B writes a risk's inputs; and objects such as {"dept_signoff": {"unit": …}} become dept_signoff_unit.
_ALIASES = {"L": "likelihood", "S": "severity", "E": "exposure", "C": "consequence_value"}


def find_reference(connection: sqlite3.Connection, table: str, text: str) -> str | None:
    """The id of the record meant by an id, a number, or a name that only one record has."""
    if is_ulid(text):
        row = connection.execute(f"SELECT id FROM {table} WHERE id = ?", (text,)).fetchone()
        return row[0] if row else None
    number = plain_digits(text).upper()
    row = connection.execute(f"SELECT id FROM {table} WHERE no = ?", (number,)).fetchone()
    if row:
        return str(row[0])
    title = RECORD_TYPES[table].title_field
    rows = connection.execute(
        f'SELECT id FROM {table} WHERE "{title}" = ? AND retired_at IS NULL LIMIT 2', (one_line(text),)
    ).fetchall()
    return rows[0][0] if len(rows) == 1 else None


def reading_of(connection: sqlite3.Connection, today: date) -> Reading:
    """How values are read against this database on this day."""
    return Reading(today, lambda table, text: find_reference(connection, table, text))


def flatten(record_type: RecordType, typed: Values) -> dict[str, Any]:
    """Typed values under the field names of the type: nested objects and the inputs' letters resolved."""
    known = record_type.by_name
    if all(name in known and not isinstance(value, Mapping) for name, value in typed.items()):
        return dict(typed)
    flat: dict[str, Any] = {}
    for name, value in typed.items():
        field = record_type.by_name.get(name)
        if isinstance(value, Mapping) and (field is None or field.kind is not Kind.ROWS):
            prefix = "" if name == "inputs" else f"{name}_"
            flat |= {_field_name(record_type, prefix + key): each for key, each in value.items()}
        else:
            flat[_field_name(record_type, name)] = value
    return flat


def _field_name(record_type: RecordType, name: str) -> str:
    plain = name.replace(".", "_")
    alias = _ALIASES.get(name.removeprefix("inputs."))
    return alias if alias and name not in record_type.by_name and alias in record_type.by_name else plain


def read_values(
    record_type: RecordType, typed: Values, reading: Reading, *, allowed: frozenset[str] | None = None
) -> tuple[dict[str, Any], list[Problem]]:
    """The stored form of the typed values, and every problem found; `allowed` limits the fields (None: all typed ones).

    Computed fields and those that only a transition writes are refused unless `allowed` names them.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, each in flatten(record_type, typed).items():
        field = record_type.by_name.get(name)
        if field is None or (allowed is not None and name not in allowed):
            problems.append(Problem(name, "field_unknown", {"name": name}))
        elif allowed is None and (field.computed or field.by_action):
            problems += _not_typed(field, each)
        else:
            values[name] = _read(field, each, reading, problems)
    return values, problems


def _not_typed(field: Field, value: Any) -> list[Problem]:
    if value in (None, "", []) or field.computed:  # what follows from other fields is worked out again
        return []
    return [Problem(field.name, "field_written_by_step", {"label": field.label})]


def _read(field: Field, typed: Any, reading: Reading, problems: list[Problem]) -> Any:
    try:
        return parse(field, typed, reading)
    except InvalidRecord as error:
        problems.extend(error.problems)
        return None


def missing_fields(record_type: RecordType, record: Values) -> list[Problem]:
    """A problem for each field this record must have and has not."""
    return [
        Problem(field.name, "required", {"label": field.label})
        for field in record_type.demanded
        if record.get(field.name) is None and field.is_required(record)
    ]


def merged(record: Values, values: Mapping[str, Any]) -> Record:
    """A copy of the record with the values put in."""
    return {**record, **values}
