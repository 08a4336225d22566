"""How long records are kept, and which of them have been kept long enough.

村级档案管理办法 (国家档案局等令第12号, in force 2018-01-01, annex) knows 永久, 30 年 and 10 年. Which kind of record belongs
where is this program's proposal (practice); a committee may keep longer. Types that are not named here are never proposed.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from db import lists
from db.spec import RECORD_TYPES
from db.spec.query import Query, Sort
from db.value import Value

LONG, SHORT = "retention_long_years", "retention_short_years"  # own settings
SOURCE = "《村级档案管理办法》（国家档案局等令第12号）附件，年限为建议、本单位可以延长"


class RetentionRule(Value):
    """How long records of a type are kept: the own setting with the years (""; for ever), and the rule in words.

    `statuses` are those in which a record is finished; () any. What is still open is never proposed.
    """

    table: str
    years_key: str
    words: str


RULES: tuple[RetentionRule, ...] = (
    RetentionRule("accident", "", "事故：永久"),
    RetentionRule("hazard", LONG, "隐患年度台账：30年（重大、疑似重大隐患：永久）"),
    RetentionRule("risk", LONG, "风险清单：30年"),
    RetentionRule("monthly_return", LONG, "月报：30年"),
    RetentionRule("inspection", SHORT, "检查记录：10年"),
    RetentionRule("drill", SHORT, "演练记录：10年"),
    RetentionRule("drill_plan", SHORT, "演练计划：10年"),
    RetentionRule("training", SHORT, "培训、签到记录：10年"),
)


class Expired(Value):
    """A record that was kept as long as the rule asks: its table, id, number, title, day, and the rule."""

    table: str
    record_id: str
    no: str
    title: str
    day: str
    rule: str


def expired(connection: sqlite3.Connection, today: str, years: dict[str, int]) -> list[Expired]:
    """The finished records whose time is over, oldest first; `years` are the own settings LONG and SHORT.

    The time is counted from the end of the year that the record belongs to.
    """
    found: list[Expired] = []
    for rule in RULES:
        if rule.years_key:
            last = int(today[:4]) - 1 - years[rule.years_key]
            found += _expired(connection, rule, f"{last}-12-31", today)
    return sorted(found, key=lambda each: (each.day, each.table, each.no))


def _expired(connection: sqlite3.Connection, rule: RetentionRule, until: str, today: str) -> list[Expired]:
    record_type = RECORD_TYPES[rule.table]
    is_finished = False if record_type.open_statuses else None
    query = Query(date_to=until, is_open=is_finished, sort=(Sort("no"),))
    ids = lists.record_ids(connection, rule.table, query, today)
    found = []
    for start in range(0, len(ids), lists.BLOCK):
        for record in lists.records_by_id(connection, rule.table, ids[start : start + lists.BLOCK]):
            if not _is_permanent(rule.table, record):
                found.append(_line(rule.table, record, rule.words))
    return found


def told(connection: sqlite3.Connection, table: str, record_id: str, words: str) -> Expired:
    """A record that was taken out, as a line of a list."""
    return _line(table, lists.records_by_id(connection, table, [record_id])[0], words)


def _line(table: str, record: dict[str, Any], words: str) -> Expired:
    record_type = RECORD_TYPES[table]
    title = " ".join(str(record.get(record_type.title_field) or "").split())
    day = str(record.get(record_type.date_field) or record["created_at"])[:10]
    return Expired(table, record["id"], str(record["no"] or ""), title, day, words)


def _is_permanent(table: str, record: dict[str, object]) -> bool:
    """重大隐患 are kept for ever, suspected ones too; so is what became one or was sent to a department for its answer."""
    return table == "hazard" and (record.get("level") != "general" or bool(record.get("judge_on")))
