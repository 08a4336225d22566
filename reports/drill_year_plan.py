"""The committee's drill plan of a year on A4 landscape: what, when, where, for whom, and what became of it (part B5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from db.spec import DRILL_PLAN, Record
from db.spec.drill_plan import CANCELLED, HELD
from reports.columns import Column, Group, number_column, ordinal_column, spec_columns
from reports.ledger import Ledger, print_ledger
from reports.print_context import PrintContext, PrintResult
from reports.table import Cell


def drill_year_plan(plans: Sequence[Record], year: int, context: PrintContext) -> PrintResult:
    """The plan of that year as PDF, in the order of `plans`."""
    order = (
        Group(("planned_on",)),
        Group(("topic",)),
        Group(("premises",)),
        Group(("scenario", "form"), "科目\n形式", "电动自行车火灾"),
        Group(("headcount",), "人数"),
        Group(("budget",), "经费\n（万元）"),
        Group(("organiser",)),
        Group(("plan_ref",)),
    )
    columns = [ordinal_column(), number_column(), *spec_columns(DRILL_PLAN, order, context), _status_column()]
    totals = totals_line(plans)
    return print_ledger(
        Ledger(f"{year}年度应急演练计划", columns, plans, totals), replace(context, period=f"{year}年")
    )


def totals_line(plans: Sequence[Record]) -> str:
    """共 n 项，其中已实施, 取消, 延期过的, and what is still to come."""
    held = sum(plan["status"] == HELD for plan in plans)
    cancelled = sum(plan["status"] == CANCELLED for plan in plans)
    postponed = sum(bool(plan.get("postponements")) for plan in plans)
    left = len(plans) - held - cancelled
    return f"共 {len(plans)} 项，其中：已实施 {held} 项，取消 {cancelled} 项，尚未实施 {left} 项；有过延期的 {postponed} 项。"


def _status_column() -> Column:
    return Column("状态", 24, lambda ordinal, plan: Cell(_status(plan), "center"), sample="由2026-00-00")


def _status(plan: Record) -> str:
    """The state, with the day it was put off from, or why it was called off."""
    label = DRILL_PLAN.status(plan["status"]).label
    if plan["status"] == CANCELLED:
        return f"{label}\n{plan.get('cancel_reason') or ''}".strip()
    moved = plan.get("postponements") or []
    return f"{label}\n由{moved[0]['old']}\n延期" if moved else label
