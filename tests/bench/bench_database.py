"""Measures a ledger of 100,000 hazards, eleven in twelve of them closed, beside plain sqlite3.

Run it by hand: `python tests/bench/bench_database.py [records] [runs]`. Times are medians in milliseconds.
The floor of a search is a LIKE over a table that holds nothing but an id, a number and the search text.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from db import records
from db.lists import count_records, record_ids, records_by_id
from db.spec.query import Query, Sort
from db.store import Store, open_store
from tests import factories

TODAY = "2026-11-23"
PLACES = (
    "夏阳大道88号",
    "城中东路312弄5号楼",
    "佳乐苑北区地下车库",
    "千步泾路充电棚",
    "青松路菜场",
    "太来村冷库",
)
FAULTS = (
    "二楼疏散通道堆放纸箱、泡沫等可燃物，安全出口上锁，疏散指示标志损坏2处",
    "燃气软管老化开裂，未安装熄火保护装置和可燃气体报警器",
    "自建房承重墙开裂，裂缝宽约3mm，租户仍在经营，需专业机构鉴定",
    "楼道内停放电动自行车5辆并飞线充电，充电线经过住宿区域",
)
CATEGORIES = ("FIRE", "GAS", "STRUCT", "EBIKE")
RARE = 997  # every 997th hazard names the one place that a search finds seldom


def fill(store: Store, count: int, block: int = 10_000) -> float:
    """Registers hazards in blocks of one transaction each; the seconds it took."""
    start = time.perf_counter()
    for first in range(0, count, block):
        typed = [_hazard(index) for index in range(first, min(first + block, count))]
        store.write(lambda tx, typed=typed: _register(tx, typed), who="王芳", operation="导入隐患")
    return time.perf_counter() - start


def close_most(path: Path) -> None:
    """Closes eleven hazards of twelve, past the rules: a ledger of years is mostly done."""
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE hazard SET status = 'closed' WHERE rowid % 12")
    connection.close()


def _register(transaction: Any, typed: list[dict[str, Any]]) -> None:
    for each in typed:
        records.register(transaction, "hazard", each, factories.COMMITTEE_CODE)


def _hazard(index: int) -> dict[str, Any]:
    place = "塘郁村活动室" if index % RARE == 0 else PLACES[index % len(PLACES)]
    return factories.planned_hazard(
        found_on=f"202{4 + index % 3}-{1 + index % 12:02d}-{1 + index % 28:02d}",
        location=f"{place}{index}室",
        description=FAULTS[index % len(FAULTS)],
        category=CATEGORIES[index % len(CATEGORIES)],
        level="疑似重大" if index % 50 == 0 else "一般",
        deadline=f"202{7 + index % 3}-{1 + index % 12:02d}-{1 + index % 28:02d}",
    )


def median_ms(work: Callable[[], object], runs: int) -> float:
    """The median time of some runs after a first one that warms the cache."""
    work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def lay_floor(path: Path, source: Path) -> sqlite3.Connection:
    """A plain database with only what a search needs."""
    floor = sqlite3.connect(path)
    floor.execute("ATTACH ? AS ledger", (str(source),))
    floor.execute("CREATE TABLE hazard AS SELECT id, no, search_text FROM ledger.hazard ORDER BY no DESC")
    floor.commit()
    return floor


def plain_insert_seconds(path: Path, source: Path) -> float:
    """The time plain sqlite3 takes to insert the same rows, already made, in one transaction."""
    origin = sqlite3.connect(source)
    schema = origin.execute("SELECT sql FROM sqlite_schema WHERE name = 'hazard'").fetchone()[0]
    rows = origin.execute("SELECT * FROM hazard").fetchall()
    plain = sqlite3.connect(path)
    plain.execute("PRAGMA synchronous = FULL")
    plain.execute(schema)
    start = time.perf_counter()
    plain.executemany(f"INSERT INTO hazard VALUES ({', '.join('?' * len(rows[0]))})", rows)
    plain.commit()
    return time.perf_counter() - start


def queries() -> dict[str, Query]:
    """What is measured, by name."""
    return {
        "all, default order": Query(),
        "LIKE 2 characters, many hits (消防)": Query(search="消防"),
        "LIKE 2 characters, few hits (塘郁)": Query(search="塘郁"),
        "LIKE 2 characters, none (龙门)": Query(search="龙门"),
        "two words (通道 夏阳)": Query(search="通道 夏阳"),
        "open": Query(is_open=True),
        "closed": Query(statuses=("closed",)),
        "due within a year": Query(due_by="2027-11-23"),
        "one level": Query(choices={"level": ("suspected_major",)}),
        "one month": Query(date_from="2026-03-01", date_to="2026-03-31"),
        "unreported": Query(report_state="unreported"),
        "sorted by category": Query(sort=(Sort("category"),)),
        "sorted by deadline, newest first": Query(sort=(Sort("deadline", descending=True),)),
        "sorted by premises": Query(sort=(Sort("premises"),)),
        "sorted by location": Query(sort=(Sort("location"),)),
    }


def report(store: Store, floor: sqlite3.Connection, runs: int) -> None:
    """Prints the medians."""
    connection = store.reader()
    for name, query in queries().items():
        hits = count_records(connection, "hazard", query, TODAY)
        ids = median_ms(lambda query=query: record_ids(connection, "hazard", query, TODAY), runs)
        count = median_ms(lambda query=query: count_records(connection, "hazard", query, TODAY), runs)
        print(f"{name:<42} {hits:>7} hits   ids {ids:7.1f}   count {count:7.1f}")
    for word in ("消防", "塘郁", "龙门"):
        values = (f"%{word}%",)
        statement = "SELECT id FROM hazard WHERE search_text LIKE ? ESCAPE '\\'"
        plain = median_ms(lambda s=statement, v=values: floor.execute(s, v).fetchall(), runs)
        print(f"{'floor: plain LIKE ' + word:<42} {'':>12}   ids {plain:7.1f}")
    ids = record_ids(connection, "hazard", Query(), TODAY)[:200]
    print(
        f"{'a block of 200 rows':<42} {median_ms(lambda: records_by_id(connection, 'hazard', ids), runs):.1f}"
    )


def main() -> None:
    """Lays out the ledger in a temporary folder and measures it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("records", nargs="?", type=int, default=100_000)
    parser.add_argument("runs", nargs="?", type=int, default=9)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"
        store = open_store(path)
        seconds = fill(store, given.records)
        store.close()
        close_most(path)
        plain = plain_insert_seconds(Path(folder) / "plain.db", path)
        size_mb = path.stat().st_size / 1e6
        print(f"SQLite {sqlite3.sqlite_version}, {given.records} hazards, {size_mb:.0f} MB")
        print(
            f"registered in {seconds:.1f} s, {seconds / given.records * 1e6:.0f} µs each; plain {plain:.1f} s"
        )
        opening = median_ms(lambda: open_store(path).close(), given.runs)
        store = open_store(path)
        print(f"open and close {opening:.1f} ms")
        report(store, lay_floor(Path(folder) / "floor.db", path), given.runs)
        store.close()


if __name__ == "__main__":
    main()
