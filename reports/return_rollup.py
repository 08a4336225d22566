"""分期汇总 on A4 portrait: the figures of a quarter, half-year or year, and how each is taken over the months."""

from __future__ import annotations

from collections.abc import Sequence

from db.spec import Record
from reports.flow import Block, Gap, paragraphs
from reports.paper import MM
from reports.print_context import PrintContext, PrintResult
from reports.return_tables import FIGURE, GROUP, UNIT, Column, columns_table
from reports.sheet import SHEET_WIDTH, Sheet, print_sheet

TITLE = "安全生产工作数据汇总"
_SIGNERS = ("填报人（签字）", "审核人（签字）", "负责人（签字）")
_COLUMNS: tuple[Column, ...] = (
    GROUP,
    FIGURE,
    UNIT,
    ("数值", "value", 1.7, "right"),
    ("口径", "rolls_up", 1.7, "center"),
)


def return_rollup(
    words: str, days: tuple[str, str], rows: Sequence[Record], checks: str, context: PrintContext
) -> PrintResult:
    """The roll-up of a period (its words and its first and last day) as PDF; `rows` are the figures that are not 0, `checks` says
    whether the identity holds and whether the months' returns add up to it."""
    head = f"{words}，统计 {days[0]} 至 {days[1]}，与月报用同一套口径，由台账记录直接统计。"
    note = (
        f"未列出的项目均为 0。合计：各月相加；去重合计：同一场所在本期只算一次；期初值、期末值：本期第一天之前、最后一天的情况。"
        f"隐患：{checks}"
    )
    blocks: list[Block] = [
        paragraphs(head, SHEET_WIDTH),
        Gap(2 * MM),
        *columns_table(_COLUMNS, rows, SHEET_WIDTH),
        paragraphs(note, SHEET_WIDTH),
    ]
    return print_sheet(Sheet(f"{words}{TITLE}", "", _SIGNERS), blocks, context)
