"""The month of all committees at the street: whose signed return came, when, and which packages brought the month's data.

When something arrived is said by the street's own log, never by the clock of a committee (format §4).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from db.spec.monthly_return import FIXED


@dataclass(frozen=True)
class MonthReturn:
    """A committee's newest return of a month; `arrived_at` is when a signed one first came, "" while none has."""

    code: str
    return_id: str
    status: str
    version: int
    rev: int
    arrived_at: str


@dataclass(frozen=True)
class MonthPackage:
    """A merged package of a month and how many records it brought."""

    code: str
    package_id: str
    serial: int
    received_at: str
    status: str
    records: int


def returns_of_month(connection: sqlite3.Connection, month: str) -> dict[str, MonthReturn]:
    """The newest return of that month by committee; a later version counts from the day the first one came."""
    marks = ", ".join("?" * len(FIXED))
    rows = connection.execute(
        "SELECT m.committee_code, m.id, m.status, m.version, m.rev,"
        " (SELECT min(c.at) FROM change c WHERE c.table_name = 'monthly_return' AND c.record_id = m.id"
        f" AND json_extract(c.after, '$.status') IN ({marks}))"
        " FROM monthly_return m WHERE m.month = ? AND m.retired_at IS NULL ORDER BY m.committee_code, m.version",
        (*FIXED, month),
    )
    found: dict[str, MonthReturn] = {}
    for code, return_id, status, version, rev, arrived in rows:
        earlier = found.get(code)
        arrivals = [each for each in (arrived, earlier.arrived_at if earlier else "") if each]
        found[code] = MonthReturn(
            code, return_id, status, version or 1, rev, min(arrivals) if arrivals else ""
        )
    return found


def packages_of_month(connection: sqlite3.Connection, month: str) -> dict[str, list[MonthPackage]]:
    """The merged packages of that month by committee, by serial."""
    found: dict[str, list[MonthPackage]] = {}
    for code, package_id, serial, at, status, counts in connection.execute(
        "SELECT code, id, serial, received_at, status, counts FROM received_package WHERE period = ?"
        " ORDER BY code, epoch, serial",
        (month,),
    ):
        records = sum(sum(each.values()) for each in json.loads(counts).values())
        found.setdefault(code, []).append(MonthPackage(code, package_id, serial, at, status, records))
    return found


def sent_back(connection: sqlite3.Connection, records: Iterable[tuple[str, int]]) -> dict[str, str]:
    """Why the street sent records back, by id, for those (id, revision) that no newer revision has corrected."""
    wanted = dict(records)
    found: dict[str, str] = {}
    for (line,) in connection.execute(
        "SELECT line FROM issued_receipt WHERE instr(line, CAST('\"returned\"' AS BLOB)) > 0 ORDER BY issued_at"
    ):
        for each in json.loads(line).get("returned") or ():
            if wanted.get(each["id"]) == each["rev"]:
                found[each["id"]] = each["remark"]
    return found


def refused_of_month(connection: sqlite3.Connection, month: str) -> dict[str, tuple[int, str, str]]:
    """(serial, error, when) of the newest package of that month that was refused and not merged since, by committee."""
    rows = connection.execute(
        "SELECT i.code, i.header, i.line, i.issued_at FROM issued_receipt i WHERE i.status = 'rejected'"
        " AND NOT EXISTS (SELECT 1 FROM received_package p WHERE p.id = i.package_id) ORDER BY i.issued_at"
    )
    found: dict[str, tuple[int, str, str]] = {}
    for code, header, line, at in rows:
        said = json.loads(line)
        if json.loads(header)["period"] == month and said["error"] not in ("E_REPLAY", "E_LATE"):
            found[code] = (said["serial"], said["error"], at)
    return found
