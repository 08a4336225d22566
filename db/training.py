"""Which premises had their head trained in a year (plan task 9), counted from the trainings and never stored."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence

from db.lists import record_ids, records_by_id
from db.spec import PREMISES, TRAINING
from db.spec.code_tables import Code, code_table
from db.spec.field import Record, Values
from db.spec.query import Query, Sort
from db.spec.text import search_form
from db.spec.training import ARCHIVED, CRITERIA, HELD, PLANNED, PRINCIPAL, PRINCIPAL_CAME
from db.value import Value


class Coverage(Value):
    """One premises in business and the training of its head that year: held (day and number), planned, or none.

    `focus` is the year's focus (task 9) it falls under, "" for none.
    """

    premises: Record
    trained_on: str = ""
    trained_no: str = ""
    planned_on: str = ""
    planned_no: str = ""
    focus: str = ""

    @property
    def is_trained(self) -> bool:
        """Whether the head came in person."""
        return bool(self.trained_on)

    @property
    def is_missing(self) -> bool:
        """Whether the head was neither trained nor is expected at a planned training."""
        return not self.trained_on and not self.planned_on


def coverage(connection: sqlite3.Connection, year: int) -> list[Coverage]:
    """Every premises in business, those of the year's focus first, then by name."""
    in_business = Query(statuses=("operating",), sort=(Sort("name"),))
    premises = records_by_id(
        connection, PREMISES.table, record_ids(connection, PREMISES.table, in_business, "")
    )
    trained = _sessions(connection, year, (HELD, ARCHIVED), lambda presence: presence == PRINCIPAL_CAME)
    planned = _sessions(connection, year, (PLANNED,), lambda presence: True)
    found = [
        Coverage(
            each, *trained.get(each["id"], ("", "")), *planned.get(each["id"], ("", "")), focus_of(each, year)
        )
        for each in premises
    ]
    return sorted(found, key=lambda each: not each.focus)


def focuses_of_year(year: int) -> list[Code]:
    """What the plan puts first in that year; empty for years it does not name."""
    return [each for each in code_table("training_focus").codes if each.extra["year"] == year]


def focus_of(premises: Values, year: int) -> str:
    """The code of the year's focus that premises fall under by type, flag or a word of name or trade; "" for none."""
    words = search_form(f"{premises.get('name') or ''}\n{premises.get('industry') or ''}")
    for focus in focuses_of_year(year):
        is_meant = (
            premises.get("type") in focus.extra["types"]
            or set(premises.get("flags") or ()) & set(focus.extra["flags"])
            or any(search_form(word) in words for word in focus.extra["words"])
        )
        if is_meant:
            return focus.code
    return ""


def criteria_sessions(connection: sqlite3.Connection, year: int) -> list[Record]:
    """The sessions on the criteria of major hazards held in a year (task 10)."""
    query = Query(
        statuses=(HELD, ARCHIVED), choices={"kind": (CRITERIA,)}, date_from=f"{year}-01-01",
        date_to=f"{year}-12-31", sort=(Sort("date"),),
    )  # fmt: skip
    return records_by_id(connection, TRAINING.table, record_ids(connection, TRAINING.table, query, ""))


def coverage_words(each: Coverage) -> str:
    """已培训, 已排计划 or 未培训, with day and number, and the focus where it falls under one."""
    if each.is_trained:
        words = f"已培训 {each.trained_on}\n{each.trained_no}"
    elif each.planned_on:
        words = f"已排计划 {each.planned_on}\n{each.planned_no}"
    else:
        words = "未培训"
    return f"{words}\n年度重点" if each.focus else words


def coverage_totals(year: int, found: Sequence[Coverage]) -> str:
    """How many of the premises in business were covered, and what the year's focus is."""
    trained, missing = sum(each.is_trained for each in found), sum(each.is_missing for each in found)
    words = f"在营场所 {len(found)} 个，主要负责人已培训 {trained} 个，已排计划 {len(found) - trained - missing} 个，未培训 {missing} 个。"
    focuses = [each.label.split(" ", 1)[-1] for each in focuses_of_year(year)]
    return words + (f"本年度重点（青夏街〔2024〕13号任务9）：{'、'.join(focuses)}。" if focuses else "")


def _sessions(
    connection: sqlite3.Connection, year: int, statuses: Sequence[str], counts: Callable[[str | None], bool]
) -> Mapping[str, tuple[str, str]]:
    """(day, number) of the last training for heads in which each premises counts, by the id of the premises."""
    query = Query(
        statuses=tuple(statuses), choices={"kind": (PRINCIPAL,)}, date_from=f"{year}-01-01",
        date_to=f"{year}-12-31", sort=(Sort("date"),),
    )  # fmt: skip
    sessions = records_by_id(connection, TRAINING.table, record_ids(connection, TRAINING.table, query, ""))
    return {
        row["premises"]: (session["date"], session["no"])
        for session in sessions
        for row in session["covered"] or []
        if counts(row.get("presence"))
    }
