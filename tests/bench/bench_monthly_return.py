"""How long compiling a month takes over a ledger of a given size: every figure of month and year, the tasks, the hash.

Run by hand: `python tests/bench/bench_monthly_return.py [records] [runs]`. The floor is one SQL statement that reads
the dates of all hazards.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from db.clock import FixedClock
from db.monthly_returns import take_snapshot
from db.spec import RECORD_TYPES
from db.spec.query import Query
from desktop.office import Office
from tests import factories
from tests.sample_year import SampleYear

ALLOWED_MS = 300
_PER_HAZARD = 3.6  # records that SampleYear makes for each hazard it is asked for


def make_ledger(folder: Path, count: int) -> Office:
    """A committee's year with about so many records."""
    office = Office.create(
        folder / "安全台账.db",
        committee=factories.COMMITTEE,
        clerk=factories.CLERK,
        lead=factories.LEAD,
        passphrase="只为测量的口令2026",
        clock=FixedClock(datetime(2026, 11, 26, 9, 0)),
    )
    SampleYear(office, int(count / _PER_HAZARD)).write()
    return office


def median_ms(work: Callable[[], object], runs: int) -> float:
    """The median time of some runs."""
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def main() -> int:
    """Measure and tell; 1 when it takes longer than is allowed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", type=int, nargs="?", default=8_000)
    parser.add_argument("runs", type=int, nargs="?", default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        office = make_ledger(Path(folder), given.records)
        total = sum(office.count(table, Query()) for table in RECORD_TYPES)
        found = office.add("monthly_return", factories.monthly_return())
        reader, now = office.store.reader(), office.clock.now().isoformat()
        floor = median_ms(
            lambda: reader.execute("SELECT id, found_on, closed_on FROM hazard").fetchall(), given.runs
        )
        taken = median_ms(lambda: take_snapshot(reader, found, now), given.runs)
        office.close()
    print(f"{total} records: compiling {taken:.0f} ms (allowed {ALLOWED_MS}), floor {floor:.1f} ms")
    return int(taken > ALLOWED_MS)


if __name__ == "__main__":
    sys.exit(main())
