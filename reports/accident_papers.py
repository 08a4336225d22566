"""The record of one accident (国务院令第493号 §12), the accident ledger, and the comparison with the starting year."""

from __future__ import annotations

from collections.abc import Sequence

from db.accident_comparison import COMPARISON_HEADS, comparison_note, comparison_rows
from db.accidents import AccidentGoal, Baseline, YearOfAccidents
from db.spec import ACCIDENT, Record
from reports.columns import Column, Group, number_column, ordinal_column, spec_columns
from reports.ledger import Ledger, print_ledger
from reports.print_context import PrintContext, PrintResult
from reports.record_document import RecordDocument, print_record
from reports.table import Align, Cell

RECORD_TITLE, LEDGER_TITLE, COMPARISON_TITLE = "事故记录", "事故台账", "事故起数和死亡人数对比"
_SECTIONS = {
    "事故": "时间、地点和类别",
    "伤亡和损失": "伤亡和直接经济损失",
    "经过": "经过、原因和措施",
    "报告": "报告",
    "教训": "教训和整改",
    "照片和材料": "照片和材料",
}
_OMITTED = frozenset(("date", "note"))
_IF_FILLED = frozenset(("type_2025", "type_1986", "premises", "known_at"))
_SIGNERS = ("填报人（签字）", "审核人（签字）", "负责人（签字）")


def accident_record(record: Record, context: PrintContext) -> PrintResult:
    """One accident as PDF, A4 portrait."""
    document = RecordDocument(RECORD_TITLE, ACCIDENT, _SECTIONS, _SIGNERS, _OMITTED, _IF_FILLED)
    return print_record(document, record, context)


def accident_ledger(records: Sequence[Record], context: PrintContext) -> PrintResult:
    """The ledger of these accidents, in their order."""
    return print_ledger(accident_form(records, context), context)


def accident_form(records: Sequence[Record], context: PrintContext) -> Ledger:
    """What the ledger of these accidents shows."""
    names = (
        "date",
        "title",
        "place",
        "category",
        "type_2025",
        "final_dead",
        "final_serious",
        "final_loss",
        "level",
    )
    order = tuple(
        Group((name,), {"final_dead": "死亡\n（人）", "final_serious": "重伤\n（人）", "final_loss": "损失\n（万元）",
                        "level": "等级\n（推算）", "type_2025": "事故类型"}.get(name, ""))
        for name in names
    )  # fmt: skip
    columns = [ordinal_column(), number_column(), *spec_columns(ACCIDENT, order, context)]
    dead = sum(each["final_dead"] or 0 for each in records)
    production = sum(bool(each["is_production"]) for each in records)
    totals = f"共 {len(records)} 起，死亡 {dead} 人；其中生产安全事故 {production} 起。"
    return Ledger(LEDGER_TITLE, columns, records, totals, ACCIDENT.table)


def accident_comparison(
    goal: AccidentGoal, base: Baseline | None, years: Sequence[YearOfAccidents], context: PrintContext
) -> PrintResult:
    """The comparison as a table; the accidents that were counted stand under their year."""
    rows = [dict(zip(COMPARISON_HEADS, each, strict=True)) for each in comparison_rows(goal, base, years)]
    columns = [_column(head, width) for head, width in zip(COMPARISON_HEADS, _WIDTHS_MM, strict=True)]
    return print_ledger(Ledger(COMPARISON_TITLE, columns, rows, comparison_note(goal, base)), context)


_WIDTHS_MM = (30, 16, 22, 26, 16, 22, 26, 22, 70)
_WIDE_MM = 40


def _column(head: str, width_mm: float) -> Column:
    align: Align = "left" if width_mm > _WIDE_MM else "center"
    return Column(head, width_mm, lambda ordinal, row: Cell(row[head], align))
