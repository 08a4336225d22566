"""The month of all committees at the street: whose signed return came, when, and which packages brought the month's data.

When something arrived is said by the street's own log, never by the clock of a committee (format §4).
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from db.spec.monthly_return import FIXED
from db.street_register import ROLLED_BACK


@dataclass(frozen=True)
class MonthReturn:
    """A committee's newest return of a month and the package that brought its present revision; `arrived_at` is when a
    signed one first came, "" while none has.
    """

    code: str
    return_id: str
    status: str
    version: int
    rev: int
    arrived_at: str
    package_id: str


@dataclass(frozen=True)
class MonthPackage:
    """A merged package of a month and how many records it brought."""

    code: str
    package_id: str
    serial: int
    received_at: str
    status: str
    records: int


@dataclass(frozen=True)
class SentBack:
    """A monthly return of the month that was sent back with a package at a revision ("" and 0 where all of it was), and why."""

    code: str
    return_id: str
    rev: int
    package_id: str
    remark: str


def returns_of_month(connection: sqlite3.Connection, month: str) -> dict[str, MonthReturn]:
    """The newest return of that month by committee; a later version counts from the day the first one came."""
    marks = ", ".join("?" * len(FIXED))
    rows = connection.execute(
        "SELECT m.committee_code, m.id, m.status, m.version, m.rev,"
        " (SELECT min(c.at) FROM change c WHERE c.table_name = 'monthly_return' AND c.record_id = m.id"
        f" AND json_extract(c.after, '$.status') IN ({marks})),"
        " (SELECT r.package_id FROM merged_revision r WHERE r.record_id = m.id ORDER BY r.rev DESC LIMIT 1)"
        " FROM monthly_return m WHERE m.month = ? AND m.retired_at IS NULL ORDER BY m.committee_code, m.version",
        (*FIXED, month),
    )
    found: dict[str, MonthReturn] = {}
    for code, return_id, status, version, rev, arrived, package_id in rows:
        earlier = found.get(code)
        arrivals = [each for each in (arrived, earlier.arrived_at if earlier else "") if each]
        found[code] = MonthReturn(
            code, return_id, status, version or 1, rev, min(arrivals) if arrivals else "", package_id or ""
        )
    return found


def packages_of_month(connection: sqlite3.Connection, month: str) -> dict[str, list[MonthPackage]]:
    """The merged packages of that month by committee, by serial; without those that were taken out again."""
    found: dict[str, list[MonthPackage]] = {}
    for code, package_id, serial, at, status, counts in connection.execute(
        "SELECT code, id, serial, received_at, status, counts FROM received_package WHERE period = ?"
        " AND status != ? ORDER BY code, epoch, serial",
        (month, ROLLED_BACK),
    ):
        records = sum(sum(each.values()) for each in json.loads(counts).values())
        found.setdefault(code, []).append(MonthPackage(code, package_id, serial, at, status, records))
    return found


def sent_back(connection: sqlite3.Connection, month: str) -> list[SentBack]:
    """The returns of that month which the street sent back, by the newest receipt of each package; what was corrected
    since is for the caller to see. One that never came into the ledger goes by the month of its package.
    """
    rows = connection.execute(
        "SELECT r.code, r.package_id, r.header, r.line FROM issued_receipt r"
        " WHERE r.serial = (SELECT max(n.serial) FROM issued_receipt n WHERE n.package_id = r.package_id)"
        " AND instr(r.line, CAST('returned\"' AS BLOB)) > 0 ORDER BY r.issued_at, r.serial"
    )
    months = dict(connection.execute("SELECT id, month FROM monthly_return").fetchall())
    found = []
    for code, package_id, header, line in rows:
        said, period = json.loads(line), json.loads(header)["period"]
        if said.get("all_returned") and period == month:  # too many to be named one by one
            found.append(SentBack(code, "", 0, package_id, said["all_returned"]))
        found += [
            SentBack(code, each["id"], each["rev"], package_id, each["remark"])
            for each in said.get("returned") or ()
            if each["type"] == "monthly_return" and months.get(each["id"], period) == month
        ]
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
