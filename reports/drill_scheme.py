"""The scheme of a drill (AQ/T 9007): purpose, scenario, who does what, steps by the minute, how nobody gets hurt."""

from __future__ import annotations

from collections.abc import Sequence

from db.spec import DRILL_PLAN, Field, Kind, Record
from reports.flow import Block, paragraphs
from reports.print_context import PrintContext, PrintResult
from reports.record_blocks import particulars, rows_table
from reports.sections import numbered
from reports.sheet import SHEET_WIDTH, Sheet, print_sheet

_SIGNERS = ("总指挥（签字）", "策划（签字）", "审核人（签字）")
_FORM = (
    "topic", "planned_on", "place", "premises", "organiser", "scenario", "form", "content", "purpose", "level",
    "headcount", "budget", "plan_ref",
)  # fmt: skip
_PROSE = ("safety_measures", "comms", "stop_conditions", "neighbour_notice")
_STEPS = Field(
    "scheme_steps", Kind.ROWS, "实施步骤",
    rows=(
        Field("at", Kind.CHOICE, "时间"),
        Field("event", Kind.TEXT, "情况", max_length=300),
        Field("action", Kind.TEXT, "处置", max_length=300),
        Field("role", Kind.TEXT, "执行人"),
    ),
)  # fmt: skip
_CHILDREN = "本次演练有学生、幼儿参加：只统计人数，不登记孩子姓名；拍照避开孩子正脸。"


def drill_scheme(plan: Record, context: PrintContext) -> PrintResult:
    """The scheme of a planned drill as PDF, A4 portrait; parts that nobody wrote are left out."""
    form = [DRILL_PLAN.field(name) for name in _FORM]
    parts: list[tuple[str, Sequence[Block]]] = [
        ("基本情况", [particulars(form, plan, context, SHEET_WIDTH)]),
        *_prose(plan, ("aim", "situation")),
        ("组织分工", _roles(plan, context)),
        ("实施步骤", _steps(plan, context)),
        *_prose(plan, _PROSE),
    ]
    if plan.get("with_children"):
        parts.append(("未成年人保护", [paragraphs(_CHILDREN, SHEET_WIDTH)]))
    sheet = Sheet("应急演练方案", str(plan.get("no") or ""), _SIGNERS)
    return print_sheet(sheet, numbered(parts), context)


def _prose(plan: Record, names: Sequence[str]) -> list[tuple[str, Sequence[Block]]]:
    return [
        (
            DRILL_PLAN.field(name).label,
            [paragraphs(plan[name], SHEET_WIDTH)] if plan.get(name) else [],
        )
        for name in names
    ]


def _roles(plan: Record, context: PrintContext) -> Sequence[Block]:
    rows = plan.get("roles")
    return rows_table(DRILL_PLAN.field("roles"), rows, context, SHEET_WIDTH) if rows else []


def _steps(plan: Record, context: PrintContext) -> Sequence[Block]:
    rows = [
        {**row, "at": f"第{row['offset_min']}分钟"}
        for row in sorted(plan.get("scheme_steps") or [], key=lambda row: row["offset_min"])
    ]
    return rows_table(_STEPS, rows, context, SHEET_WIDTH) if rows else []
