"""The evaluation sheet of a drill (AQ/T 9009): each dimension, the whole, the problems and what became of them.

Before the evaluation is registered the sheet has empty cells to write in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from db.spec import DRILL, Record
from db.spec.code_tables import code_table, label_of
from reports.drill_issues import issues_table
from reports.flow import Block, Gap, TableBlock
from reports.paper import MM
from reports.print_context import PrintContext, PrintResult
from reports.record_blocks import particulars
from reports.sections import numbered
from reports.sheet import SHEET_WIDTH, Sheet, print_sheet
from reports.table import Cell, LaidRow, label_cell, lay_row

EMPTY = "　"  # a cell to write in by hand; an empty text would be printed as “—”
_SIGNERS = ("评估人（签字）", "总指挥（签字）", "组织单位负责人（签字）")
_FORM = (
    "topic", "date", "place", "premises", "organiser", "scenario", "form", "commander", "participants", "should_attend",
    "evacuation_seconds", "assembly_point",
)  # fmt: skip
_WIDTHS = (12 * MM, 50 * MM, 24 * MM, SHEET_WIDTH - 86 * MM)
_ISSUE_WIDTHS = (12 * MM, SHEET_WIDTH - 92 * MM, 26 * MM, 27 * MM, 27 * MM)
_ROW_HEIGHT = 9 * MM
_EMPTY_ISSUES = 5


def drill_evaluation(record: Record, context: PrintContext) -> PrintResult:
    """The evaluation of one drill as PDF, A4 portrait."""
    form = [DRILL.field(name) for name in _FORM]
    parts: list[tuple[str, Sequence[Block]]] = [
        ("演练情况", [particulars(form, record, context, SHEET_WIDTH)]),
        ("分项评估", [_dimensions(record)]),
        ("综合评定", [_overall(record)]),
        ("发现的问题和改进", _issues(record, context)),
    ]
    return print_sheet(
        Sheet("应急演练评估表", str(record.get("no") or ""), _SIGNERS), numbered(parts), context
    )


def _dimensions(record: Record) -> TableBlock:
    """Every dimension of the code table, in its order, with its grade when it has one."""
    given = {row["dimension"]: row for row in record.get("dimensions") or []}
    blank = None if given else EMPTY
    head = lay_row(_WIDTHS, [label_cell(each) for each in ("序号", "评估项目", "评定", "说明")])
    rows = []
    for number, code in enumerate(code_table("drill_dimension").codes, 1):
        row = given.get(code.code, {})
        grade = label_of(("drill_grade",), row["grade"]) if row.get("grade") else blank or ""
        cells = [Cell(str(number), "center"), Cell(code.label), Cell(grade, "center")]
        rows.append(_tall(lay_row(_WIDTHS, [*cells, Cell(row.get("comment") or blank or "")])))
    return TableBlock((head,), tuple(rows))


def _overall(record: Record) -> TableBlock:
    grades = "　".join(each.label for each in code_table("drill_grade").codes)
    grade = record.get("overall")
    shown = label_of(("drill_grade",), grade) if grade else f"{grades}（请圈选）"
    half = SHEET_WIDTH / 2 - 27 * MM
    cells = (
        label_cell("综合评定"), Cell(shown, "center"), label_cell("评估人"), Cell(record.get("evaluator") or EMPTY, "center"),
    )  # fmt: skip
    return TableBlock((), (_tall(lay_row((27 * MM, half) * 2, cells)),))


def _issues(record: Record, context: PrintContext) -> Sequence[Block]:
    rows = record.get("issues")
    if rows:
        return issues_table(rows, context, SHEET_WIDTH)
    if record.get("overall"):
        return [TableBlock((), (lay_row((SHEET_WIDTH,), [Cell("没有发现问题")]),)), Gap(2 * MM)]
    head = lay_row(
        _ISSUE_WIDTHS, [label_cell(each) for each in ("序号", "问题", "责任人", "整改期限", "完成日期")]
    )
    empty = [
        _tall(lay_row(_ISSUE_WIDTHS, [Cell(str(number), "center"), *(Cell(EMPTY) for _ in range(4))]))
        for number in range(1, _EMPTY_ISSUES + 1)
    ]
    return [TableBlock((head,), tuple(empty)), Gap(2 * MM)]


def _tall(row: LaidRow) -> LaidRow:
    """High enough to write in."""
    return replace(row, height=max(row.height, _ROW_HEIGHT))
