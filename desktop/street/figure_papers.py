"""Printing a month's figures over all committees. reportlab is imported here, when it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.spec.field import Record
from desktop.documents import print_context
from desktop.street.month_figures import CommitteeFigures, MonthFigures, figures_of_month, plain
from desktop.street.street_ledger import StreetLedger

if TYPE_CHECKING:
    from reports.print_context import PrintResult


def circular(street: StreetLedger, month: str, *, with_unenrolled: bool = False) -> PrintResult:
    """通报表: each committee's figures of a month with their sums, those not enrolled if asked for. Raises AppError `period_unreadable`."""
    from desktop.street.month_papers import sums_of
    from reports.street_figures import CIRCULAR_FIGURES, circular_table

    found = figures_of_month(street, month, with_unenrolled=with_unenrolled)
    rows = [_row(each, number) for number, each in enumerate(found.committees, 1)]
    if rows:
        sums = {key: plain(found.sum(key)) for key in CIRCULAR_FIGURES}
        rows.append({"ordinal": "", "name": "合计", "standing": f"{len(found.reported)} 家", **sums})
    return circular_table(
        found.board.words, rows, f"{sums_of(found.board)}{_origin()}", print_context(street)
    )


def rollup(street: StreetLedger, month: str) -> PrintResult:
    """月报汇总: every figure of a month summed over the committees that reported. Raises AppError `period_unreadable`."""
    from reports.street_figures import street_rollup

    found = figures_of_month(street, month)
    head = f"{found.board.words}，{len(found.committees)} 个村居中已有 {len(found.reported)} 个报来签发的月报，本表是它们的合计。"
    return street_rollup(found.board.words, head, found.summed_rows(), _note(found), print_context(street))


def _row(committee: CommitteeFigures, number: int) -> Record:
    from reports.street_figures import CIRCULAR_FIGURES

    line = committee.line
    values = {key: committee.value(key) for key in CIRCULAR_FIGURES}
    figures = {key: "—" if value is None else plain(value) for key, value in values.items()}
    return {"ordinal": str(number), "name": line.name, "standing": line.standing.value, **figures}


def _origin() -> str:
    return "数据取自各村居签发的月报；未报和被退回的不计入合计。"


def _note(found: MonthFigures) -> str:
    missing = found.missing()
    names = f"没有计入：{'、'.join(missing)}。" if missing else "全部村居都已计入。"
    return f"未列出的项目均为 0。{_origin()}去重的项目（如检查场所）在各村居内去重，村居之间不去重。{names}"
