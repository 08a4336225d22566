"""The command of the street's month: who has reported, and the papers that go with it."""

from __future__ import annotations

import json
from argparse import Namespace
from typing import TYPE_CHECKING

from db.errors import AppError
from desktop.commands.exchange import PERIOD
from desktop.commands.street import opened_street

if TYPE_CHECKING:
    from desktop.street.month_board import MonthLine


def month_(given: Namespace) -> int:
    """Print how each committee's month stands; write the table, the reminders and the sheet where they are asked for."""
    from desktop.street.month_board import month_of_all
    from desktop.street.month_papers import export_month, month_table, reminders, sums_of

    with opened_street(given.db) as street:
        month = given.month or street.today[:7]
        if not PERIOD.fullmatch(month):
            raise AppError("period_unreadable", typed=month)
        board = month_of_all(street, month, with_unenrolled=not given.enrolled_only)
        for each in board.lines:
            _tell(given, each)
        if not given.json:
            print(sums_of(board))
        if given.table:
            given.table.write_bytes(month_table(street, board, board.lines).pdf)
        if given.reminders and board.owing():
            given.reminders.write_bytes(reminders(street, board, board.owing()).pdf)
        if given.circular:
            from desktop.street.figure_papers import circular

            paper = circular(street, month, with_unenrolled=not given.enrolled_only)
            given.circular.write_bytes(paper.pdf)
        if given.sheet:
            export_month(street, board, board.lines, given.sheet)
    return 0


def expect_(given: Namespace) -> int:
    """Expect no reports of a committee, for a reason that is kept, or expect them again."""
    from desktop.street.expected import ask_again, ask_no_report

    with opened_street(given.db) as street:
        if given.again:
            ask_again(street, given.code)
        else:
            ask_no_report(street, given.code, given.not_asked)
    print("已恢复要求报送。" if given.again else "已标记不要求报送，原因已留存；可用 --again 恢复。")
    return 0


def _tell(given: Namespace, line: MonthLine) -> None:
    said = {
        "code": line.code, "codes": line.code_words, "name": line.name, "standing": line.standing.value, "arrived": line.arrived_at[:16],
        "days_late": line.days_late, "packages": [each.serial for each in line.packages], "records": line.records,
        "note": line.note,
    }  # fmt: skip
    if given.json:
        print(json.dumps(said, ensure_ascii=False))
    else:
        fields = (
            line.code_words,
            line.name,
            line.standing.value,
            line.arrived_at[:16].replace("T", " "),
            line.serials,
            line.note,
        )
        print("\t".join(fields).rstrip())
