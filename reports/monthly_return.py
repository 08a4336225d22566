"""The monthly return on A4 portrait (part B11): what was done, the task list, the figures, difficulties; a draft says so.

No red header and no seal: a committee's own sheet (part E). Figures and tasks come as the return has them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from db.spec import MONTHLY_RETURN, Record
from db.spec.monthly_return import FIXED
from reports.drill_log import numbered
from reports.flow import Block, paragraphs
from reports.print_context import PrintContext, PrintResult
from reports.record_blocks import particulars, rows_table
from reports.sheet import SHEET_WIDTH, Sheet, print_sheet

TITLE = "安全生产工作月报"
NONE = "无。"
_HEAD = ("title", "from_on", "until_on", "filled_by", "phone", "compiled_at", "reviewed_by", "signed_by")
_SIGNERS = ("填报人（签字）", "审核人（签字）", "签发人（签字）")
_FIGURES = ("group", "label", "unit", "month", "year")
_TASKS = ("no", "title", "owner", "due", "progress", "state")


@dataclass(frozen=True)
class ReturnSheet:
    """What is printed of one return; `identity` is the sentence of 期初 + … = 期末."""

    record: Record
    figures: Sequence[Record]
    tasks: Sequence[Record]
    adjustments: Sequence[Record]
    identity: str


def monthly_return(sheet: ReturnSheet, context: PrintContext) -> PrintResult:
    """The return as PDF; until it is signed every page is marked as a draft."""
    record = sheet.record
    parts: list[tuple[str, Sequence[Block]]] = [
        ("填报情况", [particulars([MONTHLY_RETURN.field(name) for name in _HEAD], record, context, SHEET_WIDTH)]),
        ("工作开展情况", _text(record.get("narrative"))),
        ("任务清单完成情况", _table("tasks", _TASKS, sheet.tasks, context)),
        ("数据", _figures(sheet, context)),
        ("上月数据的次月调整", _table("adjustments", ("label", "unit", "then", "now", "records"), sheet.adjustments, context)),
        ("困难和建议", _text(record.get("difficulties"))),
        ("下步打算", _text(record.get("next_steps"))),
    ]  # fmt: skip
    around = Sheet(TITLE, record.get("no") or "", _SIGNERS)
    is_draft = record["status"] not in FIXED
    return print_sheet(around, numbered(parts), replace(context, is_draft=is_draft))


def _figures(sheet: ReturnSheet, context: PrintContext) -> list[Block]:
    counted = [row for row in sheet.figures if {row["month"], row.get("year") or "0"} != {"0"}]
    words = f"未列出的项目本月和本年累计均为 0。隐患：{sheet.identity}。"
    return [*_table("figures", _FIGURES, counted, context), paragraphs(words, SHEET_WIDTH)]


def _text(text: str | None) -> list[Block]:
    return [paragraphs(text or NONE, SHEET_WIDTH)]


def _table(
    name: str, columns: Sequence[str], rows: Sequence[Record], context: PrintContext
) -> Sequence[Block]:
    if not rows:
        return [paragraphs(NONE, SHEET_WIDTH)]
    field = MONTHLY_RETURN.field(name)
    shown = field.with_changes(rows=tuple(each for each in field.rows if each.name in columns))
    return rows_table(shown, rows, context, SHEET_WIDTH)
