"""挂图作战: tasks of a year in rows by clause or by owner, each a bar from its first to its last day. The window and the paper paint the same rows."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from db.spec.field import Record
from db.spec.task import AWAITING_CONFIRMATION, DONE, IN_PROGRESS, NOT_STARTED, SUSPENDED


class Rows(StrEnum):
    """What a row of the chart is; its value is the word on the screen."""

    CLAUSE = "按条款"
    OWNER = "按责任人"


class BarState(StrEnum):
    """What a bar says; its value is the word on the chart. Each has a pattern of its own."""

    NOT_STARTED = "未开始"
    IN_PROGRESS = "进行中"
    AWAITING = "待确认"
    SUSPENDED = "暂缓"
    OVERDUE = "逾期"
    DONE = "完成"
    DONE_LATE = "逾期完成"


@dataclass(frozen=True)
class Bar:
    """One task: where it begins and ends in the year (0 to 1), its state, and the record."""

    record: Record
    begin: float
    end: float
    state: BarState


@dataclass(frozen=True)
class ChartRow:
    """One line of bars that do not overlap; the first line of a group bears its name and how many are done (2/4)."""

    label: str
    bars: tuple[Bar, ...]
    count: str = ""


def state_of(task: Record, today: date) -> BarState:
    """What the bar of a task says on a day."""
    status, due = task.get("status"), task.get("due")
    if status == DONE:
        return BarState.DONE_LATE if task.get("done_late") else BarState.DONE
    if due and due < today.isoformat():
        return BarState.OVERDUE
    return {
        NOT_STARTED: BarState.NOT_STARTED, IN_PROGRESS: BarState.IN_PROGRESS,
        AWAITING_CONFIRMATION: BarState.AWAITING, SUSPENDED: BarState.SUSPENDED,
    }[str(status)]  # fmt: skip


def year_share(day: date, year: int) -> float:
    """Where a day lies in a year: 0 on its first morning, 1 on its last evening; days outside at the edge."""
    length = 366 if calendar.isleap(year) else 365
    return min(1.0, max(0.0, (day - date(year, 1, 1)).days / length))


def chart_rows(
    tasks: Iterable[Record], year: int, rows: Rows, today: date, order: Sequence[str] = ()
) -> list[ChartRow]:
    """The rows of the chart, each group with as many lines as its bars need: first the groups of `order`, then by name."""
    groups: dict[str, list[Bar]] = {}
    for task in tasks:
        name = (
            str(task["owner"])
            if rows is Rows.OWNER
            else str(task.get("clause_title") or task.get("clause") or "其他")
        )
        groups.setdefault(name, []).append(_bar(task, year, today))
    places = {name: place for place, name in enumerate(order)}
    ordered = sorted(groups, key=lambda name: (places.get(name, len(places)), name))
    return [row for name in ordered for row in _group_rows(name, groups[name])]


def _bar(task: Record, year: int, today: date) -> Bar:
    begin, end = (date.fromisoformat(task[name]) for name in ("start", "due"))
    length = 366 if calendar.isleap(year) else 365
    return Bar(
        task, year_share(begin, year), min(1.0, year_share(end, year) + 1 / length), state_of(task, today)
    )


def _group_rows(name: str, bars: Sequence[Bar]) -> list[ChartRow]:
    lines: list[list[Bar]] = []
    for bar in sorted(bars, key=lambda each: (each.begin, each.end)):
        free = next((line for line in lines if line[-1].end <= bar.begin + 1e-9), None)
        if free is None:
            lines.append([bar])
        else:
            free.append(bar)
    done = sum(bar.state in (BarState.DONE, BarState.DONE_LATE) for bar in bars)
    heads = [(name, f"{done}/{len(bars)}"), *[("", "")] * (len(lines) - 1)]
    return [ChartRow(label, tuple(line), count) for (label, count), line in zip(heads, lines, strict=True)]
