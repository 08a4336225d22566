"""The problems a drill brought to light and what became of each, as a table for its record and its evaluation."""

from __future__ import annotations

from collections.abc import Sequence

from db.spec import Field, Kind, Record
from reports.flow import Block
from reports.print_context import PrintContext
from reports.record_blocks import rows_table

_ISSUES = Field(
    "issues", Kind.ROWS, "发现的问题",
    rows=(
        Field("text", Kind.TEXT, "问题", max_length=500),
        Field("owner", Kind.PERSON, "责任人"),
        Field("due", Kind.DATE, "整改期限"),
        Field("outcome", Kind.TEXT, "改进情况"),
    ),
)  # fmt: skip


def issues_table(issues: Sequence[Record], context: PrintContext, width: float) -> list[Block]:
    """One line a problem: done on which day, now a hazard, carried over where to, or still open."""
    rows = [{**row, "outcome": _outcome(row)} for row in issues]
    return rows_table(_ISSUES, rows, context, width)


def _outcome(row: Record) -> str:
    if row.get("done_on"):
        return f"{row['done_on']} 完成"
    if row.get("hazard"):
        return "已转为隐患"
    return f"结转到：{row['carried_to']}" if row.get("carried_to") else "改进中"
