"""打印历史, wherever a record's history is shown. GUI thread."""

from __future__ import annotations

from db.spec.field import Record
from ui.pages.page_context import PageContext


def print_history(context: PageContext, table: str, record: Record | None) -> None:
    """Everything that was ever changed of a record, in the preview."""
    if record is None:
        return
    from desktop.history_document import record_history

    number = str(record.get("no") or "")
    context.actions.print_document(
        lambda: record_history(context.office, table, record["id"]), "操作历史", number
    )
