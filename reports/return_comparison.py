"""更正对照: what a correction of a monthly return changed against the version before, with the reason, who and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.return_differences import FigureChange, TaskChange, TextChange
from db.spec import Record
from reports.flow import Block, TableBlock, paragraphs
from reports.paper import MM
from reports.print_context import PrintContext, PrintResult
from reports.return_tables import FIGURE, GROUP, UNIT, Column, columns_table
from reports.sections import numbered
from reports.sheet import SHEET_WIDTH, Sheet, print_sheet
from reports.table import Cell, label_cell, lay_row

TITLE = "月报更正对照"
_SIGNERS = ("填报人（签字）", "审核人（签字）", "签发人（签字）")
_LABEL = 27 * MM
_TEXTS: tuple[Column, ...] = (
    ("项目", "label", 1.6, "left"),
    ("原来", "before", 5, "left"),
    ("更正后", "after", 5, "left"),
)
_FIGURES: tuple[Column, ...] = (
    GROUP, FIGURE, UNIT,
    ("本月\n原来", "month_before", 1.6, "right"), ("本月\n更正后", "month_after", 1.8, "right"),
    ("累计\n原来", "year_before", 1.6, "right"), ("累计\n更正后", "year_after", 1.8, "right"),
)  # fmt: skip
_TASKS: tuple[Column, ...] = (
    ("编号", "no", 2.2, "center"), ("任务", "title", 4.5, "left"), ("原来", "before", 2.4, "left"), ("更正后", "after", 2.4, "left"),
)  # fmt: skip
_SAME = "没有变化。"


@dataclass(frozen=True)
class ComparisonSheet:
    """Both versions and what differs between them; `is_draft`: the second one can still change."""

    first: Record
    second: Record
    texts: Sequence[TextChange]
    figures: Sequence[FigureChange]
    tasks: Sequence[TaskChange]
    first_status: str
    second_status: str
    is_draft: bool


def return_comparison(sheet: ComparisonSheet, context: PrintContext) -> PrintResult:
    """The comparison as PDF, A4 portrait."""
    parts: list[tuple[str, Sequence[Block]]] = [
        ("更正情况", [_head(sheet)]),
        ("数据", _table(_FIGURES, sheet.figures)),
        ("文字", _table(_TEXTS, sheet.texts)),
        ("任务清单", _table(_TASKS, sheet.tasks)),
    ]
    around = Sheet(TITLE, sheet.second["no"], _SIGNERS, state="更正版未签发" if sheet.is_draft else "")
    return print_sheet(around, numbered(parts), context)


def _head(sheet: ComparisonSheet) -> TableBlock:
    first, second = sheet.first, sheet.second
    lines = (
        ("月份", second["title"]),
        ("原来一版", f"{first['no']}　第{first['version']}版　{sheet.first_status}　{_compiled(first)}"),
        ("更正版", f"{second['no']}　第{second['version']}版　{sheet.second_status}　{_compiled(second)}"),
        ("更正理由", second.get("correction_reason") or ""),
        ("街道意见", first.get("answer_note") or ""),
        ("谁更正的", f"{second['created_by']}　{_moment(second, 'created_at')}"),
        ("最后修改", f"{second['updated_by']}　{_moment(second, 'updated_at')}"),
    )  # fmt: skip
    widths = (_LABEL, SHEET_WIDTH - _LABEL)
    return TableBlock((), tuple(lay_row(widths, (label_cell(word), Cell(text))) for word, text in lines))


def _compiled(record: Record) -> str:
    return f"{_moment(record, 'compiled_at')} 汇总" if record.get("compiled_at") else "还没有汇总"


def _moment(record: Record, name: str) -> str:
    return str(record[name])[:16].replace("T", " ")


def _table(
    columns: Sequence[Column], changes: Sequence[TextChange | FigureChange | TaskChange]
) -> list[Block]:
    keys = [key for _, key, _, _ in columns]
    rows = [{key: getattr(each, key) for key in keys} for each in changes]
    return columns_table(columns, rows, SHEET_WIDTH) or [paragraphs(_SAME, SHEET_WIDTH)]
