"""街道版, 内部版, 公示版: what of a record goes into a package, and the statement of what was withheld.

Whoever told of something never stands in a package, and identity numbers only masked (domain part F); a profile may
withhold more. What it withholds is said in the package itself, so that its reader takes no gap for an empty field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from db.spec import RECORD_TYPES
from db.spec.field import Field, Kind, Record, RecordType, Values
from db.spec.identity_number import masked_number

STREET, INTERNAL, PUBLIC = "street", "internal", "public"
MASKED, LEFT_OUT = "masked", "left_out"
NOBODY = "—"
SIGNERS: Final = ("created_by", "updated_by")

_MASK: Final = re.compile(r"[0-9]{3}\*+[0-9]{4}|\*{4}")
_WORDS: Final = {MASKED: "打码", LEFT_OUT: "不带"}


@dataclass(frozen=True)
class Profile:
    """One of the three: its name in commands, its label and what it means in a clerk's words."""

    key: str
    label: str
    words: str


PROFILES: Final = (
    Profile(STREET, "街道版（默认）", "手机号、身份证号打码，名单和证件扫描件留在本单位。"),
    Profile(INTERNAL, "内部版", "手机号写全，便于街道直接联系；身份证号仍打码，名单和证件扫描件留在本单位。"),
    Profile(PUBLIC, "公示版", "不带姓名、电话、照片和附件，用于公开；不算报送，记录仍是未报送。"),
)
KEYS: Final = tuple(each.key for each in PROFILES)


def withholding(profile: str, field: Field) -> str:
    """How a profile withholds a field: `masked`, `left_out`, or "" when it goes as it is."""
    if field.sensitive and field.kind in (Kind.ATTACHMENTS, Kind.ROWS):
        return LEFT_OUT  # the scan of what is only reported masked, a list of people
    if profile == PUBLIC and (_is_about_people(field) or field.kind is Kind.ATTACHMENTS):
        return LEFT_OUT
    if field.sensitive or (profile == STREET and field.personal and field.kind is Kind.PHONE):
        return MASKED
    return ""


def released(profile: str, record_type: RecordType, wire: Record) -> Record:
    """The JSON object of a record as a profile lets it go."""
    gone = {
        **wire,
        **{
            each.name: _released(profile, each, wire[each.name])
            for each in record_type.fields
            if wire.get(each.name) is not None
        },
    }
    if profile == PUBLIC:
        gone |= dict.fromkeys(SIGNERS, NOBODY)
    return {name: value for name, value in gone.items() if value is not None}


def _released(profile: str, field: Field, value: Any) -> Any:
    how = withholding(profile, field)
    if how == LEFT_OUT:
        return None
    if how == MASKED:
        return masked_phone(value) if field.kind is Kind.PHONE else masked_number(value)
    if field.kind is Kind.ROWS:
        return [_released_row(profile, field, row) for row in value]
    return value


def _released_row(profile: str, field: Field, row: Mapping[str, Any]) -> dict[str, Any]:
    columns = {each.name: each for each in field.rows}
    kept = {
        name: value if value is None else _released(profile, columns[name], value)
        for name, value in row.items()
    }
    return {name: value for name, value in kept.items() if value is not None or row[name] is None}


def masked_phone(number: str) -> str:
    """A telephone number with its middle as stars: 138****5678; all stars when it is too short for that."""
    digits = re.sub(r"[^0-9]", "", number)
    return f"{digits[:3]}{'*' * (len(digits) - 7)}{digits[-4:]}" if len(digits) >= 8 else "****"


def statement(profile: str, records: Iterable[tuple[RecordType, Values]]) -> list[Record]:
    """The lines of `withheld.jsonl`: for each type of record what was withheld of the records that go, and how."""
    found: dict[str, dict[str, str]] = {}
    for record_type, record in records:
        for name, how in _withheld_of(profile, record_type.fields, record):
            found.setdefault(record_type.table, {})[name] = how
    return [
        {"type": table, "profile": profile, "fields": dict(sorted(fields.items()))}
        for table, fields in sorted(found.items())
    ]


def _withheld_of(profile: str, fields: Iterable[Field], values: Values) -> Iterator[tuple[str, str]]:
    for field in fields:
        value = values.get(field.name)
        if value in (None, "", []):
            continue
        if how := withholding(profile, field):
            yield field.name, how
        elif field.kind is Kind.ROWS:
            for row in value:
                for name, how in _withheld_of(profile, field.rows, row):
                    yield f"{field.name}.{name}", how


def is_statement(line: Mapping[str, Any]) -> bool:
    """Whether a line of `withheld.jsonl` is one; a newer program's fields may be unknown here."""
    fields = line.get("fields")
    return (
        line.keys() == {"type", "profile", "fields"}
        and isinstance(line["type"], str)
        and line["type"] in RECORD_TYPES
        and line["profile"] in KEYS
        and isinstance(fields, dict)
        and 0 < len(fields) <= 200
        and all(
            how in tuple(_WORDS) and re.fullmatch(r"[a-z0-9_.]{1,80}", name) for name, how in fields.items()
        )
    )


def withheld_words(withheld: Mapping[str, Mapping[str, str]]) -> str:
    """What was withheld, in words: 场所：联系电话打码；隐患：照片不带. "" when nothing was."""
    parts = []
    for table, fields in withheld.items():
        record_type = RECORD_TYPES.get(table)
        if record_type:
            named = (f"{_label(record_type, name)}{_WORDS.get(how, '')}" for name, how in fields.items())
            parts.append(f"{record_type.label}：{'、'.join(dict.fromkeys(named))}")
    return "；".join(parts)


def _label(record_type: RecordType, path: str) -> str:
    fields, labels = record_type.fields, []
    for name in path.split("."):
        field = next((each for each in fields if each.name == name), None)
        labels.append(field.label if field else name)
        fields = field.rows if field else ()
    return "·".join(labels)


def agree(record_type: RecordType, ours: Values, theirs: Values) -> bool:
    """Whether two copies of one revision differ in nothing but what profiles withhold."""
    own = all(
        ours.get(name) == theirs.get(name) or NOBODY in (ours.get(name), theirs.get(name)) for name in SIGNERS
    )
    return own and all(
        _agree(each, ours.get(each.name), theirs.get(each.name)) for each in record_type.fields
    )


def _agree(field: Field, ours: Any, theirs: Any) -> bool:
    if ours == theirs:
        return True
    is_withheld = any(withholding(each, field) for each in KEYS)
    if ours is None or theirs is None:
        return is_withheld
    if field.kind is not Kind.ROWS:
        return is_withheld and (_is_masked_of(ours, theirs) or _is_masked_of(theirs, ours))
    return len(ours) == len(theirs) and all(
        _agree(column, one.get(column.name), other.get(column.name))
        for one, other in zip(ours, theirs, strict=True)
        for column in field.rows
    )


def _is_masked_of(masked: Any, whole: Any) -> bool:
    if not isinstance(masked, str) or not isinstance(whole, str) or not _MASK.fullmatch(masked):
        return False
    return masked == masked_phone(whole)


def united(record_type: RecordType, ours: Record, theirs: Values) -> Record:
    """Two copies of one revision that agree, with what either lets go."""
    both = dict(ours)
    for name in SIGNERS:
        if ours.get(name) == NOBODY:
            both[name] = theirs.get(name)
    for each in record_type.fields:
        both[each.name] = _united(each, ours.get(each.name), theirs.get(each.name))
    return both


def _united(field: Field, ours: Any, theirs: Any) -> Any:
    if ours is None or theirs is None:
        return theirs if ours is None else ours
    if field.kind is Kind.ROWS and ours != theirs:
        return [_united_row(field, one, other) for one, other in zip(ours, theirs, strict=True)]
    return theirs if isinstance(ours, str) and _is_masked_of(ours, theirs) else ours


def _united_row(field: Field, ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    return {
        column.name: _united(column, ours.get(column.name), theirs.get(column.name))
        for column in field.rows
        if column.name in ours or column.name in theirs
    }


def _is_about_people(field: Field) -> bool:
    return field.personal or field.sensitive or field.kind in (Kind.PERSON, Kind.PHONE)
