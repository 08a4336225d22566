"""The history of one record on A4 landscape: who changed what when, each field before and after (part F: the whole course
of a record can be traced; 档案法实施条例 §39).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reports.columns import Column, ordinal_column
from reports.ledger import Ledger, print_ledger
from reports.print_context import PrintContext, PrintResult
from reports.table import Align, Cell

_LINE = "line"


@dataclass(frozen=True)
class HistoryLine:
    """One changed field: when, who, in which operation, the field and its texts ("" where there was or is none)."""

    at: str
    who: str
    operation: str
    label: str
    before: str
    after: str


def record_history(title: str, lines: Sequence[HistoryLine], context: PrintContext) -> PrintResult:
    """The lines as PDF, in their order; `title` names the record."""
    columns = [
        ordinal_column(),
        _column("时间", 30, lambda line: line.at, "center", "2026-00-00"),
        _column("操作人", 20, lambda line: line.who, "center"),
        _column("操作", 30, lambda line: line.operation),
        _column("项目", 28, lambda line: line.label),
        _column("原内容", 68, lambda line: line.before),
        _column("新内容", 68, lambda line: line.after),
    ]
    totals = f"共 {len(lines)} 处改动。"
    ledger = Ledger(f"操作历史　{title}", columns, [{_LINE: each} for each in lines], totals)
    return print_ledger(ledger, context)


def _column(
    label: str, width_mm: float, text: Callable[[HistoryLine], str], align: Align = "left", sample: str = ""
) -> Column:
    return Column(label, width_mm, lambda ordinal, record: Cell(text(record[_LINE]), align), sample)
