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
        board = month_of_all(street, month)
        for each in board.lines:
            _tell(given, each)
        if not given.json:
            print(sums_of(board))
        if given.table:
            given.table.write_bytes(month_table(street, board, board.lines).pdf)
        if given.reminders and board.owing():
            given.reminders.write_bytes(reminders(street, board, board.owing()).pdf)
        if given.sheet:
            export_month(street, board, board.lines, given.sheet)
    return 0


def _tell(given: Namespace, line: MonthLine) -> None:
    said = {
        "code": line.code, "name": line.name, "standing": line.standing.value, "arrived": line.arrived_at[:16],
        "days_late": line.days_late, "packages": [each.serial for each in line.packages], "records": line.records,
        "note": line.note,
    }  # fmt: skip
    if given.json:
        print(json.dumps(said, ensure_ascii=False))
    else:
        fields = (
            line.code,
            line.name,
            line.standing.value,
            line.arrived_at[:16].replace("T", " "),
            line.serials,
            line.note,
        )
        print("\t".join(fields).rstrip())
