"""How long the board of a duty takes: reading and working it out, and the page of the window painted with it.

Run by hand: `python tests/bench/bench_duties.py [premises] [runs]`. The floor is one SQL statement that counts the
drills, and painting the page once more.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import cast

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings

from db.spec.query import Query
from desktop.duties import EVACUATION_DRILL, SELF_CHECK, drills_due, duty_board, self_checks_overdue
from desktop.office import Office
from tests import factories
from ui.app import make_application
from ui.main_window import MainWindow
from ui.models.duty_matrix import DutyMatrix
from ui.models.filters import Filters
from ui.pages.duties import DutiesPage

KINDS = ("小餐饮", "小旅馆", "小商店", "工厂", "加油加气站", "学校", "商业综合体", "住宅小区")
ALLOWED_MS = 300


def make_ledger(folder: Path, count: int) -> Office:
    """Premises of every kind, each with three drills, eight self-checks and one plan."""
    office = Office.create(
        folder / "安全台账.db",
        committee=factories.COMMITTEE,
        clerk="王芳",
        lead="陈建国",
        passphrase="只为测量的口令2026",
    )
    places = office.register_all(
        "premises",
        [
            factories.premises(name=f"场所{n}", type=KINDS[n % len(KINDS)], flags=None, usc=None)
            for n in range(count)
        ],
    )
    today = office.clock.today()
    office.register_all("drill", [_drill(place["id"], n, today) for place in places for n in range(3)])
    office.register_all("inspection", [_check(place["id"], n, today) for place in places for n in range(8)])
    office.register_all(
        "drill_plan",
        [factories.drill_plan(place["id"], planned_on=f"{today + timedelta(days=20)}") for place in places],
    )
    return office


def _drill(premises: str, number: int, today: date) -> dict[str, object]:
    day = today - timedelta(days=150 * number + 40)
    return factories.drill(date=f"{day}", starts_at=None, ends_at=None, premises=premises)


def _check(premises: str, number: int, today: date) -> dict[str, object]:
    day = today - timedelta(days=75 * number + 10)
    return factories.inspection(premises, kind="企业自查", led_by_principal="是", date=f"{day}")


def works(office: Office, page: DutiesPage) -> dict[str, Callable[[], object]]:
    """What is measured."""
    year = office.clock.today().year
    board = duty_board(office, EVACUATION_DRILL, year)
    model = DutyMatrix()

    def paint() -> None:
        page.model.show_board(board, Filters())
        page.table.repaint()

    return {
        "count of drills (floor)": lambda: office.count("drill", Query()),
        "board of drills": lambda: duty_board(office, EVACUATION_DRILL, year),
        "board of self-checks": lambda: duty_board(office, SELF_CHECK, year),
        "cards of the work table": lambda: (drills_due(office), self_checks_overdue(office)),
        "filter: overdue only": lambda: model.show_board(board, Filters(is_overdue=True)),
        "page painted again (floor)": page.table.repaint,
        "board put into the page and painted": paint,
    }


def main() -> None:
    """Print the table; exit code 1 when a board takes longer than allowed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("premises", nargs="?", type=int, default=2_000)
    parser.add_argument("runs", nargs="?", type=int, default=9)
    chosen = parser.parse_args()
    app = make_application(["bench"])
    with tempfile.TemporaryDirectory() as name:
        office = make_ledger(Path(name), chosen.premises)
        window = MainWindow(office, QSettings(str(Path(name) / "窗口.ini"), QSettings.Format.IniFormat))
        window.resize(1366, 740)
        window.show()
        page = cast(DutiesPage, window.show_page("duties"))
        end = time.monotonic() + 30
        while page.board is None and time.monotonic() < end:
            app.processEvents()
        slow = report(works(office, page), chosen.runs, chosen.premises)
        window.close()
        office.close()
    sys.exit(1 if slow else 0)


def report(measured: dict[str, Callable[[], object]], runs: int, premises: int) -> list[str]:
    """Print the median and the slowest wall time and the median time of the processor; the boards that needed more of
    the latter than allowed, which says the same on a busy machine as on a calm one.
    """
    print(f"{premises} premises, {runs} runs: median, slowest, processor; boards allowed {ALLOWED_MS} ms")
    slow = []
    for label, work in measured.items():
        wall, cpu = [], []
        for _ in range(runs):
            start, busy = time.perf_counter(), time.process_time()
            work()
            cpu.append((time.process_time() - busy) * 1000)
            wall.append((time.perf_counter() - start) * 1000)
        print(f"{statistics.median(wall):8.1f} {max(wall):8.1f} {statistics.median(cpu):8.1f} ms  {label}")
        if label.startswith("board of") and statistics.median(cpu) > ALLOWED_MS:
            slow.append(label)
    return slow


if __name__ == "__main__":
    main()
