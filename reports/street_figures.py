"""On paper, for a street: the table of a month by committee (通报表), and its sums (月报汇总)."""

from __future__ import annotations

from collections.abc import Sequence

from db.spec import Record
from reports.columns import Column
from reports.flow import Block, Gap, paragraphs
from reports.ledger import Ledger, print_ledger
from reports.paper import MM
from reports.print_context import PrintContext, PrintResult
from reports.return_tables import columns_table, figure_columns
from reports.sheet import SHEET_WIDTH, Sheet, print_sheet
from reports.street_roster import text_column

_SIGNERS = ("填报人（签字）", "审核人（签字）", "负责人（签字）")
# Key of the figure → its heading in the table of committees.
CIRCULAR_FIGURES = {
    "inspections": "检查\n次数", "inspected": "检查\n场所", "self_checks": "企业\n自查", "opening": "期初\n隐患",
    "found": "新增", "found_major": "其中\n重大", "closed": "销号", "fixed_on_spot": "即查\n即改", "closing": "期末\n隐患",
    "overdue": "期末\n逾期", "drills": "演练\n场次", "trainings": "培训\n场次", "accidents": "事故", "funds": "投入\n（万元）",
}  # fmt: skip


def circular_table(words: str, rows: Sequence[Record], totals: str, context: PrintContext) -> PrintResult:
    """The month of all committees as PDF; a row has ordinal, name, standing and the figures of `CIRCULAR_FIGURES`, the last
    one the sums.
    """
    columns: list[Column] = [
        text_column("序号", 11, "ordinal", "center"),
        text_column("村居", 44, "name"),
        text_column("报送", 16, "standing", "center"),
        *(
            text_column(label.replace("\n", ""), 14, key, "right", "0000")
            for key, label in CIRCULAR_FIGURES.items()
        ),
    ]
    return print_ledger(Ledger(f"{words}安全生产工作情况通报表", columns, rows, totals), context)


def street_rollup(
    words: str, head: str, rows: Sequence[Record], note: str, context: PrintContext
) -> PrintResult:
    """The sums of a month as PDF; a row has group, label, unit, month, year and committees."""
    columns = figure_columns(("本月", "month"), ("本年累计", "year"), ("涉及村居", "committees"))
    blocks: list[Block] = [
        paragraphs(head, SHEET_WIDTH),
        Gap(2 * MM),
        *columns_table(columns, rows, SHEET_WIDTH),
        paragraphs(note, SHEET_WIDTH),
    ]
    return print_sheet(Sheet(f"{words}安全生产月报汇总", "", _SIGNERS), blocks, context)
