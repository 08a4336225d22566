"""Measures a list of 100,000 hazards in the real window: a filter typed, cleared, a sort, a page scrolled.

Run it by hand: `python tests/bench/bench_list_filter.py [records] [runs]`. Each time ends with the first
screen painted; the pause of 200 ms after the last key is not counted. The floor is painting once more.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import cast

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings

from db.spec.query import Sort
from desktop.office import Office
from tests.bench.bench_start_up import make_ledger
from ui.app import make_application
from ui.main_window import MainWindow
from ui.models.filters import Filters
from ui.pages.ledger_page import LedgerPage


def milliseconds(page: LedgerPage, work: Callable[[], object]) -> float:
    """The time of a work and of painting what it shows."""
    start = time.perf_counter()
    work()
    page.repaint()
    return (time.perf_counter() - start) * 1000


def works(page: LedgerPage) -> dict[str, Callable[[], object]]:
    """What is measured, in the order it is done."""

    def sort(name: str) -> None:
        page.sort = (Sort(name), Sort("no"))
        page.reload()

    bar = page.table.verticalScrollBar()
    return {
        "painting again (floor)": lambda: None,
        "filter: many hits 疏散通道": lambda: page.show_filters(Filters(search="疏散通道")),
        "filter: few hits 太来村冷库": lambda: page.show_filters(Filters(search="太来村冷库")),
        "filter: no hit": lambda: page.show_filters(Filters(search="没有这种东西")),
        "filter: overdue": lambda: page.show_filters(Filters(is_overdue=True)),
        "filter cleared": lambda: page.show_filters(Filters()),
        "sorted by deadline": lambda: sort("deadline"),
        "sorted by level": lambda: sort("level"),
        "sorted by number": lambda: sort("no"),
        "scrolled to the middle": lambda: bar.setValue(bar.maximum() // 2),
        "scrolled to the end": lambda: bar.setValue(bar.maximum()),
        "all selected": page.table.selectAll,
    }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", nargs="?", type=int, default=100_000)
    parser.add_argument("runs", nargs="?", type=int, default=15)
    chosen = parser.parse_args()
    app = make_application(["bench"])
    with tempfile.TemporaryDirectory() as name:
        office = Office.open(make_ledger(Path(name), chosen.records))
        window = MainWindow(office, QSettings(str(Path(name) / "窗口.ini"), QSettings.Format.IniFormat))
        window.resize(1366, 740)
        window.show()
        page = cast(LedgerPage, window.show_page("hazard"))
        app.processEvents()
        times: dict[str, list[float]] = {label: [] for label in works(page)}
        for _ in range(chosen.runs):
            for label, work in works(page).items():
                times[label].append(milliseconds(page, work))
                app.processEvents()
        window.close()
        office.close()
    print(f"{chosen.records} hazards, median and slowest of {chosen.runs}, ms")
    for label, found in times.items():
        print(f"{label:32} {statistics.median(found):8.1f} {max(found):8.1f}")


if __name__ == "__main__":
    main()
