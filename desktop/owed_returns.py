"""The months that are not with the street yet, in words: for the work table, the list of months and the paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from db import owed_months as months
from db.owed_months import OwedMonth
from db.return_standing import arrival_of, due_days_of
from db.spec import MONTHLY_RETURN
from db.spec.field import Values
from db.spec.return_months import day_in, month_words, shifted_month
from desktop.office import Office

_NAMED_RUNS = 3

__all__ = [
    "OwedMonth", "countdown_sentence", "days_too_late", "due_words", "late_entry_words", "owed_months", "run_words", "status_words",
]  # fmt: skip


def owed_months(office: Office) -> list[OwedMonth]:
    """The months that are not sent, the newest first, today by the office's clock."""
    return months.owed_months(office.store.reader(), office.clock.today())


def status_words(owed: OwedMonth) -> str:
    """没有编, 草稿, 被退回, 更正待报送 and the like."""
    if not owed.status:
        return "没有编"
    label = MONTHLY_RETURN.status(owed.status).label
    return f"更正第{owed.version}版 {label}" if owed.version > 1 else label


def due_words(owed: OwedMonth, today: date) -> str:
    """目标26日（还有 3 天），截止27日（还有 4 天）; 已过截止 5 天."""
    late = owed.days_late(today)
    if late:
        return f"截止 {owed.due.hard.isoformat()}，已过 {late} 天"
    return f"目标{_day_words(owed.due.target, today)}，截止{_day_words(owed.due.hard, today)}"


def _day_words(day: date, today: date) -> str:
    days = (day - today).days
    left = f"还有 {days} 天" if days > 0 else "就是今天" if days == 0 else "已过"
    return f"{day.month}月{day.day}日（{left}）"


def countdown_sentence(office: Office, owed: Sequence[OwedMonth]) -> str:
    """How the present month stands, and which earlier ones are not sent."""
    today = office.clock.today()
    present = f"{today:%Y-%m}"
    parts = []
    for each in owed:
        if each.month == present:
            parts.append(
                f"{month_words(present)}月报{status_words(each)}，{_cutoff_words(office, present, today)}，{due_words(each, today)}"
            )
    if not parts:
        parts.append(f"{month_words(present)}月报已报送")
    earlier = sorted(each.month for each in owed if each.month != present)
    if earlier:
        parts.append(f"另有 {len(earlier)} 个月未报送：{run_words(earlier)}")
    return "；".join(parts)


def _cutoff_words(office: Office, month: str, today: date) -> str:
    cutoff = day_in(month, office.own_number("return_cutoff_day"))
    return f"数据截止{_day_words(cutoff, today)}"


def run_words(month_list: Sequence[str]) -> str:
    """Sorted months as runs: 2024年4月至2026年9月、2026年11月."""
    runs: list[list[str]] = []
    for month in month_list:
        if runs and shifted_month(runs[-1][-1], 1) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    words = [month_words(run[0]) + (f"至{month_words(run[-1])}" if len(run) > 1 else "") for run in runs]
    return "、".join(words[:_NAMED_RUNS]) + ("等" if len(words) > _NAMED_RUNS else "")


def late_entry_words(office: Office, record: Values) -> str:
    """补报, with the day it was entered, for a first version that was made after its hard day; else ""."""
    made = date.fromisoformat(record["created_at"][:10])
    due = due_days_of(office.store.reader(), record["month"])
    if made <= due.hard or (record.get("version") or 1) > 1:
        return ""
    return f"补报：{made.year}年{made.month}月{made.day}日编制，截止日为{due.hard.year}年{due.hard.month}月{due.hard.day}日"


def days_too_late(office: Office, record: Values) -> int:
    """How many days past its hard day a month's first version reached the street; 0 while it has not, or was in time."""
    reader = office.store.reader()
    arrived = arrival_of(reader, record) if (record.get("version") or 1) == 1 else ""
    if not arrived:
        return 0
    return max(0, (date.fromisoformat(arrived) - due_days_of(reader, record["month"]).hard).days)
