"""Measures how long 工作台 takes to show, to count and to draw its charts, in a ledger of 8,000 records.

Run it by hand: `python tests/bench/bench_dashboard.py [records] [runs]`. Times are medians in milliseconds. "shown" is
from making the page until its cards are painted; counting and charts are jobs that follow. The floor is painting the
page once more.
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

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings

from desktop.desk import calendar_of, charts_of
from desktop.jobs import Token
from desktop.office import Office
from tests.bench.bench_database import fill
from tests.bench.bench_duties import make_ledger
from ui.app import make_application
from ui.main_window import MainWindow
from ui.models.desk_counts import count_desk
from ui.pages.dashboard import Dashboard

ALLOWED_MS = 200


def median_ms(work: Callable[[], object], runs: int) -> float:
    """The median time of a piece of work, after one run that is not counted."""
    work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def open_ledger(folder: Path, count: int) -> Office:
    """Premises with drills, self-checks and plans (thirteen records each), the rest hazards."""
    places = count // 26
    office = make_ledger(folder, places)
    fill(office.store, count - places * 13)
    return office


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", nargs="?", type=int, default=8_000)
    parser.add_argument("runs", nargs="?", type=int, default=7)
    chosen = parser.parse_args()
    app = make_application(sys.argv[:1])
    with tempfile.TemporaryDirectory() as name:
        office = open_ledger(Path(name), chosen.records)
        window = MainWindow(office, QSettings(f"{name}/窗口.ini", QSettings.Format.IniFormat))
        window.show()
        desk = window.pages["dashboard"]
        assert isinstance(desk, Dashboard)

        def show() -> None:
            page = Dashboard(desk.context)
            page.resize(desk.size())
            page.grab()
            page.deleteLater()

        today = office.clock.today()
        rows = {
            "painted once more (floor)": lambda: desk.grab(),
            f"page made and painted (allowed {ALLOWED_MS})": show,
            "counted (a job)": lambda: count_desk(office, Token()),
            "charts read (a job)": lambda: charts_of(office),
            "year calendar read (a job)": lambda: calendar_of(office, today.year),
        }
        print(f"{chosen.records} records, median of {chosen.runs}, ms")
        for label, work in rows.items():
            print(f"{label:44} {median_ms(work, chosen.runs):8.1f}")
        start = time.perf_counter()
        fresh = MainWindow(office, QSettings(f"{name}/窗口2.ini", QSettings.Format.IniFormat))
        fresh.show()
        fresh_desk = fresh.pages["dashboard"]
        assert isinstance(fresh_desk, Dashboard)
        while fresh_desk.cards["open"].count < 0:
            app.processEvents()
        numbers = (time.perf_counter() - start) * 1000
        while fresh_desk.charts is None or not fresh_desk.charts.isVisible():
            app.processEvents()
        charts = (time.perf_counter() - start) * 1000
        print(
            f"{'window made, numbers shown':44} {numbers:8.1f}\n{'window made, charts shown':44} {charts:8.1f}"
        )
        for each in (window, fresh):
            each.close()
        office.close()


if __name__ == "__main__":
    main()
