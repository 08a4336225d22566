"""Numbers of tips by month: received, accepted, confirmed, closed, rewarded. No content, and nobody's name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from db.spec import Record
from reports.columns import Column
from reports.ledger import Ledger, print_ledger
from reports.print_context import PrintContext, PrintResult
from reports.table import Cell

TITLE = "举报受理情况统计"
_COUNTS = (("received", "收到（件）"), ("accepted", "受理核实（件）"), ("confirmed", "属实及部分属实（件）"),
           ("closed", "办结（件）"), ("rewarded", "已奖励（件）"))  # fmt: skip


def tip_figures(months: Sequence[Record], context: PrintContext) -> PrintResult:
    """The months in their order; each has `month` (YYYY-MM), the counts, and `reward_yuan` as decimal text."""
    columns = [
        Column(
            "月份", 24, lambda ordinal, month: Cell(_words(month["month"]), "center"), sample="2026年12月"
        ),
        *(Column(label, 30, _count(name)) for name, label in _COUNTS),
        Column("奖励金额（元）", 30, lambda ordinal, month: Cell(month["reward_yuan"], "right")),
    ]
    return print_ledger(Ledger(TITLE, columns, months, totals_line(months)), context)


def totals_line(months: Sequence[Record]) -> str:
    """合计 of every column, in one sentence."""
    sums = {name: sum(month[name] for month in months) for name, _ in _COUNTS}
    yuan = sum(float(month["reward_yuan"]) for month in months)
    money = f"{yuan:.2f}".removesuffix(".00")
    return (
        f"合计：收到 {sums['received']} 件，受理核实 {sums['accepted']} 件，属实及部分属实 {sums['confirmed']} 件，"
        f"办结 {sums['closed']} 件，已奖励 {sums['rewarded']} 件、{money} 元。各列均按接报月份统计。"
    )


def _count(name: str) -> Callable[[int, Record], Cell]:
    return lambda ordinal, month: Cell(str(month[name]), "center")


def _words(month: str) -> str:
    year, _, number = month.partition("-")
    return f"{year}年{int(number)}月"
