"""Two premises that turn out to be one, merged with all that hangs on them; `db.premises_parting` is the way back.

Merging is an ordinary write of `db.records`, so both histories stay readable and every moved record gets its next
revision.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from db.errors import AppError, InvalidRecord, Problem
from db.lists import records_by_id
from db.records import load, update
from db.spec import PREMISES, RECORD_TYPES
from db.spec.field import Field, Kind, Record, RecordType, Values
from db.store import Transaction

MERGED = "合并场所"
_LONGEST = 4000  # letters of a long text, as everywhere
KEPT, GONE, BOTH = "kept", "gone", "both"
_LISTS = (Kind.CHOICES, Kind.ROWS, Kind.ATTACHMENTS)
_WITH_CODE = ("usc_status", "usc_note")  # go where the credit code goes
_BY_ITSELF = (*_WITH_CODE, "distinct_from", "short_name")
_BACKWARD = ("merged_into",)  # says where premises went; it is history and never moves


@dataclass(frozen=True)
class Difference:
    """A field in which two premises differ, and which value the merged ones get unless the clerk says otherwise."""

    field: Field
    kept: Any
    gone: Any
    choice: str

    @property
    def may_be_both(self) -> bool:
        """Whether both values can stand together: lists and remarks."""
        return self.field.kind in _LISTS or self.field.kind is Kind.LONG_TEXT


def differences(kept: Values, gone: Values) -> list[Difference]:
    """Every field of their own in which two premises differ, in the order of the form."""
    return [
        Difference(field, kept.get(field.name), gone.get(field.name), _usual_choice(field, kept, gone))
        for field in PREMISES.fields
        if not (field.computed or field.by_action or field.name in _BY_ITSELF)
        and kept.get(field.name) != gone.get(field.name)
    ]


def _usual_choice(field: Field, kept: Values, gone: Values) -> str:
    if kept.get(field.name) in (None, []):
        return GONE
    return BOTH if field.kind in _LISTS and gone.get(field.name) else KEPT


def merge(
    transaction: Transaction, kept_id: str, gone_id: str, choices: Mapping[str, str], seen: Mapping[str, int]
) -> Record:
    """Merge one premises into another; gives the merged one. The other one is retired and keeps its number.

    `choices` names KEPT, GONE or BOTH for fields that differ; `seen` the revisions that the clerk saw.
    Raises AppError `record_not_found`, `record_retired`, `record_changed_meanwhile`, `merge_with_itself`, InvalidRecord.
    """
    if kept_id == gone_id:
        raise AppError("merge_with_itself")
    kept, gone = (_as_seen(transaction, each, seen) for each in (kept_id, gone_id))
    merged = _merged(kept, gone, choices)
    PREMISES.derive(merged)
    problems = [*PREMISES.check(merged), *_too_long(merged)]
    if problems:
        raise InvalidRecord(problems)
    for record_type, record in list(_referring(transaction.connection, gone_id)):
        if record["id"] not in (kept_id, gone_id):  # those two are written below, whole
            update(transaction, record_type, record, _moved(record_type, record, gone_id, kept_id))
    result = update(transaction, PREMISES, kept, merged)
    mark = {
        "merged_into": kept_id,
        "retired_at": transaction.at,
        "retired_reason": f"合并到 {kept['no']}",
    }
    update(transaction, PREMISES, gone, gone | mark)  # last: the way back starts at its row of the log
    return result


def _as_seen(transaction: Transaction, record_id: str, seen: Mapping[str, int]) -> Record:
    record = load(transaction, PREMISES, record_id)
    if record is None:
        raise AppError("record_not_found", what=record_id)
    if record["retired_at"]:
        raise AppError("record_retired", no=record["no"] or "")
    if seen.get(record_id, record["rev"]) != record["rev"]:
        raise AppError("record_changed_meanwhile", who=record["updated_by"], at=record["updated_at"][:16])
    return record


def _merged(kept: Record, gone: Record, choices: Mapping[str, str]) -> Record:
    merged = dict(kept)
    for each in differences(kept, gone):
        choice = choices.get(each.field.name, each.choice)
        merged[each.field.name] = _chosen(each, choice)
        if each.field.name == "usc" and choice == GONE:
            merged |= {name: gone.get(name) for name in _WITH_CODE}
    merged["short_name"] = _other_names(merged, kept, gone)
    merged["changes"] = _once([*(kept.get("changes") or []), *(gone.get("changes") or [])])
    merged["distinct_from"] = _parted_from(kept, gone)
    if merged.get("landlord_premises") in (kept["id"], gone["id"]):
        merged["landlord_premises"] = None
    return merged


def _chosen(difference: Difference, choice: str) -> Any:
    """The value of a choice; what cannot stand together with another stays with the premises that stay."""
    if choice == GONE:
        return difference.gone
    if choice != BOTH or not difference.may_be_both:
        return difference.kept
    if difference.field.kind is Kind.LONG_TEXT:
        return "\n".join(filter(None, (difference.kept, difference.gone)))
    return _once([*(difference.kept or []), *(difference.gone or [])])


def _too_long(merged: Values) -> list[Problem]:
    """Remarks of both may not fit into one; the clerk then takes those of one and shortens the others."""
    return [
        Problem(
            each.name,
            "text_too_long",
            {"label": each.label, "limit": _LONGEST, "length": len(merged[each.name])},
        )
        for each in PREMISES.fields
        if each.kind is Kind.LONG_TEXT and len(merged.get(each.name) or "") > _LONGEST
    ]


def _once(rows: list[Any]) -> list[Any] | None:
    return [row for place, row in enumerate(rows) if row not in rows[:place]] or None


def _other_names(merged: Values, kept: Values, gone: Values) -> str | None:
    """Both short names, and the name that gave way: premises are still found by it."""
    words = [kept.get("short_name"), gone.get("short_name"), kept["name"], gone["name"]]
    names = [word for each in words if each for word in str(each).split("、")]
    others = [each for each in dict.fromkeys(names) if each != merged["name"]]
    limit = PREMISES.field("short_name").max_length or 200
    while len("、".join(others)) > limit:
        others.pop()
    return "、".join(others) or None


def _parted_from(kept: Values, gone: Values) -> list[Any] | None:
    rows = [*(kept.get("distinct_from") or []), *(gone.get("distinct_from") or [])]
    return _once([row for row in rows if row.get("no") not in (kept["no"], gone["no"])])


def moved_by_merging(connection: sqlite3.Connection, gone_id: str) -> dict[str, int]:
    """How many records of each type merging would move, by table; those in the recycle bin count too."""
    counts: dict[str, int] = {}
    for record_type, _ in _referring(connection, gone_id):
        counts[record_type.table] = counts.get(record_type.table, 0) + 1
    return counts


def _referring(connection: sqlite3.Connection, premises_id: str) -> Iterator[tuple[RecordType, Record]]:
    """Every record that refers to the premises, once, whatever field or child row of it does."""
    for record_type in RECORD_TYPES.values():
        conditions = [_refers(each) for each in record_type.fields if _may_refer(each)]
        if conditions:
            rows = connection.execute(
                f"SELECT id FROM {record_type.table} WHERE {' OR '.join(conditions)} ORDER BY id",
                [premises_id] * len(conditions),
            ).fetchall()
            for record in records_by_id(connection, record_type.table, [row[0] for row in rows]):
                was_merged = record_type.table == PREMISES.table and record["merged_into"]
                if not was_merged:  # what was merged away stays as it was, to come back so
                    yield record_type, record


def _may_refer(field: Field) -> bool:
    return field.name not in _BACKWARD and any(
        each.refers_to == PREMISES.table for each in (field, *field.rows)
    )


def _refers(field: Field) -> str:
    """By its index; a child row is JSON text, in which an id stands as it is."""
    return f'instr("{field.name}", ?) > 0' if field.rows else f'"{field.name}" = ?'


def _moved(record_type: RecordType, record: Record, gone_id: str, kept_id: str) -> Record:
    moved = dict(record)
    for field in filter(_may_refer, record_type.fields):
        if not field.rows:
            moved[field.name] = kept_id if record.get(field.name) == gone_id else record.get(field.name)
        elif record.get(field.name):
            text = json.dumps(record[field.name], ensure_ascii=False)
            moved[field.name] = json.loads(text.replace(f'"{gone_id}"', f'"{kept_id}"'))
    return moved


def merged_into(connection: sqlite3.Connection, kept_id: str) -> list[Record]:
    """The premises that were merged into these and not parted again, by number."""
    rows = connection.execute(
        "SELECT id FROM premises WHERE merged_into = ? AND retired_at IS NOT NULL ORDER BY no", (kept_id,)
    ).fetchall()
    return records_by_id(connection, PREMISES.table, [row[0] for row in rows])
