"""What a form of a record starts with, and what it offers while one types. Any thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from db import lists
from db.spec import PERSON, RECORD_TYPES
from db.spec.field import Field, Kind, Prefill
from desktop.office import Office


def new_values(office: Office, table: str) -> dict[str, Any]:
    """What a new record's form starts with: defaults, today, the clerk, and the last place and unit."""
    record_type = RECORD_TYPES[table]
    last = lists.newest_record(office.store.reader(), table) or {}
    prefills: dict[Prefill, Callable[[Field], Any]] = {
        Prefill.TODAY: lambda field: office.today,
        Prefill.CLERK: lambda field: office.clerk,
        Prefill.LAST: lambda field: last.get(field.name),
    }
    return {
        field.name: prefills[field.prefill](field) if field.prefill else field.initial
        for field in record_type.fields
        if not field.by_action and not field.computed and (field.prefill or field.initial is not None)
    }


def copy_values(office: Office, table: str, record_id: str) -> dict[str, Any]:
    """A record's own values for a new one; its photos, deadline, numbers and steps stay behind."""
    record = office.get(table, record_id)
    kept = [
        field
        for field in RECORD_TYPES[table].fields
        if not field.by_action
        and not field.computed
        and field.copied
        and field.kind is not Kind.ATTACHMENTS
        and field.name != RECORD_TYPES[table].due_field
    ]
    fresh = {field.name: office.today for field in kept if field.prefill is Prefill.TODAY}
    return {field.name: record[field.name] for field in kept} | fresh


def suggestions(office: Office, table: str, field: str, limit: int = 30) -> list[str]:
    """What was typed into a field before, newest first; for people also the committee's own."""
    used = lists.values_used(office.store.reader(), table, field, limit)
    if RECORD_TYPES[table].field(field).kind is Kind.PERSON:
        own = [title for _, title in office.choices_of(PERSON.table)]
        used = list(dict.fromkeys([*used, *own]))
    return used[:limit]
