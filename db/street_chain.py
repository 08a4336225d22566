"""What the street has to watch in the committees' packages: gaps, forks, volumes that are still to come (format §7, §8)."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """A package that was signed by an enrolled key and not merged; `missing` are the serials before it that had not come."""

    package_id: str
    code: str
    epoch: int
    serial: int
    error: str
    missing: tuple[int, ...]
    at: str


def refusals(connection: sqlite3.Connection) -> list[Refusal]:
    """Every refused package that was not merged since, by committee and serial; of one package the newest refusal."""
    rows = connection.execute(
        "SELECT i.package_id, i.code, i.line, i.issued_at FROM issued_receipt i WHERE i.status = 'rejected'"
        " AND NOT EXISTS (SELECT 1 FROM received_package p WHERE p.id = i.package_id) ORDER BY i.code, i.serial"
    )
    found: dict[str, Refusal] = {}
    for package_id, code, line, at in rows:
        said = json.loads(line)
        found[package_id] = Refusal(
            package_id, code, said["epoch"], said["serial"], said["error"], tuple(said["missing_serials"]), at
        )
    return sorted(found.values(), key=lambda each: (each.code, each.epoch, each.serial))


def heads(connection: sqlite3.Connection) -> dict[str, tuple[int, int]]:
    """(epoch, serial) of the last merged package of each committee."""
    return {row[0]: (row[1], row[2]) for row in connection.execute("SELECT code, epoch, serial FROM chain")}


def skipped_serials(connection: sqlite3.Connection) -> dict[str, list[int]]:
    """The serials before the last merged package that never came, by committee: a person let them be skipped."""
    merged: dict[str, set[int]] = {}
    for code, serial in connection.execute(
        "SELECT p.code, p.serial FROM received_package p JOIN chain c ON c.code = p.code AND c.epoch = p.epoch"
    ):
        merged.setdefault(code, set()).add(serial)
    return {
        code: missing
        for code, serials in merged.items()
        if (missing := [each for each in range(1, max(serials)) if each not in serials])
    }


def awaited_volumes(connection: sqlite3.Connection) -> list[tuple[str, int, int, int]]:
    """(committee, serial, volume, attachments) of every volume of a merged package that has not come."""
    rows = connection.execute(
        "SELECT p.code, p.serial, a.volume, count(*) FROM awaited_attachment a JOIN received_package p"
        " ON p.id = a.package_id GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]
