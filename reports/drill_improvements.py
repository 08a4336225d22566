"""The open problems of all drills on A4 landscape, to be handed to those who see to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from db.drill_improvements import Improvement
from reports.columns import Column, ordinal_column
from reports.ledger import Ledger, print_ledger
from reports.print_context import PrintContext, PrintResult
from reports.table import Cell
from reports.typefaces import HEI, SONG

_ITEM = "item"


def drill_improvements(items: Sequence[Improvement], context: PrintContext) -> PrintResult:
    """The list as PDF, in the order of `items`; overdue is judged by the day of printing."""
    today = context.printed_at.date()
    columns = [
        ordinal_column(),
        _column("演练编号", 22, lambda item: Cell(item.drill_no, "center"), "YL-2026-0000"),
        _column("演练主题", 60, lambda item: Cell(item.topic)),
        _column("演练日期", 22, lambda item: Cell(item.held_on, "center"), "2026-00-00"),
        _column("问题", 84, lambda item: Cell(item.text)),
        _column("责任人", 22, lambda item: Cell(item.owner or "", "center")),
        _column("整改期限", 24, lambda item: _due(item, today), "2026-00-000"),
        _column("完成情况", 28, lambda item: Cell("　")),
    ]
    overdue = sum(bool(item.due and item.due < today.isoformat()) for item in items)
    totals = f"共 {len(items)} 项没有改完，其中逾期 {overdue} 项。"
    return print_ledger(
        Ledger("演练改进事项清单", columns, [{_ITEM: each} for each in items], totals), context
    )


def _column(label: str, width_mm: float, cell: Callable[[Improvement], Cell], sample: str = "") -> Column:
    return Column(label, width_mm, lambda ordinal, record: cell(record[_ITEM]), sample)


def _due(item: Improvement, today: date) -> Cell:
    days = (today - date.fromisoformat(item.due)).days if item.due else 0
    late = f"\n逾期{days}天" if days > 0 else ""
    return Cell(f"{item.due or ''}{late}", "center", HEI if late else SONG)
