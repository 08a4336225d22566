"""Ledgers on paper: each by the key of its form, made of the records a list shows. reportlab is imported when needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from db.printed import query_text
from db.spec import RECORD_TYPES
from db.spec.field import Record, RecordType
from db.spec.query import Query, Sort
from desktop.office import Office

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


def print_form(office: Office, key: str, query: Query | None = None) -> PrintResult:
    """The ledger of that form with the records a list shows (all, by number, when no query is given).

    Raises AppError `tipster_in_text` when one names a tipster.
    """
    from desktop.documents import print_context, released_rows
    from reports.ledger import print_ledger

    query = query or Query(sort=(Sort("no"),))
    record_type, shape = form_of(key)
    context = print_context(office, query)
    printed = print_ledger(shape(released_rows(office, record_type, query), context), context)
    assert printed.trace is not None
    return replace(printed, trace=replace(printed.trace, query=query_text(query)))


def usual_columns(table: str) -> tuple[str, ...]:
    """The columns of a list that nobody arranged: number, the fields that lists show, state."""
    record_type = RECORD_TYPES[table]
    shown = [each.name for each in record_type.fields if each.list_width]
    title = [] if record_type.title_field in shown else [record_type.title_field]
    return ("no", *title, *shown, "status")
