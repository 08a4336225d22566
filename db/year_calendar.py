"""年历: what a committee has to do in which month, from `year_calendar.json`, and how much of it the ledger shows as done.

Sources stand beside each item there; nothing is stored, everything is counted when it is asked for.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from db.duties.standing import standings
from db.lists import record_ids
from db.return_standing import standing_of_months
from db.spec import HAZARD, RISK
from db.spec.dates import days_in_month
from db.spec.hazard import MAJOR_LEVELS
from db.spec.monthly_return import ACCEPTED, SENT
from db.spec.query import Query

_FILE = Path(__file__).resolve().parent / "year_calendar.json"


class State(StrEnum):
    """How an entry stands; its value is the word on the screen."""

    DONE = "已办"
    NOT_ASKED = "不适用"
    NOW = "本期待办"
    AHEAD = "未到"
    SHORT = "未办齐"
    NO_RECORD = "没有记录"


@dataclass(frozen=True)
class Found:
    """What the ledger shows: how much is done, of how much (None: once is enough), and the records to look at.

    `ids` are those left to do where a total is known, else those that were done.
    """

    done: int
    total: int | None
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One item in one month: its words and source, the days it covers, and how it stands."""

    key: str
    label: str
    source: str
    table: str
    first: date
    due: date
    state: State
    found: Found


@cache
def calendar_items() -> tuple[Mapping[str, Any], ...]:
    """The items as they ship."""
    return tuple(json.loads(_FILE.read_text(encoding="utf-8"))["items"])


def year_entries(connection: sqlite3.Connection, year: int, today: date) -> list[Entry]:
    """Every entry of a year by its day, then in the order of the items."""
    entries = [entry for item in calendar_items() for entry in _entries(connection, item, year, today)]
    return sorted(entries, key=lambda each: each.due)


def _entries(
    connection: sqlite3.Connection, item: Mapping[str, Any], year: int, today: date
) -> Iterator[Entry]:
    if year not in item.get("years", (year,)):
        return
    table, find = _FINDERS[item["how"]]
    if item["how"] in _AS_OF_NOW and year < today.year:
        return  # how it stood at the end of a past year is not known any more
    for month in item["months"]:
        first = date(year, month - item["span"] + 1, 1)
        due = date(year, month, item.get("day") or days_in_month(year, month))
        found = find(connection, item, first, due, today)
        state = _state(found, first, due, today)
        yield Entry(
            item["key"], item["label"], item["source"], item.get("table", table), first, due, state, found
        )


def _state(found: Found, first: date, due: date, today: date) -> State:
    if found.total == 0:
        return State.NOT_ASKED
    if found.done and found.done >= (found.total or 1):
        return State.DONE
    if today < first:
        return State.AHEAD
    if today <= due:
        return State.NOW
    return State.SHORT if found.done else State.NO_RECORD  # a ledger begun in mid-year has no earlier records


def _packages(
    connection: sqlite3.Connection, item: Mapping[str, Any], first: date, due: date, today: date
) -> Found:
    """Packages of the month that left the house, written out or answered; a return that went on paper counts too."""
    month = f"{first:%Y-%m}"
    rows = connection.execute(
        "SELECT count(*) FROM sealed_package WHERE period = ? AND state IN ('written', 'receipted')",
        (month,),
    )
    _, status, _ = standing_of_months(connection).get(month, ("", "", 0))
    return Found(int(rows.fetchone()[0]) or int(status in (SENT, ACCEPTED)), None)


def _reviews(
    connection: sqlite3.Connection, item: Mapping[str, Any], first: date, due: date, today: date
) -> Found:
    choices = {
        "kind": (item["kind"],),
        "year": (str(due.year),),
        "ordinal": (str(due.month // item["span"]),),
    }
    return _done(record_ids(connection, "period_review", Query(choices=choices), today.isoformat()))


def _records(
    connection: sqlite3.Connection, item: Mapping[str, Any], first: date, due: date, today: date
) -> Found:
    query = Query(
        statuses=tuple(item["statuses"]),
        choices={name: tuple(codes) for name, codes in item["choices"].items()},
        date_from=first.isoformat(),
        date_to=_month_end(due).isoformat(),
    )
    return _done(record_ids(connection, item["table"], query, today.isoformat()))


def _duties(
    connection: sqlite3.Connection, item: Mapping[str, Any], first: date, due: date, today: date
) -> Found:
    """Premises that owe the duty by a rule, and those that did it in these days."""
    bound = [each for each in standings(connection, item["duty"], today) if each.rule]
    left = [each.premises_id for each in bound if not any(first <= day <= due for day in each.done)]
    return Found(len(bound) - len(left), len(bound), tuple(left))


def _risks(
    connection: sqlite3.Connection, item: Mapping[str, Any], first: date, due: date, today: date
) -> Found:
    """Open risks, and those assessed in the year."""
    every = record_ids(connection, RISK.table, Query(is_open=True), today.isoformat())
    query = Query(is_open=True, date_from=first.isoformat(), date_to=due.isoformat())
    done = set(record_ids(connection, RISK.table, query, today.isoformat()))
    return _left(every, done)


def _filed(
    connection: sqlite3.Connection, item: Mapping[str, Any], first: date, due: date, today: date
) -> Found:
    during = Query(date_from=first.isoformat(), date_to=due.isoformat())
    every = record_ids(connection, item["table"], during, today.isoformat())
    filed = during.with_changes(statuses=tuple(item["statuses"]))
    return _left(every, set(record_ids(connection, item["table"], filed, today.isoformat())))


def _none_open(
    connection: sqlite3.Connection, item: Mapping[str, Any], first: date, due: date, today: date
) -> Found:
    """Major and suspected major hazards found in time, and those that are settled."""
    query = Query(choices={"level": MAJOR_LEVELS}, date_to=item.get("found_until"))
    every = record_ids(connection, HAZARD.table, query, today.isoformat())
    settled = set(record_ids(connection, HAZARD.table, query.with_changes(is_open=False), today.isoformat()))
    return _left(every, settled) if every else Found(1, None)


def _done(ids: list[str]) -> Found:
    return Found(len(ids), None, tuple(ids))


def _left(every: list[str], done: set[str]) -> Found:
    return Found(len(done), len(every), tuple(each for each in every if each not in done))


def _month_end(day: date) -> date:
    return day.replace(day=days_in_month(day.year, day.month))


_Finder = Callable[[sqlite3.Connection, Mapping[str, Any], date, date, date], Found]
_FINDERS: dict[str, tuple[str, _Finder]] = {
    "packages": ("submission", _packages),
    "review": ("period_review", _reviews),
    "duty": ("premises", _duties),
    "records": ("", _records),
    "share": ("risk", _risks),
    "filed": ("", _filed),
    "none_open": ("hazard", _none_open),
}
_AS_OF_NOW = frozenset(("share", "none_open", "duty"))
