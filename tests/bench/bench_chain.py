"""Measures verifying the change log of 100,000 writes beside hashing the same rows read once with plain sqlite3.

Run it by hand: `python tests/bench/bench_chain.py [changes] [runs]`. The limit is one second.
"""

from __future__ import annotations

import argparse
import hashlib
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from db.change_log import verify_chain
from db.reading import connect_for_reading
from db.store import open_store
from tests.bench.bench_database import fill

LIMIT_S = 1.0


def floor(path: Path) -> None:
    """Reads and hashes every row, without any comparison."""
    connection = sqlite3.connect(path)
    for row in connection.execute("SELECT after, prev_hash FROM change ORDER BY seq"):
        hashlib.sha256("".join(row).encode()).hexdigest()
    connection.close()


def verify(path: Path) -> None:
    """Verifies the chain, which must hold."""
    connection = connect_for_reading(path)
    assert verify_chain(connection) is None
    connection.close()


def seconds(work: Callable[[Path], None], path: Path, runs: int) -> float:
    """The median of several runs."""
    took = []
    for _ in range(runs):
        start = time.perf_counter()
        work(path)
        took.append(time.perf_counter() - start)
    return statistics.median(took)


def main() -> None:
    """Prints medians."""
    parser = argparse.ArgumentParser()
    parser.add_argument("changes", nargs="?", type=int, default=100_000)
    parser.add_argument("runs", nargs="?", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "台账.db"
        store = open_store(path)
        fill(store, given.changes)
        store.close()
        verified, least = seconds(verify, path, given.runs), seconds(floor, path, given.runs)
    print(
        f"{given.changes} changes: {verified:.2f} s (limit {LIMIT_S:.0f} s), floor {least:.2f} s, ratio {verified / least:.1f}"
    )


if __name__ == "__main__":
    main()
