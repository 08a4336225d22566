"""Printing programmes: the table of all clauses, one clause, the wall chart, a review. reportlab is imported when needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.errors import AppError
from db.spec import PERIOD_REVIEW, TASK
from db.spec.programme import years_of
from db.spec.query import Query, Sort
from desktop import programme
from desktop.documents import print_context
from desktop.office import Office
from desktop.wall_chart import Rows, chart_of

if TYPE_CHECKING:
    from reports.print_context import PrintResult


def clause_table(office: Office, key: str = "") -> PrintResult:
    """条款落实情况对照表 of the programme of that key (the newest for "")."""
    from reports.clause_papers import clause_table

    found = programme.programme_of(office, key)
    return clause_table(found, programme.standings(office, found), years_of(found), print_context(office))


def clause_sheet(office: Office, key: str, clause: str) -> PrintResult:
    """One clause of a programme. Raises AppError `documents_missing` when the programme has no such clause."""
    from reports.clause_papers import clause_sheet

    found = programme.programme_of(office, key)
    standings = programme.standings(office, found, [clause])
    if not standings:
        raise AppError("documents_missing")
    references = {"programme": found["id"]}
    query = Query(choices={"clause": (clause,)}, references=references, sort=(Sort("due"), Sort("no")))
    tasks = office.rows(TASK.table, office.ids(TASK.table, query)) if found["id"] else []
    return clause_sheet(found, standings[0], years_of(found), tasks, print_context(office))


def wall_chart_sheet(office: Office, year: int, rows: Rows = Rows.CLAUSE) -> PrintResult:
    """挂图作战 of a year on A3 landscape, by clause or by owner."""
    from reports.wall_chart import wall_chart

    return wall_chart(chart_of(office, year, rows), year, print_context(office))


def period_review(office: Office, record_id: str) -> PrintResult:
    """One supervision or assessment."""
    from reports.period_review import period_review

    return period_review(office.get(PERIOD_REVIEW.table, record_id), print_context(office))


def review_of_number(office: Office, number: str) -> PrintResult:
    """The review of that number, or the newest one. Raises AppError `documents_missing` when there is none."""
    if number:
        return period_review(office, office.find(PERIOD_REVIEW.table, number)["id"])
    ids = office.ids(PERIOD_REVIEW.table, Query(sort=(Sort("date", descending=True),)), 1)
    if not ids:
        raise AppError("documents_missing")
    return period_review(office, ids[0])
