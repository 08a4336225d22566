"""The figures of a quarter or half-year, counted once when a review is made (青夏街〔2024〕13号 safeguard 6)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from db.spec import HAZARD, RECORD_TYPES
from db.spec.field import Record

_MAJOR = "level IN ('suspected_major', 'major')"


def period_figures(connection: sqlite3.Connection, first: str, last: str, today: str) -> list[Record]:
    """Rows of group, label and value for the days from `first` to `last`; "open" and "overdue" are as of `last` or today,
    whichever comes first. Retired records do not count."""
    as_of = min(last, today)
    figures = [
        *_hazards(connection, first, last, as_of),
        *_inspections(connection, first, last),
        *_drills(connection, first, last),
        *_tasks(connection, first, last, as_of),
        *_others(connection, first, last),
    ]
    return [{"group": group, "label": label, "value": value} for group, label, value in figures]


def _count(connection: sqlite3.Connection, table: str, where: str, *values: Any) -> int:
    statement = f"SELECT count(*) FROM {table} WHERE retired_at IS NULL AND {where}"
    return int(connection.execute(statement, values).fetchone()[0])


def _marks(codes: Sequence[str]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


def _hazards(
    connection: sqlite3.Connection, first: str, last: str, as_of: str
) -> Iterator[tuple[str, str, str]]:
    is_open = f"found_on <= ? AND (status IN ({_marks(HAZARD.open_statuses)}) OR closed_on > ?)"
    rows = (
        ("新增", "found_on BETWEEN ? AND ?", (first, last)),
        ("新增重大（含疑似）", f"found_on BETWEEN ? AND ? AND {_MAJOR}", (first, last)),
        ("销号", "status = 'closed' AND closed_on BETWEEN ? AND ?", (first, last)),
        (
            "其中即查即改",
            "status = 'closed' AND immediate_fix = 1 AND closed_on BETWEEN ? AND ?",
            (first, last),
        ),
        ("期末未销号", is_open, (as_of, as_of)),
        ("期末未销号重大（含疑似）", f"{is_open} AND {_MAJOR}", (as_of, as_of)),
        ("期末逾期", f"{is_open} AND deadline < ?", (as_of, as_of, as_of)),
    )
    for label, where, values in rows:
        yield "隐患", label, f"{_count(connection, 'hazard', where, *values)} 条"


def _inspections(connection: sqlite3.Connection, first: str, last: str) -> Iterator[tuple[str, str, str]]:
    during = "date BETWEEN ? AND ?"
    yield "检查", "检查次数", f"{_count(connection, 'inspection', during, first, last)} 次"
    places, failed = connection.execute(
        "SELECT count(DISTINCT premises), coalesce(sum(hazards_found), 0) FROM inspection"
        f" WHERE retired_at IS NULL AND {during}",
        (first, last),
    ).fetchone()
    yield "检查", "检查场所", f"{places} 家"
    yield "检查", "查出不合格项", f"{failed} 项"
    led = _count(connection, "inspection", f"{during} AND led_by_principal = 1", first, last)
    yield "检查", "主要负责人带队自查", f"{led} 次"


def _drills(connection: sqlite3.Connection, first: str, last: str) -> Iterator[tuple[str, str, str]]:
    held, people = connection.execute(
        "SELECT count(*), coalesce(sum(participants), 0) FROM drill"
        " WHERE retired_at IS NULL AND date BETWEEN ? AND ?",
        (first, last),
    ).fetchone()
    yield "演练", "演练场次", f"{held} 场"
    yield "演练", "参演人次", f"{people} 人次"


def _tasks(
    connection: sqlite3.Connection, first: str, last: str, as_of: str
) -> Iterator[tuple[str, str, str]]:
    due = "due BETWEEN ? AND ?"
    total = _count(connection, "task", due, first, last)
    done = _count(connection, "task", f"{due} AND status = 'done'", first, last)
    late = _count(connection, "task", f"{due} AND status = 'done' AND done_late = 1", first, last)
    overdue = _count(connection, "task", "status != 'done' AND due < ?", as_of)
    suspended = _count(connection, "task", f"{due} AND status = 'suspended'", first, last)
    yield "任务", "本期到期任务", f"{total} 项"
    yield "任务", "已完成", f"{done} 项"
    yield "任务", "其中逾期完成", f"{late} 项"
    yield "任务", "完成率", f"{round(done * 100 / total)}%" if total else "—"
    yield "任务", "暂缓", f"{suspended} 项"
    yield "任务", "期末逾期未完成", f"{overdue} 项"


def _others(connection: sqlite3.Connection, first: str, last: str) -> Iterator[tuple[str, str, str]]:
    for table, label in (("training", "培训和宣教"), ("supervision_order", "收到督办")):
        record_type = RECORD_TYPES.get(table)
        if record_type and record_type.date_field:
            where = f'"{record_type.date_field}" BETWEEN ? AND ?'
            where += (
                " AND status IN ('held', 'archived')" if table == "training" else ""
            )  # a plan is no session
            yield "其他", label, f"{_count(connection, table, where, first, last)} 次"
