"""At the street: premises and hazards that two committees may both have reported, side by side. Any thread.

Which are alike is told by db.premises_twins; of hundreds of thousands of pairs only those are compared that share a credit
code, an address or a telephone, without which no likeness is probable. What somebody said are two stays two.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any, Final

from db.premises_twins import COLUMNS, Marks, address_key, compared, name_key, name_likeness
from db.store import Transaction

PREMISES, HAZARD = "premises", "hazard"
DAYS_APART: Final = 31  # hazards found further apart are told as two
_LIKE: Final = 0.6


@dataclass(frozen=True)
class OneOfTwo:
    """One side of a pair: a record and the committee that reported it."""

    id: str
    no: str
    committee_code: str
    title: str
    place: str
    status: str


@dataclass(frozen=True)
class Pair:
    """Two records of different committees that may be one and the same, and what they have in common."""

    table: str
    one: OneOfTwo
    other: OneOfTwo
    reasons: tuple[str, ...]
    weight: int


def premises_pairs(connection: sqlite3.Connection) -> list[Pair]:
    """Premises that two committees have, the likeliest first."""
    rows = connection.execute(
        f"SELECT {COLUMNS}, committee_code FROM premises WHERE retired_at IS NULL ORDER BY id"
    ).fetchall()
    apart = not_twins(connection, PREMISES)
    found = [
        Pair(PREMISES, _premises(a), _premises(b), twin.reasons, twin.weight)
        for a, b in _candidates((row, row[-1], _premises_signs(row)) for row in rows)
        if (a[0], b[0]) not in apart
        if (twin := compared(_marks(a), b[:-1])) and twin.is_likely
    ]
    return sorted(found, key=lambda each: (-each.weight, each.one.no, each.other.no))


def hazard_pairs(connection: sqlite3.Connection, premises: Iterable[Pair]) -> list[Pair]:
    """Hazards of one category that two committees found at one place within a month, the likeliest first.

    One place is the same address, or two of the `premises` pairs.
    """
    joined = {each: pair.one.id for pair in premises for each in (pair.one.id, pair.other.id)}
    rows = connection.execute(
        "SELECT id, no, description, location, status, premises, category, found_on, committee_code FROM hazard"
        " WHERE retired_at IS NULL AND status NOT IN ('merged', 'void') ORDER BY id"
    ).fetchall()
    apart = not_twins(connection, HAZARD)
    found = [
        pair
        for a, b in _candidates((row, row[-1], _hazard_signs(row, joined)) for row in rows)
        if (a[0], b[0]) not in apart and (pair := _hazard_pair(a, b))
    ]
    return sorted(found, key=lambda each: (-each.weight, each.one.no, each.other.no))


def _candidates(rows: Iterable[tuple[tuple[Any, ...], str, Iterable[Any]]]) -> Iterator[tuple[Any, Any]]:
    """Each pair of rows of different committees that share a sign, once, the smaller id first."""
    blocks: dict[Any, list[tuple[tuple[Any, ...], str]]] = defaultdict(list)
    for row, code, signs in rows:
        for sign in signs:
            blocks[sign].append((row, code))
    seen: set[tuple[str, str]] = set()
    for block in blocks.values():
        for (a, a_code), (b, b_code) in combinations(block, 2):
            if a_code != b_code and (a[0], b[0]) not in seen:
                seen.add((a[0], b[0]))
                yield a, b


def _premises_signs(row: tuple[Any, ...]) -> Iterator[tuple[str, str]]:
    marks = _marks(row)
    if marks.usc:
        yield "usc", marks.usc
    if marks.address:
        yield "address", marks.address
    for phone in marks.phones:
        yield "phone", phone


def _marks(row: tuple[Any, ...]) -> Marks:
    named = dict(zip(COLUMNS.split(", "), row, strict=False))
    return Marks.of(named)


def _premises(row: tuple[Any, ...]) -> OneOfTwo:
    return OneOfTwo(row[0], row[1] or "", row[-1], row[2], row[4] or "", row[7])


def _hazard_signs(row: tuple[Any, ...], joined: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    if place := address_key(row[3] or ""):
        yield "place", row[6], place
    if row[5] in joined:
        yield "premises", row[6], joined[row[5]]


def _hazard_pair(a: tuple[Any, ...], b: tuple[Any, ...]) -> Pair | None:
    days = abs((date.fromisoformat(a[7]) - date.fromisoformat(b[7])).days)
    if days > DAYS_APART:
        return None
    likeness = name_likeness(name_key(a[2]), name_key(b[2]))
    place = address_key(a[3] or "") == address_key(b[3] or "")
    reasons = [
        "地点相同" if place else "场所疑似同一处",
        "类别相同",
        "同一天发现" if days == 0 else f"发现日期相差 {days} 天",
    ]
    reasons += ["描述相近"] if likeness >= _LIKE else []
    weight = 4 + 2 * (likeness >= _LIKE) + (days <= 7)
    return Pair(HAZARD, _hazard(a), _hazard(b), tuple(reasons), weight)


def _hazard(row: tuple[Any, ...]) -> OneOfTwo:
    return OneOfTwo(row[0], row[1] or "", row[-1], row[2], row[3] or "", row[4])


def not_twins(connection: sqlite3.Connection, table: str) -> set[tuple[str, str]]:
    """The pairs of ids, the smaller first, of which somebody said that they are two."""
    return set(connection.execute("SELECT one, other FROM not_twins WHERE table_name = ?", (table,)))


def keep_apart(tx: Transaction, table: str, one: str, other: str) -> None:
    """Remember that two records are not the same (不是同一处)."""
    first, second = sorted((one, other))
    tx.execute("INSERT OR IGNORE INTO not_twins VALUES (?,?,?,?,?)", (table, first, second, tx.at, tx.who))
    tx.touch("not_twins", first)
