"""Measures a backup of a database of some 60 MB beside `cp` of the same file, and how long the window's thread waits.

Run it by hand: `python tests/bench/bench_backup.py [megabytes] [runs]`. The limit is one second.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from desktop.backups import back_up
from desktop.office import Office
from tests import factories

LIMIT_S = 1.0
BLOCK = 2_000


def fill(office: Office, megabytes: int) -> None:
    """Registers hazards until the file is that large."""
    text = "三单元楼道堆放电动自行车和纸箱，占用疏散通道，" * 8
    turn = 0
    while office.database.stat().st_size < megabytes << 20:
        typed = [factories.hazard(description=f"{turn}-{each} {text}") for each in range(BLOCK)]
        office.register_all("hazard", typed)
        office.store.flush_log()
        turn += 1


def floor(source: Path, target: Path) -> float:
    """Seconds of a plain copy that is on the disk."""
    start = time.perf_counter()
    shutil.copyfile(source, target)
    with target.open("rb+") as file:
        os.fsync(file.fileno())
    return time.perf_counter() - start


def measured(office: Office) -> tuple[float, float]:
    """Seconds of a backup on a thread, and the longest wait of this thread's 5 ms ticks meanwhile."""
    done = threading.Event()
    took: list[float] = []

    def work() -> None:
        start = time.perf_counter()
        back_up(office)
        took.append(time.perf_counter() - start)
        done.set()

    threading.Thread(target=work).start()
    longest = 0.0
    while not done.is_set():
        before = time.perf_counter()
        done.wait(0.005)
        longest = max(longest, time.perf_counter() - before - 0.005)
    return took[0], longest


def main() -> None:
    """Prints medians."""
    parser = argparse.ArgumentParser()
    parser.add_argument("megabytes", nargs="?", type=int, default=60)
    parser.add_argument("runs", nargs="?", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        office = Office.create(
            folder / "台账.db", committee=factories.COMMITTEE, clerk=factories.CLERK, lead=factories.LEAD,
            passphrase="章浜社区的安全口令2026",
        )  # fmt: skip
        fill(office, given.megabytes)
        size = office.database.stat().st_size / (1 << 20)
        copies = [floor(office.database, folder / "copy") for _ in range(given.runs)]
        backups = [measured(office) for _ in range(given.runs)]
        office.close()
    took = statistics.median(each for each, _ in backups)
    waited = max(each for _, each in backups)
    copied = statistics.median(copies)
    print(
        f"{size:.0f} MB: backup {took:.2f} s (limit {LIMIT_S:.0f} s), cp {copied:.2f} s, ratio {took / copied:.1f}"
    )
    print(f"the window's thread waited at most {waited * 1000:.0f} ms")


if __name__ == "__main__":
    main()
