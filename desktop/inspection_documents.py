"""Printing inspections: the record of one, and blank sheets for the round. reportlab is imported when it is needed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from db.errors import AppError
from db.spec import HAZARD, INSPECTION, PREMISES
from db.spec.field import Record
from db.spec.query import Query, Sort
from desktop.checklists import blank_items, checklists, edition, fitting
from desktop.documents import print_context
from desktop.office import Office

if TYPE_CHECKING:
    from reports.print_context import PrintResult


def inspection_record(office: Office, record_id: str) -> PrintResult:
    """The record (现场检查记录) of one inspection."""
    from reports.inspection_record import inspection_record

    record = office.get(INSPECTION.table, record_id)
    hazards = [row["hazard"] for row in record["items"] or [] if row.get("hazard")]
    numbers = {each["id"]: each["no"] for each in office.rows(HAZARD.table, hazards)}
    premises = office.get(PREMISES.table, record["premises"])
    return inspection_record(record, premises, numbers, print_context(office))


def inspection_sheet(office: Office, premises: Record | None, lists: Sequence[Record]) -> PrintResult:
    """A blank sheet with the items of these checklists, for premises or with an empty head."""
    from reports.inspection_sheet import Sheet, inspection_sheet

    sheet = Sheet([edition(each) for each in lists], blank_items(lists), premises)
    return inspection_sheet(sheet, print_context(office))


def blank_sheets(office: Office, premises_ids: Sequence[str]) -> PrintResult:
    """Blank sheets for several premises as one PDF, each with the checklists that fit it and a bookmark.

    Raises AppError `documents_missing` without premises.
    """
    from desktop.batch_print import bind

    known = checklists(office)
    premises = office.rows(PREMISES.table, premises_ids)
    make = partial(inspection_sheet, office)
    parts = [(f"{each['no']} {each['name']}", partial(make, each, fitting(known, each))) for each in premises]
    return bind(office, "现场检查记录表", parts)


def record_document(office: Office, number: str) -> PrintResult:
    """The record of the inspection with that number, or of the newest. Raises AppError `documents_missing`."""
    if number:
        return inspection_record(office, office.find(INSPECTION.table, number)["id"])
    newest = (Sort("date", descending=True), Sort("no", descending=True))
    ids = office.ids(INSPECTION.table, Query(sort=newest), 1)
    if not ids:
        raise AppError("documents_missing")
    return inspection_record(office, ids[0])


def sheet_document(office: Office, premises_number: str) -> PrintResult:
    """The blank sheet for the premises of that number or name with its fitting checklists; without one, an empty head
    and those that fit all.
    """
    premises = office.find(PREMISES.table, premises_number) if premises_number else None
    return inspection_sheet(office, premises, fitting(checklists(office), premises))
