"""Printing a monthly return from an open ledger. reportlab is imported here, when it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.errors import AppError
from db.spec import MONTHLY_RETURN
from db.spec.field import Values
from db.spec.monthly_return import FIXED
from db.spec.query import Query, Sort
from desktop.documents import print_context
from desktop.monthly_return import balance_sentence, board
from desktop.office import Office
from desktop.owed_returns import late_entry_words
from desktop.programme import programme_of
from desktop.return_comparison import comparison
from desktop.return_rollup import present_quarter, rollup
from desktop.tips.release import refuse_unreleased, tipster_check

if TYPE_CHECKING:
    from reports.print_context import PrintResult


def monthly_return(office: Office, return_id: str) -> PrintResult:
    """One return with its figures: frozen ones, or those of now while it is a draft. Raises AppError `tipster_in_text`."""
    from reports.monthly_return import ReturnSheet, monthly_return

    record = office.get(MONTHLY_RETURN.table, return_id)
    found = board(office, record)
    printed = record | {"tasks": list(found.tasks), "adjustments": list(found.told)}
    refuse_unreleased(tipster_check(office), [(MONTHLY_RETURN, printed)])
    sheet = ReturnSheet(
        record, found.figures, found.tasks, found.told, balance_sentence(found),
        recipient_of(office, record), basis_of(office, record["until_on"]), late_entry_words(office, record),
    )  # fmt: skip
    return monthly_return(sheet, print_context(office))


def recipient_of(office: Office, record: Values) -> str:
    """To whom a return goes: what was typed, else the task force (专班) of the committee's street."""
    street = str(office.committee.get("street_name") or "街道")
    return str(record.get("recipient") or f"{street}工作专班")


def basis_of(office: Office, day: str) -> str:
    """《…方案》（文号) of the programme that covers a day, "" when none does."""
    found = programme_of(office, "")
    if not found["from_on"] <= day <= found["until_on"]:
        return ""
    return f"《{found['name']}》（{found['doc_no']}）"


def numbered_return(office: Office, number: str) -> PrintResult:
    """The return of that number, or the newest. Raises AppError `documents_missing`, `record_not_found`."""
    if number:
        return monthly_return(office, office.find(MONTHLY_RETURN.table, number)["id"])
    ids = office.ids(MONTHLY_RETURN.table, Query(sort=(Sort("month", descending=True),)), 1)
    if not ids:
        raise AppError("documents_missing")
    return monthly_return(office, ids[0])


def return_comparison(office: Office, return_id: str) -> PrintResult:
    """What a correction changed against the version before. Raises AppError `return_is_first`, `tipster_in_text`."""
    from reports.return_comparison import ComparisonSheet, return_comparison

    found = comparison(office, office.get(MONTHLY_RETURN.table, return_id))
    refuse_unreleased(tipster_check(office), [(MONTHLY_RETURN, each) for each in (found.first, found.second)])
    before, after = (MONTHLY_RETURN.status(each["status"]).label for each in (found.first, found.second))
    sheet = ComparisonSheet(
        found.first, found.second, found.texts, found.figures, found.tasks, before, after,
        is_draft=found.second["status"] not in FIXED,
    )  # fmt: skip
    return return_comparison(sheet, print_context(office))


def numbered_comparison(office: Office, number: str) -> PrintResult:
    """The comparison of the correction of that number, or of the newest one.

    Raises AppError `documents_missing`, `record_not_found`, `return_is_first`.
    """
    if number:
        return return_comparison(office, office.find(MONTHLY_RETURN.table, number)["id"])
    query = Query(sort=(Sort("month", descending=True), Sort("version", descending=True)))
    rows = office.rows(MONTHLY_RETURN.table, office.ids(MONTHLY_RETURN.table, query))
    second = next((each for each in rows if each.get("corrects")), None)
    if second is None:
        raise AppError("documents_missing")
    return return_comparison(office, second["id"])


def return_rollup(office: Office, code: str) -> PrintResult:
    """The roll-up of 2026Q4, 2026H2, 2026 or 2026-11; the present quarter for "". Raises AppError `rollup_period_unknown`."""
    from reports.return_rollup import return_rollup

    found = rollup(office, code or present_quarter(office))
    days = (found.first, found.last)
    return return_rollup(
        found.period.words,
        days,
        found.counted,
        f"{found.identity}。{found.against_returns}",
        print_context(office),
    )
