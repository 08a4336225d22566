"""撤销合并, from the bar right after merging and from the file later on. GUI thread."""

from __future__ import annotations

from functools import partial

from db.errors import LedgerError
from db.spec import PREMISES
from desktop.premises_pairs import part
from ui.pages.page_context import PageContext


def part_premises(context: PageContext, gone_id: str) -> None:
    """Part merged premises again, and tell what came of it: the way to them, or which record has moved on."""
    try:
        parted = part(context.office, gone_id)
    except LedgerError as error:
        context.bar.tell_fault(error)
        return
    go_there = partial(context.actions.open_record, PREMISES.table, parted["id"])
    context.bar.tell(f"已撤销合并，{parted['no']} {parted['name']} 和它的记录都已恢复", "去看看", go_there)
