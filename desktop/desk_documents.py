"""Printing what the work table shows. reportlab is imported when needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.desk import charts_of
from desktop.documents import print_context
from desktop.office import Office

if TYPE_CHECKING:
    from reports.print_context import PrintResult


def chart_sheet(office: Office) -> PrintResult:
    """The charts of the work table as they stand today."""
    from reports.desk_charts import desk_charts

    return desk_charts(charts_of(office), print_context(office))
