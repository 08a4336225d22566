"""The figures of a quarter or half-year, counted once when a review is made (青夏街〔2024〕13号 safeguard 6)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from db.hazard_counts import fixed_on_spot_count, hazard_counts
from db.spec import HAZARD
from db.spec.field import Record
from db.spec.hazard import MAJOR_LEVELS


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
    """期初 + 新增 + 重新打开 − 销号 − 合并作废 = 期末, as the monthly return counts them."""
    counts = hazard_counts(connection, first, as_of)
    major = hazard_counts(connection, first, as_of, MAJOR_LEVELS)
    overdue = (
        f"found_on <= ? AND deadline < ? AND (status IN ({_marks(HAZARD.open_statuses)})"
        " OR coalesce(closed_on, void_on) > ?)"
    )
    rows = (
        ("期初未销号", counts.opening),
        ("新增", counts.found),
        ("新增重大（含疑似）", major.found),
        ("重新打开", counts.reopened),
        ("销号", counts.closed),
        ("其中即查即改", fixed_on_spot_count(connection, first, as_of)),
        ("合并和作废", counts.merged + counts.voided),
        ("期末未销号", counts.closing),
        ("期末未销号重大（含疑似）", major.closing),
        ("期末逾期", _count(connection, "hazard", overdue, as_of, as_of, as_of)),
    )
    for label, count in rows:
        yield "隐患", label, f"{count} 条"


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
    held = "status IN ('held', 'archived') AND date BETWEEN ? AND ?"
    yield "其他", "培训和宣教", f"{_count(connection, 'training', held, first, last)} 场"
    ordered = "issued_on BETWEEN ? AND ?"
    yield "其他", "收到督办", f"{_count(connection, 'supervision_order', ordered, first, last)} 件"
    happened = "is_production = 1 AND date BETWEEN ? AND ?"
    yield "其他", "生产安全事故", f"{_count(connection, 'accident', happened, first, last)} 起"
