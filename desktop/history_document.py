"""Printing the history of a record. reportlab is imported here, when it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.spec import RECORD_TYPES
from desktop.documents import print_context
from desktop.office import Office

if TYPE_CHECKING:
    from reports.print_context import PrintResult


def record_history(office: Office, table: str, record_id: str) -> PrintResult:
    """Every change of a record, the oldest first. Raises AppError `record_not_found`."""
    from reports.record_history import HistoryLine, record_history

    record = office.get(table, record_id)
    lines = [
        HistoryLine(entry.at[:16].replace("T", " "), entry.who, entry.operation, *field)
        for entry in reversed(office.history(table, record_id))
        for field in entry.fields
        if field[1] != field[2]
    ]
    title = f"{RECORD_TYPES[table].label} {record.get('no') or ''}".strip()
    return record_history(title, lines, print_context(office))
