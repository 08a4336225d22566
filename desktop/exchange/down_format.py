"""下发包: what a street sends down in the package format, and how its lines look; each is what a clerk would have typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from db.errors import Problem
from db.spec import RECORD_TYPES
from db.spec.field import Field, Kind
from desktop.exchange.records import RecordRules

DOWN_TYPES: Final = ("task", "checklist", "supervision_order", "document")
_LINE: Final = frozenset({"values"})
_LONGEST: Final = 8000


def down_rules() -> RecordRules:
    """What a package from the street may hold: lines of the types sent down, without attachments."""
    return RecordRules(kinds=frozenset(DOWN_TYPES), check=check_line, attachments_of=_no_attachments)


def check_line(kind: str, line: Mapping[str, Any]) -> Sequence[Problem]:
    """What is wrong with a line: another form, a field the type does not have, or one that is not for sending down."""
    values = line.get("values")
    if kind not in DOWN_TYPES or line.keys() != _LINE or not isinstance(values, dict) or not values:
        return [Problem("values", "value_malformed", {"label": kind})]
    fields = {field.name: field for field in RECORD_TYPES[kind].fields}
    return [
        Problem(name, "field_unknown", {"name": name})
        for name, value in values.items()
        if name not in fields or not _may_be_sent(fields[name]) or not _is_typed(value)
    ]


def _may_be_sent(field: Field) -> bool:
    return not (field.by_action or field.computed or field.sensitive or field.kind is Kind.ATTACHMENTS)


def _is_typed(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= _LONGEST
    if isinstance(value, list):
        return len(value) <= 500 and all(map(_is_typed, value))
    if isinstance(value, dict):
        return all(isinstance(name, str) and _is_typed(each) for name, each in value.items())
    return value is None or isinstance(value, bool | int)


def _no_attachments(kind: str, record: Mapping[str, Any]) -> Iterable[str]:
    return ()
