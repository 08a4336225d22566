"""Measures the street's merging of 32 packages of 1,000 records each beside a raw upsert of the same rows.

Run it by hand: `python tests/bench/bench_merge.py [packages] [records]`. The rival is plain sqlite3 on a table and indexes
of the same form: each package one transaction of `INSERT … ON CONFLICT DO UPDATE` with rows made beforehand. The shares of
the steps are times inside the functions named, so their own bookkeeping counts with them.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import desktop.exchange.signing_key as signing_key
from db.clock import Clock
from db.ulid import new_ulid
from desktop.exchange import records as exchange_records
from desktop.exchange import verify as verifying
from desktop.exchange.schema import wire_record
from desktop.street import merging, receiving
from tests import factories
from tests.bench.bench_database import FAULTS, PLACES
from tests.desktop.street.exchange_kit import Street, forged, open_committee, open_street

MOST = 8.0
# Step → the functions whose time it is; what they call of other steps counts there (db/… names are looked up in merging).
STEPS: dict[str, tuple[tuple[Any, str], ...]] = {
    "verify": ((receiving, "verify"),),
    "read": ((exchange_records, "parse_record_line"),),
    "check": ((receiving, "check_incoming"),),
    "judge": ((merging, "_is_number_taken"), (merging, "load"), (merging, "_digest")),
    "upsert + index": ((merging, "insert"), (merging, "replace")),
    "log": ((merging, "log_change"),),
}


class Shares:
    """Own time of each step: what a step spends inside another one counts for that one only."""

    def __init__(self) -> None:
        self.seconds = dict.fromkeys(STEPS, 0.0)
        self._stack: list[str] = []
        self._since = 0.0

    def watch(self) -> None:
        """Put a clock around the functions of every step."""
        for step, functions in STEPS.items():
            for module, name in functions:
                setattr(module, name, self._timed(step, getattr(module, name)))

    def _timed(self, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **kwargs: Any) -> Any:
            self._turn()
            self._stack.append(step)
            try:
                return function(*args, **kwargs)
            finally:
                self._turn()
                self._stack.pop()

        return timed

    def _turn(self) -> None:
        now = time.perf_counter()
        if self._stack:
            self.seconds[self._stack[-1]] += now - self._since
        self._since = now


def packages(folder: Path, street: Street, count: int, size: int) -> list[Path]:
    """Packages of as many committees, signed over whole hazards with different texts."""
    files = []
    for number in range(1, count + 1):
        committee = open_committee(
            folder / str(number), Clock(), f"310118001{number:03d}", f"第{number}居委会"
        )
        street.enrols(committee)
        [kept] = committee.adds(factories.planned_hazard())
        wire = wire_record(merging.RECORD_TYPES["hazard"], committee.office.get("hazard", kept["id"]))
        lines = [_varied(wire, index) for index in range(size)]
        files.append(forged(folder / f"{number}.zip", committee, street, {"hazard": lines}))
        committee.office.close()
    return files


def _varied(wire: dict[str, Any], index: int) -> dict[str, Any]:
    changed = {
        "id": new_ulid(), "no": f"YH-2026-{index + 1:04d}", "description": f"{FAULTS[index % len(FAULTS)]}，第{index}处",
        "location": f"{PLACES[index % len(PLACES)]}{index}室",
    }  # fmt: skip
    return {name: value for name, value in {**wire, **changed}.items() if value is not None}


def raw_seconds(source: Path, target: Path, count: int) -> float:
    """Plain sqlite3 upserts the rows of every committee, each in its transaction."""
    origin = sqlite3.connect(source)
    schema = [row[0] for row in origin.execute(
        "SELECT sql FROM sqlite_schema WHERE tbl_name = 'hazard' AND sql IS NOT NULL ORDER BY type DESC"
    )]  # fmt: skip
    names = [row[1] for row in origin.execute("PRAGMA table_info(hazard)")]
    codes = [row[0] for row in origin.execute("SELECT DISTINCT committee_code FROM hazard ORDER BY 1")]
    batches = [
        origin.execute("SELECT * FROM hazard WHERE committee_code = ?", (code,)).fetchall() for code in codes
    ]
    plain = sqlite3.connect(target, isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
        plain.execute(f"PRAGMA {pragma}")
    for statement in schema:
        plain.execute(statement)
    taken_over = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name != "id")
    marks = ", ".join("?" * len(names))
    start = time.perf_counter()
    for rows in batches:
        plain.execute("BEGIN IMMEDIATE")
        plain.executemany(
            f"INSERT INTO hazard VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {taken_over}", rows
        )
        plain.execute("COMMIT")
    return time.perf_counter() - start


def main() -> None:
    """Lays out the packages, receives them, and prints the ratio with the share of each step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("packages", nargs="?", type=int, default=32)
    parser.add_argument("records", nargs="?", type=int, default=1000)
    parser.add_argument(
        "--plain", action="store_true", help="without the clocks of the steps, which cost time"
    )
    given = parser.parse_args()
    signing_key.BCRYPT_ROUNDS = 1
    assert verifying
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        street = open_street(folder / "街道", Clock())
        files = packages(folder, street, given.packages, given.records)
        shares = Shares()
        if not given.plain:
            shares.watch()
        start = time.perf_counter()
        results = street.receives(*files)
        ours = time.perf_counter() - start
        assert all(each.written == given.records for each in results), [each.error for each in results]
        path = street.desk.store.path
        street.desk.close()
        raw = raw_seconds(path, folder / "plain.db", given.packages)
    total = given.packages * given.records
    print(f"{total} records: ours {ours:.2f} s, {ours / total * 1e6:.0f} µs each; raw upsert {raw:.2f} s")
    if not given.plain:
        for step, seconds in shares.seconds.items():
            print(f"  {step:<16} {seconds:6.2f} s  {seconds / ours:5.0%}")
        print(f"  {'rest':<16} {ours - sum(shares.seconds.values()):6.2f} s")
    print(f"{ours / raw:.1f} × the raw upsert (at most {MOST})")


if __name__ == "__main__":
    main()
