"""The papers of closing a year, A4 across: what is carried over, and 销毁清单 with lines for those who answer for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from db.retention import Expired
from db.spec import RECORD_TYPES
from db.year_archives import OpenItem
from reports.columns import Column, ordinal_column
from reports.ledger import Ledger, print_ledger
from reports.print_context import PrintContext, PrintResult
from reports.table import Cell

_ITEM = "item"
_DESTROYERS = ("鉴定（经办）人（签字）", "监销人（签字）", "负责人（签字）")


def carried_over_list(items: Sequence[OpenItem], year: int, context: PrintContext) -> PrintResult:
    """What is still open at the end of a year, in the order given."""
    columns = [
        ordinal_column(),
        _column("台账", 22, lambda item: Cell(RECORD_TYPES[item.table].label, "center")),
        _column("编号", 28, lambda item: Cell(item.no, "center"), "YH-2026-0000"),
        _column("内容", 110, lambda item: Cell(item.title)),
        _column("日期", 24, lambda item: Cell(item.day, "center"), "2026-00-000"),
        _column("期限", 24, lambda item: Cell(item.due, "center"), "2026-00-000"),
        _column("现在的状态", 28, lambda item: Cell(item.status, "center")),
    ]
    totals = f"截至打印之日，{year} 年及以前未办结 {len(items)} 条，其中{_counted(items)}，结转下年继续办理。"
    return _printed(f"{year}年未办结事项结转清单", columns, items, totals, context)


def destruction_sheet(
    items: Sequence[Expired], title: str, source: str, context: PrintContext
) -> PrintResult:
    """The records whose time is over, with the rule of each, to be signed by those who judge and those who watch."""
    columns = [
        ordinal_column(),
        _column("台账", 22, lambda item: Cell(RECORD_TYPES[item.table].label, "center")),
        _column("编号", 28, lambda item: Cell(item.no, "center"), "YH-2026-0000"),
        _column("题名", 96, lambda item: Cell(item.title)),
        _column("日期", 24, lambda item: Cell(item.day, "center"), "2026-00-000"),
        _column("保管期限", 44, lambda item: Cell(item.rule)),
        _column("鉴定意见", 30, lambda item: Cell("　")),
    ]
    totals = f"共 {len(items)} 条，其中{_counted(items)}。依据：{source}。"
    return _printed(title, columns, items, totals, context, _DESTROYERS)


def _printed(
    title: str,
    columns: Sequence[Column],
    items: Sequence[Any],
    totals: str,
    context: PrintContext,
    signers: Sequence[str] = (),
) -> PrintResult:
    ledger = Ledger(title, columns, [{_ITEM: each} for each in items], totals)
    if signers:
        ledger = Ledger(title, columns, ledger.records, totals, signers=signers)
    return print_ledger(ledger, context)


def _column(label: str, width_mm: float, cell: Callable[[Any], Cell], sample: str = "") -> Column:
    return Column(label, width_mm, lambda ordinal, record: cell(record[_ITEM]), sample)


def _counted(items: Sequence[Any]) -> str:
    counts = Counter(each.table for each in items)
    return "、".join(f"{RECORD_TYPES[table].label} {count} 条" for table, count in counts.items())
