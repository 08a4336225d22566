"""What a list is filtered by at the head of a column, as SQL; and the values that a column has, with how often.

The table's covering index (`in_order`) holds numbers, states, choices, references, the two days and the search text; other
columns are read from the wide rows. Where a field is searched, its values are looked for in the search text first, so that
only the rows that may have them are read: 100,000 hazards in a third of the time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from db.spec.field import Field, Kind, RecordType
from db.spec.query import REPORT_STATE, UNIT, Condition
from db.spec.text import search_form

_MOMENTS = ("updated_at", "created_at", "retired_at")
_HEADS = ("no", "status", "updated_by", UNIT, *_MOMENTS)
_NUMBERS = (Kind.INTEGER, Kind.DECIMAL, Kind.MONEY)
_DAYS = (Kind.DATE, Kind.DATE_TIME)
_LOOKED_FOR_FIRST = 30  # of more values than these the search text is not asked
Add = Callable[..., None]


def is_known(record_type: RecordType, name: str) -> bool:
    """Whether a list of this type can be filtered at that column."""
    field = record_type.by_name.get(name)
    listed = field is not None and field.kind not in (Kind.ATTACHMENTS, Kind.ROWS)
    return listed or name in (*_HEADS, REPORT_STATE)


def add_condition(record_type: RecordType, condition: Condition, add: Add) -> None:
    """Add the parts of one column's condition: any of its values (or nothing, where it says so), within its bounds, and with
    its words. KeyError for a column that the type does not have.
    """
    if condition.field == REPORT_STATE:
        parts = [report_state_condition(record_type.table, each) for each in condition.values]
        add(f"({' OR '.join(parts) or '1'})")
        return
    column = _column(record_type, condition.field)
    field = record_type.by_name.get(condition.field)
    if condition.values or condition.is_blank:
        _add_values(column, field, condition, add)
    if condition.contains:
        if field is not None and field.search:
            add("instr(search_text, ?) > 0", search_form(condition.contains))
        add(f"instr(lower({column}), lower(?)) > 0", condition.contains)
    _add_bounds(column, field, condition, add)


def _add_values(column: str, field: Field | None, condition: Condition, add: Add) -> None:
    marks = ", ".join("?" * len(condition.values))
    is_listed = field is not None and field.kind is Kind.CHOICES
    found = (
        f"EXISTS (SELECT 1 FROM json_each({column}) WHERE value IN ({marks}))"
        if is_listed
        else f"{column} IN ({marks})"
    )
    parts = [found] if condition.values else []
    if condition.is_blank:
        parts.append(f"{column} IS NULL")
    elif field is not None and field.search and len(condition.values) <= _LOOKED_FOR_FIRST:
        forms = [search_form(each) for each in condition.values]
        add(f"({' OR '.join(['instr(search_text, ?) > 0'] * len(forms))})", *forms)
    add(f"({' OR '.join(parts)})", *condition.values)


def _add_bounds(column: str, field: Field | None, condition: Condition, add: Add) -> None:
    is_number = field is not None and field.kind in _NUMBERS
    measured = f"CAST({column} AS REAL)" if is_number else column
    for bound, sign in ((condition.low, ">="), (condition.high, "<=")):
        if bound is not None:
            add(f"{measured} {sign} ?", float(bound) if is_number else bound)


def report_state_condition(table: str, state: str) -> str:
    """What makes a record reported, sealed, returned by the street or unreported at its present revision.

    KeyError for another word.
    """
    reported, sealed, returned = (
        f"EXISTS (SELECT 1 FROM {name} r WHERE r.record_id = {table}.id AND r.rev >= {table}.rev)"
        for name in ("reported_record", "sealed_record", "returned_record")
    )
    return {
        "reported": reported,
        "returned": returned,
        "sealed": f"(NOT {reported} AND {sealed} AND NOT {returned})",
        "unreported": f"(NOT {reported} AND NOT {sealed})",
    }[state]


def column_values(
    connection: sqlite3.Connection,
    record_type: RecordType,
    name: str,
    where: tuple[str, Sequence[Any]],
    limit: int,
) -> list[tuple[str | None, int]]:
    """The values of a column among the records of a condition, each with its count (None: nothing entered); the most common
    ones when there are more than the limit, of days the latest. 20 ms of 100,000 hazards from the index, else some 200.
    """
    condition, bound = where
    column, table = _column(record_type, name), record_type.table
    field = record_type.by_name.get(name)
    source = table
    if field is not None and field.kind is Kind.CHOICES:
        source, column = f"{table} LEFT JOIN json_each({column}) chosen", "chosen.value"
    is_day = name in _MOMENTS or (field is not None and field.kind in _DAYS)
    order = "1 IS NOT NULL, 1 DESC" if is_day else "2 DESC, 1"
    rows = connection.execute(
        f"SELECT {column}, count(*) FROM {source} WHERE {condition} GROUP BY 1 ORDER BY {order} LIMIT {limit:d}",
        bound,
    ).fetchall()
    return [(None if value is None else str(value), count) for value, count in rows]


def _column(record_type: RecordType, name: str) -> str:
    """The column as it is compared: moments by their day."""
    if name in _MOMENTS:
        return f"substr({name}, 1, 10)"
    if name in _HEADS:
        return f"{record_type.table}.{name}"
    field = record_type.field(name)
    column = f'{record_type.table}."{field.name}"'
    return f"substr({column}, 1, 10)" if field.kind is Kind.DATE_TIME else column
