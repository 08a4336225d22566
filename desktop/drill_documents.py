"""Printing drills and duties from an open ledger. reportlab is imported here, when it is needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from db.errors import AppError
from db.spec import DRILL, DRILL_PLAN
from db.spec.query import Query, Sort
from desktop.documents import print_context
from desktop.drills import improvements
from desktop.duties import DUTY_WORDS, duty_board, frequency_word
from desktop.office import Office

if TYPE_CHECKING:
    from reports.print_context import PrintResult

DRILL_REPORTS = (
    "drill-plan",
    "drill-scheme",
    "drill-evaluation",
    "drill-signin",
    "drill-improvements",
    "duties",
)


def year_plan(office: Office, year: int) -> PrintResult:
    """The drill plan of a year, by day; what was called off stays on it."""
    from reports.drill_year_plan import drill_year_plan

    query = Query(date_from=f"{year}-01-01", date_to=f"{year}-12-31", sort=(Sort("planned_on"), Sort("no")))
    plans = office.rows(DRILL_PLAN.table, office.ids(DRILL_PLAN.table, query))
    return drill_year_plan(plans, year, print_context(office))


def drill_scheme(office: Office, record_id: str) -> PrintResult:
    """The scheme of a planned drill."""
    from reports.drill_scheme import drill_scheme

    return drill_scheme(office.get(DRILL_PLAN.table, record_id), print_context(office))


def drill_evaluation(office: Office, record_id: str) -> PrintResult:
    """The evaluation sheet of a drill, with empty cells while it is not evaluated."""
    from reports.drill_evaluation import drill_evaluation

    return drill_evaluation(office.get(DRILL.table, record_id), print_context(office))


def drill_signin(office: Office, table: str, record_id: str) -> PrintResult:
    """The empty sign-in sheet of a drill or of a planned one."""
    from reports.drill_signin import drill_signin

    return drill_signin(table, office.get(table, record_id), print_context(office))


def drill_improvements(office: Office) -> PrintResult:
    """The open problems of all drills."""
    from reports.drill_improvements import drill_improvements

    return drill_improvements(improvements(office), print_context(office))


def duty_matrix(
    office: Office, duty: str, year: int, premises_ids: Sequence[str] | None = None
) -> PrintResult:
    """The board of a duty and a year: all premises, or those of a list."""
    from reports.duty_matrix import MatrixRow, duty_matrix

    wanted = None if premises_ids is None else set(premises_ids)
    rows = [
        MatrixRow(each.standing, each.cells, frequency_word(each.standing))
        for each in duty_board(office, duty, year).rows
        if wanted is None or each.standing.premises_id in wanted
    ]
    return duty_matrix(f"场所{DUTY_WORDS[duty]}到期一览表", year, rows, print_context(office))


def print_drill_report(office: Office, report: str, number: str, year: int | None) -> PrintResult:
    """A document of the command line: its name, the number of the record, the year (this one when not given).

    Raises AppError `record_not_found`, `report_number_missing` when a record is needed and none was named.
    """
    chosen = year or office.clock.today().year
    if report == "drill-plan":
        return year_plan(office, chosen)
    if report == "drill-improvements":
        return drill_improvements(office)
    if report == "duties":
        return duty_matrix(office, _duty(number), chosen)
    if not number:
        raise AppError("report_number_missing")
    if report == "drill-scheme":
        return drill_scheme(office, office.find(DRILL_PLAN.table, number)["id"])
    if report == "drill-evaluation":
        return drill_evaluation(office, office.find(DRILL.table, number)["id"])
    table = DRILL_PLAN.table if number.startswith(DRILL_PLAN.number_prefix) else DRILL.table
    return drill_signin(office, table, office.find(table, number)["id"])


def _duty(named: str) -> str:
    """The duty meant by its key or its word; evacuation drills when none is named."""
    found = [key for key, word in DUTY_WORDS.items() if named in ("", key, word)]
    if not found:
        raise AppError("record_not_found", what=named)
    return found[0]
