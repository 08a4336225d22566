"""Printing risks from an open ledger: the card of a point and the four-colour distribution. reportlab is imported here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.errors import AppError
from db.spec import PREMISES, RISK
from db.spec.field import Record
from db.spec.query import Query, Sort
from desktop.documents import print_context
from desktop.office import Office

if TYPE_CHECKING:
    from reports.print_context import PrintResult

RISK_REPORTS = ("risk-card", "risk-distribution")


def risk_card(office: Office, record_id: str) -> PrintResult:
    """The card of one risk point, to be put up at the place."""
    from reports.risk_card import risk_card

    return risk_card(
        office.get(RISK.table, record_id), print_context(office), office.committee.get("phone") or ""
    )


def risk_distribution(office: Office, query: Query | None = None) -> PrintResult:
    """The open risks of a list (of all, when no query is given) by grid, premises and level.

    A risk without a grid of its own stands in the grid of its premises.
    """
    from reports.risk_distribution import risk_distribution

    query = query or Query(is_open=True, sort=(Sort("no"),))
    records = office.rows(RISK.table, office.ids(RISK.table, query))
    used = list({each["premises"] for each in records if each.get("premises")})
    grids = {each["id"]: each.get("grid") or "" for each in office.rows(PREMISES.table, used)}

    def grid_of(record: Record) -> str:
        return str(record.get("grid") or grids.get(record.get("premises") or "", ""))

    return risk_distribution(records, print_context(office, query), grid_of)


def print_risk_report(office: Office, name: str, number: str) -> PrintResult:
    """A report of the command line. Raises AppError `risk_number_missing`, `record_not_found` for a card."""
    if name == "risk-distribution":
        return risk_distribution(office)
    if not number:
        raise AppError("risk_number_missing")
    return risk_card(office, office.find(RISK.table, number)["id"])
