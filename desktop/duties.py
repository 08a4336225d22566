"""到期一览: the year of every premises with one duty, as the screen and the paper show it, and what the rules say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from db.duties.rules import (
    DUTIES,
    EVACUATION_DRILL,
    ROLLING,
    SELF_CHECK,
    CommitteeRule,
    Rule,
    committee_rule,
)
from db.duties.standing import Standing, standings
from db.duties.year import Cell, months_of
from db.spec.code_tables import label_of
from desktop.office import Office

DUTY_WORDS: Mapping[str, str] = {EVACUATION_DRILL: "疏散演练", SELF_CHECK: "负责人带队自查"}
SOON_DAYS = 30
_MARKS = {
    "verified": "已核对条文",
    "secondary": "据转引，以原件为准",
    "practice": "归类为通行做法，可单独规定",
}


@dataclass(frozen=True, slots=True)
class BoardRow:
    """Premises on the board: how they stand, and the twelve months."""

    standing: Standing
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """One duty in one year, what is due first on top."""

    duty: str
    year: int
    today: date
    rows: tuple[BoardRow, ...]


def duty_board(office: Office, duty: str, year: int) -> Board:
    """The board of a duty and a year, today by the office's clock."""
    today = office.clock.today()
    found = standings(office.store.reader(), duty, today)
    return Board(duty, year, today, tuple(BoardRow(each, months_of(each, year, today)) for each in found))


def drills_due(office: Office, within_days: int = SOON_DAYS) -> int:
    """How many premises owe an evacuation drill that is overdue or due within some days."""
    today = office.clock.today()
    last = today + timedelta(days=within_days)
    found = standings(office.store.reader(), EVACUATION_DRILL, today)
    return sum(1 for each in found if each.due and each.due <= last)


def self_checks_overdue(office: Office) -> int:
    """How many premises owe a self-check led by the principal that is overdue."""
    found = standings(office.store.reader(), SELF_CHECK, office.clock.today())
    return sum(1 for each in found if each.is_overdue)


def frequency_word(standing: Standing) -> str:
    """每半年一次, or why nothing is asked."""
    if standing.is_suspended:
        return "停业"
    return label_of(("duty_period",), standing.rule.period) if standing.rule else "不作要求"


def rule_sentence(rule: Rule) -> str:
    """A rule as a clerk reads it: how often, counted from when, by which clause, whom it binds, how far it was checked."""
    counted = "，从上一次起算" if rule.counted == ROLLING else ""
    often = label_of(("duty_period",), rule.period) + counted
    if rule.key == "own":
        return f"{often}：{rule.who}，理由：{rule.clause}"
    return f"{often}：{rule.source}{rule.clause}，{rule.who}（{_MARKS[rule.mark]}）"


def due_sentence(standing: Standing, today: date) -> str:
    """上次 …，下次最迟 …（逾期 n 天）, with the days that are planned."""
    parts = [f"上次 {standing.last_done.isoformat()}" if standing.last_done else "还没有记录"]
    if standing.due:
        days = (today - standing.due).days
        late = f"（逾期 {days} 天）" if days > 0 else "（今天到期）" if days == 0 else f"（还有 {-days} 天）"
        parts.append(f"{'应于' if days > 0 else '下次最迟'} {standing.due.isoformat()}{late}")
    if standing.planned:
        parts.append("已计划 " + "、".join(each.day.isoformat() for each in standing.planned))
    return "，".join(parts)


__all__ = [
    "DUTIES", "DUTY_WORDS", "EVACUATION_DRILL", "SELF_CHECK", "SOON_DAYS", "Board", "BoardRow", "Cell", "CommitteeRule",
    "Rule", "Standing", "committee_rule", "drills_due", "due_sentence", "duty_board", "frequency_word", "rule_sentence",
    "self_checks_overdue",
]  # fmt: skip
