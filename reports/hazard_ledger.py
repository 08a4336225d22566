"""The hazard ledger on paper (part B2). Hazards carry 一般/疑似重大/重大, never one of the four risk
colours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from db.spec import HAZARD, Record
from db.spec.code_tables import code_table
from db.spec.hazard_states import MERGED, VOID
from reports.columns import Column, Group, number_column, ordinal_column, spec_columns
from reports.ledger import Ledger, print_ledger
from reports.marks import Mark
from reports.paper import BLACK
from reports.print_context import PrintContext, PrintResult
from reports.table import Cell
from reports.typefaces import HEI, SONG

TITLE = "安全隐患排查治理台账"
OVERDUE = "逾期"
_MARKS = {
    "general": Mark("disc"),
    "suspected_major": Mark("triangle", (0.6, 0.6, 0.6)),
    "major": Mark("square", BLACK),
}


def hazard_ledger(records: Sequence[Record], context: PrintContext) -> PrintResult:
    """The ledger of these hazards, in their order; overdue is judged by the day of printing."""
    return print_ledger(hazard_form(records, context), context)


def hazard_form(records: Sequence[Record], context: PrintContext) -> Ledger:
    """What the ledger of these hazards shows."""
    totals = totals_line(records, context.printed_at.date())
    return Ledger(TITLE, hazard_columns(context), records, totals, HAZARD.table)


def hazard_columns(context: PrintContext) -> list[Column]:
    """The columns in the usual order; a field that gets a `pdf_width_mm` later appears before the status."""
    today = context.printed_at.date()
    order = (
        Group(("found_on", "found_by"), "排查日期\n排查人"),
        Group(("location",)),
        Group(("description",)),
        Group(("level", "category"), "级别\n类别", "▲ 疑似重大", _mark_level),
        Group(("measures",)),
        Group(("rect_unit", "rect_person"), "责任单位\n责任人"),
        Group(("deadline",)),
        Group(("closed_on",)),
    )
    status = Column("状态", 16, lambda ordinal, record: _status_cell(record, today), sample="逾期100天")
    return [ordinal_column(), number_column(), *spec_columns(HAZARD, order, context), status]


def days_overdue(record: Record, today: date) -> int:
    """Days since the deadline of a hazard that is still open; 0 when it is in time."""
    deadline = record.get("deadline")
    if not deadline or record.get("status") not in HAZARD.open_statuses:
        return 0
    return max(0, (today - date.fromisoformat(deadline)).days)


def totals_line(records: Sequence[Record], today: date) -> str:
    """共 n 条，其中 … by level, then by what became of them."""
    counts: Counter[str | None] = Counter()  # in one go: a long ledger is read from the database each time
    still_open = overdue = removed = 0
    for record in records:
        counts[record.get("level")] += 1
        still_open += record.get("status") in HAZARD.open_statuses
        overdue += days_overdue(record, today) > 0
        removed += record.get("status") in (MERGED, VOID)
    by_level = "，".join(f"{each.label} {counts[each.code]} 条" for each in code_table("hazard_level").codes)
    closed = counts.total() - still_open - removed
    course = f"已销号 {closed} 条，未销号 {still_open} 条（{OVERDUE} {overdue} 条）"
    course += f"，合并或作废 {removed} 条" if removed else ""
    return f"共 {counts.total()} 条，其中：{by_level}；{course}。"


def _mark_level(record: Record, cell: Cell) -> Cell:
    return replace(cell, mark=_MARKS.get(record.get("level") or ""))


def _status_cell(record: Record, today: date) -> Cell:
    code, days = record.get("status"), days_overdue(record, today)
    label = next((each.label for each in HAZARD.statuses if each.code == code), code or "")
    return Cell(f"{label}\n{OVERDUE}{days}天" if days else label, "center", HEI if days else SONG)
