"""The inventory of graded risks on paper (part B1), in its usual print order.

The grade stands as word, colour and shape, so that a black-and-white print says the same (part C3).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from db.spec import RISK, Record
from db.spec.kinds import show
from db.spec.risk_assessment import CHECKLIST
from db.spec.risk_grading import grading_method
from reports.columns import Column, Group, number_column, ordinal_column, spec_columns
from reports.ledger import Ledger, print_ledger
from reports.print_context import PrintContext, PrintResult
from reports.risk_grades import dress_level, levels
from reports.table import BLANK, Cell

TITLE = "安全风险分级管控清单"


def risk_inventory(records: Sequence[Record], context: PrintContext) -> PrintResult:
    """The inventory of these risks, in their order."""
    return print_ledger(risk_form(records, context), context)


def risk_form(records: Sequence[Record], context: PrintContext) -> Ledger:
    """What the inventory of these risks shows."""
    return Ledger(TITLE, risk_columns(context), records, totals_line(records), RISK.table)


def risk_columns(context: PrintContext) -> list[Column]:
    """The columns in the order of part B1; a field that gets a `pdf_width_mm` later precedes the remarks."""
    order = (
        Group(("risk_point",), "风险点"),
        Group(("location",), "位置"),
        Group(("description",), "风险描述"),
        Group(("accident_types",), "可能事故"),
        Group(("method",), "评价", "L3 E0.5", _show_score),
        Group(("level_final",), "等级", "■ 重大", _dress_level),
        Group(("measures",), "管控措施", dress=_show_measures),
        Group(("responsible_unit",), "责任单位"),
        Group(("responsible_person",), "责任人"),
        Group(("next_review",), "复评日期"),
    )
    columns = spec_columns(RISK, order, context)
    remarks = [column for column in columns if column.label == RISK.field("note").label]
    return [ordinal_column(), number_column(), *(each for each in columns if each not in remarks), *remarks]


def totals_line(records: Sequence[Record]) -> str:
    """共 n 条，其中 … by grade, each with its colour word, then those that are closed."""
    grades = Counter(record.get("level_final") for record in records)
    by_grade = "，".join(f"{each.label}（{each.extra['color']}）{grades[each.code]} 条" for each in levels())
    closed = sum(record.get("status") not in RISK.open_statuses for record in records)
    return f"共 {len(records)} 条，其中：{by_grade}；在管 {len(records) - closed} 条，已关闭 {closed} 条。"


def _show_score(record: Record, cell: Cell) -> Cell:
    """The factors and their product (R for LS, D for LEC); how many answers are 否; the method's name otherwise."""
    code = record.get("method") or ""
    method = grading_method(code)
    if code == CHECKLIST:
        return replace(cell, text=f"{cell.text}\n“否”{record.get('score') or BLANK}条", align="center")
    if not method:
        return replace(cell, align="center")
    first, second, *others = [f"{each.symbol}{record.get(each.name) or BLANK}" for each in method.factors]
    product = f"{'R' if code == 'ls' else 'D'}{record.get('score') or BLANK}"
    return replace(cell, text="\n".join((f"{first} {second}", *others, product)), align="center")


def _show_measures(record: Record, cell: Cell) -> Cell:
    """One line a measure: its kind, what is done, by whom, until when and for how much."""
    return replace(cell, text="\n".join(_measure(row) for row in record.get("measures") or ()) or BLANK)


def _measure(row: Record) -> str:
    shown = {each.name: show(each, row.get(each.name)) for each in RISK.field("measures").rows}
    when = (
        f"{shown['done_on']}已完成" if shown["done_on"] else f"{shown['due']}前完成" if shown["due"] else ""
    )
    if row.get("state") == "failed":
        when = "已失效"
    cost = f"投入{shown['cost']}万元" if shown["cost"] else ""
    return f"{shown['kind']}：{shown['text']}（{'，'.join(filter(None, (shown['owner'], when, cost)))}）"


def _dress_level(record: Record, cell: Cell) -> Cell:
    return dress_level(record.get("level_final"), cell)
