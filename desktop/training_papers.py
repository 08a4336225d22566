"""Papers about trainings, certificates and accidents from an open ledger. reportlab is imported when it is needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from db import training
from db.errors import AppError
from db.spec import ACCIDENT, TRAINING
from db.spec.query import Query, Sort
from desktop.accidents import compare
from desktop.documents import print_context
from desktop.office import Office

if TYPE_CHECKING:
    from reports.print_context import PrintResult


def training_record(office: Office, record_id: str) -> PrintResult:
    """The record of one training, with its photos."""
    from reports.training_record import training_record

    return training_record(office.get(TRAINING.table, record_id), print_context(office))


def sign_in_sheet(office: Office, record_id: str) -> PrintResult:
    """The blank sheet to sign at one training."""
    from reports.training_record import sign_in_sheet

    return sign_in_sheet(office.get(TRAINING.table, record_id), print_context(office))


def coverage_list(office: Office, year: int, ids: tuple[str, ...] | None = None) -> PrintResult:
    """Whose head was trained in that year; of these premises only, when they are given."""
    from reports.training_ledgers import coverage_list

    found = training.coverage(office.store.reader(), year)
    shown = [each for each in found if ids is None or each.premises["id"] in ids]
    return coverage_list(year, shown, print_context(office, _year_query(year)))


def accident_record(office: Office, record_id: str) -> PrintResult:
    """The record of one accident."""
    from reports.accident_papers import accident_record

    return accident_record(office.get(ACCIDENT.table, record_id), print_context(office))


def accident_comparison(office: Office) -> PrintResult:
    """The accidents of each year of the goal beside those of the year it starts from."""
    from reports.accident_papers import accident_comparison

    compared = compare(office)
    goal = compared.goal
    span = Query(date_from=f"{goal.years[0]}-01-01", date_to=f"{goal.years[-1]}-12-31")
    return accident_comparison(goal, compared.base, compared.years, print_context(office, span))


def _year_query(year: int) -> Query:
    return Query(date_from=f"{year}-01-01", date_to=f"{year}-12-31")


def _newest(office: Office, table: str, number: str, query: Query) -> str:
    """The id of the record with that number; without one, of the newest that the query finds."""
    if number:
        return str(office.find(table, number)["id"])
    ids = office.ids(table, query)
    if not ids:
        raise AppError("documents_missing")
    return ids[0]


def _print_training(office: Office, number: str, year: int) -> PrintResult:
    held = Query(statuses=("held", "archived"), sort=(Sort("date", descending=True),))
    return training_record(office, _newest(office, TRAINING.table, number, held))


def _print_sign_in(office: Office, number: str, year: int) -> PrintResult:
    planned = Query(is_open=True, sort=(Sort("date"),))
    return sign_in_sheet(office, _newest(office, TRAINING.table, number, planned))


def _print_accident(office: Office, number: str, year: int) -> PrintResult:
    return accident_record(
        office, _newest(office, ACCIDENT.table, number, Query(sort=(Sort("date", descending=True),)))
    )


def _list(name: str) -> Callable[[Office, str, int], PrintResult]:
    def print_list(office: Office, number: str, year: int) -> PrintResult:
        from desktop import documents

        made: PrintResult = getattr(documents, name)(office)
        return made

    return print_list


PAPERS: Mapping[str, Callable[[Office, str, int], PrintResult]] = {  # `main.py report NAME`
    "training-record": _print_training,
    "training-signin": _print_sign_in,
    "training-coverage": lambda office, number, year: coverage_list(office, year),
    "training-ledger": _list("training_ledger"),
    "certificates": _list("certificate_list"),
    "accident-record": _print_accident,
    "accident-ledger": _list("accident_ledger"),
    "accident-comparison": lambda office, number, year: accident_comparison(office),
}
