"""下发包: what a street sends down in the package format, and how its lines look; each is what a clerk would have typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from db.choice_rows import TABLES
from db.errors import Problem
from db.spec import RECORD_TYPES
from db.spec.field import Field, Kind
from desktop.exchange.records import RecordRules

DOWN_TYPES: Final = ("own_code", "criterion", "task", "checklist", "supervision_order", "document")
STOPPED: Final = "is_stopped"  # beside the values of a choice or criterion that the street offers no longer
_LINE: Final = frozenset({"values"})
_LONGEST, _MOST, _LARGEST = 8000, 500, 10**12


def down_rules() -> RecordRules:
    """What a package from the street may hold: lines of the types sent down, without attachments."""
    return RecordRules(kinds=frozenset(DOWN_TYPES), check=check_line, attachments_of=_no_attachments)


def check_line(kind: str, line: Mapping[str, Any]) -> Sequence[Problem]:
    """What is wrong with a line: another form, a field the type does not have, or one that is not for sending down."""
    values = line.get("values")
    if kind not in DOWN_TYPES or not _is_line(kind, line) or not isinstance(values, dict) or not values:
        return [Problem("values", "value_malformed", {"label": kind})]
    fields = {field.name: field for field in RECORD_TYPES[kind].fields}
    return [
        Problem(name, "field_unknown", {"name": name})
        for name, value in values.items()
        if name not in fields or not may_be_sent(fields[name]) or not _is_typed(fields[name], value)
    ]


def down_line(kind: str, typed: Mapping[str, Any]) -> dict[str, Any]:
    """The line of a package for what a clerk would type; `STOPPED` among it says that the entry is offered no longer."""
    values = {name: value for name, value in typed.items() if name != STOPPED or kind not in TABLES}
    return {"values": values, **({STOPPED: True} if len(values) < len(typed) and typed[STOPPED] else {})}


def _is_line(kind: str, line: Mapping[str, Any]) -> bool:
    if kind in TABLES and STOPPED in line:
        return line.keys() == _LINE | {STOPPED} and line[STOPPED] is True
    return line.keys() == _LINE


def may_be_sent(field: Field) -> bool:
    """Whether a field is something to send down: typed, and nothing that has to stay where it is."""
    return not (field.by_action or field.computed or field.sensitive or field.kind is Kind.ATTACHMENTS)


def _is_typed(field: Field, value: Any) -> bool:
    """Whether a value has the shape in which a clerk types that field: rows as a list of rows, all else as one value."""
    if value is None:
        return True
    if field.kind is Kind.ROWS:
        return isinstance(value, list) and len(value) <= _MOST and all(_is_row(field, each) for each in value)
    if field.kind is Kind.CHOICES and isinstance(value, list):
        return len(value) <= _MOST and all(map(_is_one, value))
    return _is_one(value)


def _is_row(field: Field, row: Any) -> bool:
    columns = {each.name: each for each in field.rows}
    return isinstance(row, dict) and all(
        name in columns and may_be_sent(columns[name]) and _is_typed(columns[name], value)
        for name, value in row.items()
    )


def _is_one(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= _LONGEST
    return value is None or (isinstance(value, bool | int) and abs(value) < _LARGEST)


def _no_attachments(kind: str, record: Mapping[str, Any]) -> Iterable[str]:
    return ()
