"""The task list on paper (part B11, 2): task, owner, days, progress, state and the numbers of its evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from db.spec import TASK, Record
from reports.columns import Column, Group, ordinal_column, spec_columns
from reports.ledger import Ledger, print_ledger
from reports.print_context import PrintContext, PrintResult
from reports.table import Cell
from reports.typefaces import HEI, SONG

TITLE = "安全生产任务清单"
OVERDUE, DONE_LATE = "逾期", "逾期完成"


def task_list(records: Sequence[Record], context: PrintContext) -> PrintResult:
    """The list of these tasks, in their order; overdue is judged by the day of printing."""
    return print_ledger(task_form(records, context), context)


def task_form(records: Sequence[Record], context: PrintContext) -> Ledger:
    """What the list of these tasks shows."""
    today = context.printed_at.date()
    order = (
        Group(("title",)),
        Group(("clause_title",)),
        Group(("target",)),
        Group(("owner",)),
        Group(("start", "due"), "开始日期\n完成期限"),
        Group(("recurrence",)),
        Group(("progress",), "进度%", "进度%"),
    )
    status = Column("状态", 16, lambda ordinal, record: _status_cell(record, today), sample="逾期100天")
    evidence = Column(
        "佐证", 26, lambda ordinal, record: Cell(evidence_numbers(record)), sample="YL-2026-0001"
    )
    number = Column(
        "编号", 18, lambda ordinal, record: Cell(record.get("no") or "", "center"), sample="RW-2026-"
    )
    columns = [ordinal_column(), number, *spec_columns(TASK, order, context), status, evidence]
    return Ledger(TITLE, columns, records, totals_line(records, today), TASK.table)


def days_overdue(record: Record, today: date) -> int:
    """Days since the day of a task that is not done; 0 when it is in time."""
    due = record.get("due")
    if not due or record.get("status") not in TASK.open_statuses:
        return 0
    return max(0, (today - date.fromisoformat(due)).days)


def status_words(record: Record, today: date) -> str:
    """The state of a task; with it 逾期 and by how many days, or 逾期完成."""
    label = next((each.label for each in TASK.statuses if each.code == record.get("status")), "")
    if record.get("done_late"):
        return DONE_LATE
    days = days_overdue(record, today)
    return f"{label}\n{OVERDUE}{days}天" if days else label


def evidence_numbers(record: Record) -> str:
    """The numbers of the records that prove a task, and how many files."""
    numbers = [str(row.get("title") or row["record"]).split(" ")[0] for row in record.get("evidence") or []]
    files = len(record.get("files") or [])
    return "\n".join(filter(None, [*numbers, f"附件 {files} 份" if files else ""]))


def totals_line(records: Sequence[Record], today: date) -> str:
    """共 n 项，其中 … by state, then what is overdue or was finished late."""
    states = Counter(record.get("status") for record in records)
    by_state = "，".join(f"{each.label} {states[each.code]} 项" for each in TASK.statuses)
    late = sum(days_overdue(record, today) > 0 for record in records)
    done_late = sum(bool(record.get("done_late")) for record in records)
    return f"共 {len(records)} 项，其中：{by_state}；逾期未完成 {late} 项，逾期完成 {done_late} 项。"


def _status_cell(record: Record, today: date) -> Cell:
    is_bold = days_overdue(record, today) > 0 or record.get("done_late")
    return Cell(status_words(record, today), "center", HEI if is_bold else SONG)
