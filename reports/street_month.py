"""本月报送情况 on paper: the table of all committees, and the letter that reminds one of them (催报单).

A street informs and reminds here; the words say what came and what is asked for, and offer help.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from db.spec import Record
from reports.columns import ordinal_column
from reports.ledger import Ledger, print_ledger
from reports.official_letter import Letter, print_letter
from reports.page_furniture import long_date
from reports.print_context import PrintContext, PrintResult
from reports.street_roster import text_column

_ENROL = (
    "你单位还没有在我们这里登记报送用的密钥。请在“村居安全台账”的“报送”页打印登记表，签字盖章后交来，"
    "我们核对登记以后就可以报送；还没有安装程序的，请与我们联系。"
)
_ASK = "请用“村居安全台账”生成报送包交来；已经交来的，请告诉我们包号和时间，以便查找。"
_HELP = "填报中有困难的，请与我们联系，我们一起解决。"


def month_paper(words: str, rows: Sequence[Record], totals: str, context: PrintContext) -> PrintResult:
    """The month of all committees as PDF; a row has name, code, standing, arrived, packages, records and note."""
    columns = [
        ordinal_column(),
        text_column("村居", 52, "name"),
        text_column("代码", 26, "code", "center", "310118001003"),
        text_column("情况", 18, "standing", "center"),
        text_column("月报收到时间", 32, "arrived", "center", "2026-00-00 00:00"),
        text_column("报送包", 30, "packages"),
        text_column("记录", 16, "records", "right"),
        text_column("说明", 70, "note"),
    ]
    return print_ledger(Ledger(f"{words}安全生产月报报送情况", columns, rows, totals), context)


def reminder_letter(
    words: str,
    committee: str,
    returned: str,
    hard_day: date,
    context: PrintContext,
    note: str = "",
    *,
    is_enrolled: bool = True,
) -> PrintResult:
    """The letter to one committee as PDF; `returned` is why its return was sent back, "" when none came, and `note` what
    came in its place. One that is not enrolled is asked to enrol first.
    """
    today = context.printed_at.date()
    what = f"你单位{words}的安全生产工作开展情况和任务清单完成情况"
    day, came = long_date(hard_day), f"（{note}）" if note else ""
    if not is_enrolled:
        text = f"{what}，截至{long_date(today)}我们还没有收到（报送时间到{day}为止）。{_ENROL}"
    elif returned:
        text = f"{what}已经收到，有需要更正的地方：{returned}。请更正后重新生成报送包交来。"
    elif today > hard_day:
        text = f"{what}，截至{long_date(today)}我们还没有收到{came}，报送时间（{day}前）已经过了。{_ASK}"
    else:
        text = f"{what}，截至{long_date(today)}我们还没有收到{came}。按照安排，报送时间到{day}为止。{_ASK}"
    letter = Letter(
        title=(f"关于报送{words}安全生产", "工作情况的提醒"),
        recipient=committee,
        parts=(("", text),),
        closing=_HELP,
        day=today,
    )
    return print_letter(letter, context)
