"""How long each key press takes in the search over all committees, beside a scan of the CSV file.

Run: python3 installer/bootstrap.py test -s tests/bench/bench_committee_search.py
"""

from __future__ import annotations

import csv
import lzma
import time
from collections.abc import Callable
from functools import partial
from statistics import median

from desktop.committees import SHIPPED_LIST, CommitteeDirectory

TYPED = (
    "章浜社区",
    "夏阳 章浜",
    "青浦章浜",
    "上海市青浦区夏阳街道章浜社区居委会",
    "310118001003",
    "社区",
    "东 村",
    "村委 居委",
    "东 西 南 北 中",
    "龘龘",
)


def milliseconds(work: Callable[[], object], rounds: int) -> float:
    spent = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        spent.append((time.perf_counter() - begun) * 1000)
    return median(spent)


def scan(rows: list[tuple[str, str]], text: str) -> list[tuple[str, str]]:
    words = text.split()
    return [row for row in rows if all(word in row[0] or word in row[1] for word in words)][:50]


def test_each_key_press_beside_a_plain_scan() -> None:
    begun = time.perf_counter()
    directory = CommitteeDirectory(SHIPPED_LIST)
    print(f"\nreading the list: {time.perf_counter() - begun:.2f} s")
    with lzma.open(SHIPPED_LIST / "committees-2023.csv.xz", "rt", encoding="utf-8") as file:
        rows = [(code, name) for code, name in csv.reader(file)]
    print(f"{'key press, median':>18} {'slowest key':>12} {'scan':>9}  typed")
    for typed in TYPED:
        keys = [typed[: end + 1] for end in range(len(typed))]
        times = [milliseconds(partial(directory.search, key), 5) for key in keys]
        plain = milliseconds(partial(scan, rows, typed), 3)
        print(f"{median(times):>15.1f} ms {max(times):>9.1f} ms {plain:>6.0f} ms  {typed}")
        assert directory.search(typed) or typed in ("龘龘", "东 西 南 北 中")
