"""Trainings beyond their ledger: whose head was trained in a year, and the plan for those who were not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from db import training
from db.spec.code_tables import code_table
from db.spec.training import PRINCIPAL
from db.training import Coverage, coverage_totals, coverage_words
from desktop.office import Office

__all__ = [
    "Coverage",
    "YearOfTraining",
    "coverage_words",
    "planned_values",
    "year_of_training",
    "years_to_look_at",
]


@dataclass(frozen=True)
class YearOfTraining:
    """The premises in business with the training of their heads, the totals, and a sentence on task 10."""

    year: int
    premises: tuple[Coverage, ...]
    totals: str
    criteria: str


def year_of_training(office: Office, year: int) -> YearOfTraining:
    """How far the heads of premises are trained in a year."""
    found = training.coverage(office.store.reader(), year)
    sessions = training.criteria_sessions(office.store.reader(), year)
    listed = "、".join(f"{each['date']}（{each['no']}）" for each in sessions)
    criteria = (
        f"判定标准专题学习（任务10）：{listed}。"
        if listed
        else f"{year}年还没有举办判定标准专题学习（任务10）。"
    )
    return YearOfTraining(year, tuple(found), coverage_totals(year, found), criteria)


def years_to_look_at(office: Office) -> list[int]:
    """Next year, for planning, and back to the first year that the plan names, newest first."""
    first = min(each.extra["year"] for each in code_table("training_focus").codes)
    return [*range(office.clock.today().year + 1, first - 1, -1)]


def planned_values(office: Office, year: int, chosen: Sequence[Coverage]) -> dict[str, Any]:
    """What the form of a planned training for these premises starts with."""
    focuses = {each.focus for each in chosen}
    focus = focuses.pop() if len(focuses) == 1 else ""
    found = code_table("training_focus").get(focus)
    who = found.label.split(" ", 1)[-1] if found else "场所主要负责人"
    return {
        "kind": PRINCIPAL, "title": f"{year}年{who}安全培训", "date": _first_possible_day(office, year),
        "year_focus": focus or None, "audience": ["principals"], "mode": "offline", "expected": len(chosen),
        "content": "主要负责人安全生产职责；重大事故隐患判定标准；本场所风险和应急处置。",
        "covered": [{"premises": each.premises["id"]} for each in chosen],
    }  # fmt: skip


def _first_possible_day(office: Office, year: int) -> str | None:
    """Today as a start when it lies in that year; else the clerk says the day."""
    return office.today if office.clock.today().year == year else None
