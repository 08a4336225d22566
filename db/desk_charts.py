"""The charts of the work table as figures: each bar knows its records, so that screen, table and paper say the same.

Every query reads its table once. Retired records, and hazards that were merged or voided, do not count.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from db.duties.rules import EVACUATION_DRILL, SELF_CHECK
from db.duties.standing import Standing, standings
from db.hazard_counts import HAZARD_EVENTS
from db.spec import HAZARD
from db.spec.code_tables import code_table

MONTHS = 12
AGES = (
    (1, 7, "逾期1–7天"),
    (8, 15, "逾期8–15天"),
    (16, 30, "逾期16–30天"),
    (31, 90, "逾期31–90天"),
    (91, 99_999, "逾期90天以上"),
)
_SOON_DAYS = 30
_OPEN = ", ".join(f"'{each}'" for each in HAZARD.open_statuses)
_STANDS = "retired_at IS NULL AND status NOT IN ('merged', 'void')"


class Part:
    """One bar, or one piece of a stacked bar: the records behind it, `count` of them.

    Their ids are one small text until somebody asks: the work table holds them as long as the window is open, and a ledger
    of 100,000 hazards has every id in three charts.
    """

    __slots__ = ("_packed", "count")

    def __init__(self, ids: Sequence[str]) -> None:
        self.count = len(ids)
        self._packed = zlib.compress("\n".join(ids).encode(), 1)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the records."""
        return tuple(zlib.decompress(self._packed).decode().split("\n")) if self.count else ()


@dataclass(frozen=True)
class Chart:
    """Figures by category and series. `parts[category][series]`; `tones` name the colour of each series.

    `is_upright`: months across, bars upright; else one line for each category. `is_stacked`: the pieces of a category
    stand in one bar.
    """

    key: str
    title: str
    table: str
    series: tuple[str, ...]
    tones: tuple[str, ...]
    categories: tuple[str, ...]
    parts: tuple[tuple[Part, ...], ...]
    is_upright: bool = False
    is_stacked: bool = False
    note: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether every figure is 0."""
        return not any(part.count for row in self.parts for part in row)

    def words(self, category: int, series: int) -> str:
        """What a part is called above the list of its records."""
        name = f" {self.series[series]}" if len(self.series) > 1 else ""
        return f"{self.title}：{self.categories[category]}{name}"


def desk_charts(connection: sqlite3.Connection, today: date) -> list[Chart]:
    """Every chart of the work table, in its order."""
    return [
        found_and_closed(connection, today),
        overdue_ages(connection, today),
        by_code(connection, today, "category", "按类别"),
        by_code(connection, today, "level", "按级别"),
        duty_coverage(connection, today),
    ]


def found_and_closed(connection: sqlite3.Connection, today: date) -> Chart:
    """Hazards found and hazards closed in each of the last twelve months; one closed twice in a month is shown once."""
    months = _months(today)
    rows = connection.execute(
        f"SELECT substr(day, 1, 7), kind, id FROM ({HAZARD_EVENTS})"
        " WHERE kind IN ('found', 'closed') AND day >= ? AND day <= ?",
        (f"{months[0]}-01", today.isoformat()),
    )
    found: dict[tuple[str, str], set[str]] = {}
    for month, kind, hazard in rows:
        found.setdefault((month, kind), set()).add(hazard)
    parts = tuple(
        tuple(_part(found.get((month, kind), ())) for kind in ("found", "closed")) for month in months
    )
    labels = tuple(f"{int(each[5:])}月" for each in months)
    note = f"{months[0]} 至 {months[-1]}"
    return Chart(
        "months",
        "近十二个月隐患",
        "hazard",
        ("新增", "销号"),
        ("waiting", "active"),
        labels,
        parts,
        True,
        note=note,
    )


def by_code(connection: sqlite3.Connection, today: date, field: str, title: str) -> Chart:
    """Hazards found this year by category or level, in the code table's order: closed and still open; without empty lines."""
    rows = connection.execute(
        f'SELECT "{field}", status IN ({_OPEN}), id FROM hazard WHERE {_STANDS} AND found_on BETWEEN ? AND ?',
        (f"{today.year}-01-01", today.isoformat()),
    )
    found: dict[tuple[str, int], list[str]] = {}
    for code, is_open, hazard in rows:
        found.setdefault((code or "", is_open), []).append(hazard)
    codes = [each for name in HAZARD.field(field).codes for each in code_table(name).codes]
    lines = [(each.code, each.label) for each in codes]
    lines += [
        (code, code or "未填") for code in sorted({code for code, _ in found}) if code not in dict(lines)
    ]
    shown = [line for line in lines if any((line[0], state) in found for state in (0, 1))]
    parts = tuple(tuple(_part(found.get((code, state), ())) for state in (0, 1)) for code, _ in shown)
    return Chart(
        field, f"本年隐患{title}", "hazard", ("已销号", "未销号"), ("active", "waiting"),
        tuple(label for _, label in shown), parts, is_stacked=True, note=f"{today.year}年排查出的隐患",
    )  # fmt: skip


def overdue_ages(connection: sqlite3.Connection, today: date) -> Chart:
    """Open hazards past their day, by how many days."""
    rows = connection.execute(
        f"SELECT deadline, id FROM hazard WHERE retired_at IS NULL AND status IN ({_OPEN}) AND deadline < ?",
        (today.isoformat(),),
    ).fetchall()
    days = [((today - date.fromisoformat(deadline)).days, hazard) for deadline, hazard in rows]
    parts = tuple((_part(each for age, each in days if low <= age <= high),) for low, high, _ in AGES)
    labels = tuple(label for _, _, label in AGES)
    return Chart("ages", "逾期未销号隐患", "hazard", ("隐患",), ("danger",), labels, parts, note="今天的情况")


def duty_coverage(connection: sqlite3.Connection, today: date) -> Chart:
    """Premises that owe evacuation drills or self-checks: in time, due within thirty days, overdue."""
    words = (("疏散演练", EVACUATION_DRILL), ("负责人自查", SELF_CHECK))
    parts = tuple(_duty_parts(standings(connection, duty, today), today) for _, duty in words)
    return Chart(
        "duties", "到期义务完成情况", "premises", ("按期", f"{_SOON_DAYS}日内到期", "逾期"), ("active", "waiting", "danger"),
        tuple(word for word, _ in words), parts, is_stacked=True, note="有频次要求的场所",
    )  # fmt: skip


def _duty_parts(found: Sequence[Standing], today: date) -> tuple[Part, ...]:
    soon = today + timedelta(days=_SOON_DAYS)
    groups: tuple[list[str], ...] = ([], [], [])
    for each in found:
        if each.due:
            groups[2 if each.is_overdue else 1 if each.due <= soon else 0].append(each.premises_id)
    return tuple(_part(group) for group in groups)


def _part(ids: Iterable[str]) -> Part:
    return Part(sorted(ids))


def _months(today: date) -> list[str]:
    last = today.year * 12 + today.month - 1
    return [f"{each // 12:04}-{each % 12 + 1:02}" for each in range(last - MONTHS + 1, last + 1)]
