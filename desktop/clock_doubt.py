"""A wrong clock in words: for the banner, for the page of the return, and for a record that would be numbered by it."""

from __future__ import annotations

from db.clock_check import BUILT_IN, is_behind, known_year, last_known_time, trust_clock
from desktop.office import Office
from desktop.people.permissions import Right

WHAT_TO_DO = (
    "1. 点任务栏右下角的时间，打开“日期和时间设置”，把日期、时间和时区（北京）调对。\n"
    "2. 调对以后这条提示会自己消失，不用重新打开程序。\n"
    "3. 每次开机时间都不对的，多半是主板电池没电了，请找维护人员更换。\n"
    "4. 时间不对的时候登记过的记录，请核对日期；编号按记录的日期编年份，编号不重复。\n"
    "5. 现在的时间没有错、是以前有一次电脑时间快了的，点“现在的时间是对的”，程序不再按那一次比较。"
)


def clock_warning(office: Office) -> str:
    """What is wrong with the computer's clock; "" when it may be right."""
    now, reader = office.clock.now().isoformat(), office.store.reader()
    if not is_behind(reader, now):
        return ""
    shown = _minute(now)
    known = last_known_time(reader)
    if known > now:
        reason = f"比台账里最近一次记录（{_minute(known)}）还早"
    else:
        reason = f"比这个程序发布的 {BUILT_IN} 年还早"
    return f"电脑时间是 {shown}，{reason}。请把日期时间调对；在这之前可以登记，但月报不能签发。"


def can_be_trusted(office: Office) -> bool:
    """Whether the clock may be right after all: an entry of the ledger may have been ahead, the program's year not."""
    return office.clock.now().year >= BUILT_IN and office.why_not(Right.EDIT) is None


def trust_the_clock(office: Office) -> None:
    """Take the clock of now as right."""
    office.write(trust_clock, "确认电脑时间")


def year_doubt(office: Office, year: int) -> str:
    """What is asked before a new record gets a number of that year while the clock is wrong; "" when nothing is."""
    now, reader = office.clock.now().isoformat(), office.store.reader()
    if not is_behind(reader, now) or year >= known_year(reader, now):
        return ""
    return f"电脑时间不对，这条记录会编进 {year} 年的号。请核对日期；确实是 {year} 年的事，再点“就按 {year} 年编号”。"


def _minute(moment: str) -> str:
    return moment[:16].replace("T", " ")
