"""Ledgers on paper: each by the key of its form, made of the records a list shows. reportlab is imported when needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from db.printed import query_text
from db.spec import RECORD_TYPES
from db.spec.field import Kind, Record, RecordType
from db.spec.query import Query, Sort
from desktop.office import Office
from desktop.people.disclosing import note_disclosure

if TYPE_CHECKING:
    from reports.ledger import Ledger
    from reports.print_context import PrintContext, PrintResult

# The forms that custom or the plan gives a ledger, by table: module and function. Every other list prints as it stands.
_OWN_FORMS: Mapping[str, tuple[str, str]] = {
    "hazard": ("reports.hazard_ledger", "hazard_form"),
    "risk": ("reports.risk_inventory", "risk_form"),
    "document": ("reports.document_register", "document_form"),
    "task": ("reports.task_list", "task_form"),
    "training": ("reports.training_ledgers", "training_form"),
    "special_work_certificate": ("reports.training_ledgers", "certificate_form"),
    "accident": ("reports.accident_papers", "accident_form"),
}
_LIST = "list"
Shape = Callable[[Sequence[Record], "PrintContext"], "Ledger"]


def has_own_form(table: str) -> bool:
    """Whether the records of a table have a ledger with prescribed columns."""
    return table in _OWN_FORMS


def list_key(table: str, columns: Sequence[str]) -> str:
    """The form of a list with these columns."""
    return f"{_LIST}:{table}:{','.join(columns)}"


def form_of(key: str) -> tuple[RecordType, Shape]:
    """The record type of a form and what lays its records out. Raises KeyError for a key this version does not know."""
    if key in _OWN_FORMS:
        module, name = _OWN_FORMS[key]
        shape: Shape = getattr(import_module(module), name)
        return RECORD_TYPES[key], shape
    kind, table, columns = key.split(":") if key.count(":") == 2 else ("", "", "")
    if kind != _LIST:
        raise KeyError(key)
    from reports.list_ledger import list_form

    record_type = RECORD_TYPES[table]
    return record_type, lambda records, context: list_form(record_type, columns.split(","), records, context)


def has_phones(key: str) -> bool:
    """Whether a form lists telephones of people, which it masks unless asked."""
    record_type, _ = form_of(key)
    names = key.rpartition(":")[2].split(",") if key.startswith(_LIST) else []
    fields = [record_type.by_name[name] for name in names if name in record_type.by_name]
    return any(each.kind is Kind.PHONE and each.personal for each in fields)


def print_form(
    office: Office, key: str, query: Query | None = None, *, shows_phones: bool = False
) -> PrintResult:
    """The ledger of that form with the records a list shows (all, by number, when no query is given).

    Telephones are masked unless asked for, which is logged. Raises AppError `tipster_in_text` when a record names a
    tipster, `not_allowed` for telephones that the one at the desk may not see.
    """
    from desktop.documents import print_context, released_rows
    from reports.ledger import print_ledger

    query = query or Query(sort=(Sort("no"),))
    record_type, shape = form_of(key)
    context = replace(print_context(office, query), shows_phones=shows_phones)
    if shows_phones and has_phones(key):
        note_disclosure(office, f"查看或导出个人信息：打印{record_type.label}的电话")
    printed = print_ledger(shape(released_rows(office, record_type, query), context), context)
    assert printed.trace is not None
    return replace(printed, trace=replace(printed.trace, query=query_text(query)))


def usual_columns(table: str) -> tuple[str, ...]:
    """The columns of a list that nobody arranged: number, the fields that lists show, state."""
    record_type = RECORD_TYPES[table]
    shown = [each.name for each in record_type.fields if each.list_width]
    title = [] if record_type.title_field in shown else [record_type.title_field]
    return ("no", *title, *shown, "status")
