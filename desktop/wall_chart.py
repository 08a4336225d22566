"""挂图作战 of an open ledger: the rows of a year's chart, in the order of the programmes' clauses."""

from __future__ import annotations

from db.wall_chart import Bar, BarState, ChartRow, Rows, chart_rows, year_share
from desktop import programme
from desktop.office import Office

__all__ = ["Bar", "BarState", "ChartRow", "Rows", "chart_of", "year_share"]


def chart_of(office: Office, year: int, rows: Rows) -> list[ChartRow]:
    """The rows of the chart of a year."""
    order = [clause["label"] for each in programme.programmes(office) for clause in each["clauses"]]
    today = office.clock.today()
    return chart_rows(
        programme.year_tasks(office, year), year, rows, today, order if rows is Rows.CLAUSE else ()
    )
