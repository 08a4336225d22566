"""Measures writing hazards × 20 columns into .xlsx, beside bare XlsxWriter writing the same cells from memory.

Run it by hand: `python tests/bench/bench_export.py [records] [runs]`. The rivals take turns; the rival's cells lie
ready before its clock starts, ours come out of the database. Peak memory is that of a process of its own each.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from db.spec import HAZARD
from db.spec.query import Query, Sort
from desktop.office import Office
from desktop.spreadsheets.exporting import Export, Format, export
from tests.bench.bench_start_up import make_ledger

NAMES = (
    "no", "status", "found_on", "source", "premises", "location", "category", "description", "level", "basis", "found_by",
    "measures", "rect_unit", "rect_person", "deadline", "rectified_on", "rect_note", "recheck_on", "recheck_by", "closed_on",
)  # fmt: skip


def ours(database: Path, path: Path, format_: Format = Format.XLSX) -> float:
    """Seconds of our export, with the ledger open."""
    office = Office.open(database)
    asked = Export("hazard", Query(sort=(Sort("no"),)), "隐患台账", NAMES, with_personal=True, format=format_)
    start = time.perf_counter()
    export(office, asked, path)
    seconds = time.perf_counter() - start
    office.close()
    return seconds


def cells_of(path: Path) -> list[list[Any]]:
    """The cells of our file, as the rival gets them."""
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def rival(rows: list[list[Any]], path: Path, in_rows: bool) -> float:
    """Seconds of XlsxWriter with one format for days and `write` for every cell."""
    from xlsxwriter import Workbook

    start = time.perf_counter()
    book = Workbook(str(path), {"constant_memory": in_rows})
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for row, cells in enumerate(rows):
        for place, value in enumerate(cells):
            if value == "":
                continue
            if hasattr(value, "year"):
                sheet.write_datetime(row, place, datetime(value.year, value.month, value.day), day)
            else:
                sheet.write(row, place, value)
    book.close()
    return time.perf_counter() - start


def peak_mb(database: Path, path: Path) -> float:
    """Peak memory of a process that exports everything, in MB."""
    done = subprocess.run(
        [sys.executable, __file__, "--only", str(database), str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout)


def _high_water_kb() -> int:
    """The most memory this program had; `ru_maxrss` would also count that of the process it was started by."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", nargs="?", type=int, default=10_000)
    parser.add_argument("runs", nargs="?", type=int, default=5)
    parser.add_argument("--only", nargs=2, type=Path)
    chosen = parser.parse_args()
    if chosen.only:
        ours(*chosen.only)
        print(_high_water_kb() / 1024)
        return
    with tempfile.TemporaryDirectory() as name:
        compare(Path(name), chosen.records, chosen.runs)


def compare(folder: Path, records: int, runs: int) -> None:
    """Measure and print."""
    database = make_ledger(folder, records)
    ours(database, folder / "ours.xlsx")
    rows = cells_of(folder / "ours.xlsx")
    times: dict[str, list[float]] = {}
    for _ in range(runs):
        times.setdefault("XlsxWriter", []).append(rival(rows, folder / "rival.xlsx", False))
        times.setdefault("XlsxWriter, constant_memory", []).append(rival(rows, folder / "rival.xlsx", True))
        times.setdefault("ours, .xlsx", []).append(ours(database, folder / "ours.xlsx"))
        times.setdefault("ours, .csv", []).append(ours(database, folder / "ours.csv", Format.CSV))
    bare = statistics.median(times["XlsxWriter"])
    print(f"{len(rows) - 1} {HAZARD.table} × {len(NAMES)}, median of {runs}")
    for label, found in times.items():
        print(
            f"{label:32} {statistics.median(found):7.3f} s  {statistics.median(found) / bare:5.2f} x bare XlsxWriter"
        )
    print(f"peak memory of the export alone: {peak_mb(database, folder / 'ours.xlsx'):.0f} MB")


if __name__ == "__main__":
    main()
