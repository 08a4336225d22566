"""Measures the time from starting Python to the first painted screen, beside an empty QMainWindow.

Run it by hand: `python tests/bench/bench_start_up.py [records] [runs]`. Each time is the median of that many
processes, in milliseconds; the screens take turns. The window opens a ledger of that many hazards.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

FLOOR = """
import sys, time
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv)
window = QMainWindow()
window.resize(1366, 740)
window.show()
window.repaint()
app.processEvents()
print(time.time(), flush=True)
"""
SCREEN = """
import gc, sys, time
gc.disable()  # as main.py does
from pathlib import Path
from PySide6.QtCore import QSettings
from desktop.office import Office
from ui.app import make_application, open_main_window
app = make_application(sys.argv[:1])
office = Office.open(Path(sys.argv[1]))
settings = QSettings(sys.argv[2], QSettings.Format.IniFormat)
window = open_main_window(office, settings)
window.repaint()
app.processEvents()
print(time.time(), flush=True)
import os
os._exit(0)
"""


def first_paint_ms(bytecode: str, script: str, *arguments: str) -> float:
    """Milliseconds from the start of one process to its first painted screen, with its bytecode cached."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = bytecode
    start = time.time()
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return (float(done.stdout.split()[-1]) - start) * 1000


def make_ledger(folder: Path, count: int) -> Path:
    """A ledger with that many hazards."""
    from desktop.office import Office
    from tests import factories
    from tests.bench.bench_database import fill

    office = Office.create(
        folder / "安全台账.db", committee=factories.COMMITTEE, clerk=factories.CLERK, lead=factories.LEAD,
        passphrase="章浜社区的安全口令2026",
    )  # fmt: skip
    fill(office.store, count)
    office.close()
    return office.database


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", nargs="?", type=int, default=100_000)
    parser.add_argument("runs", nargs="?", type=int, default=15)
    chosen = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database, settings = str(make_ledger(folder, chosen.records)), str(folder / "窗口.ini")
        runs = {
            "empty QMainWindow (floor)": (FLOOR,),
            "工作台": (SCREEN, database, settings),
        }
        times: dict[str, list[float]] = {label: [] for label in runs}
        for arguments in runs.values():
            first_paint_ms(f"{name}/bytecode", *arguments)
        for _ in range(chosen.runs):
            for label, arguments in runs.items():
                times[label].append(first_paint_ms(f"{name}/bytecode", *arguments))
    floor = statistics.median(times["empty QMainWindow (floor)"])
    print(f"{chosen.records} hazards, median of {chosen.runs} processes, ms")
    for label, found in times.items():
        middle = statistics.median(found)
        print(f"{label:32} {middle:8.1f}   {middle / floor:5.2f} x floor")


if __name__ == "__main__":
    main()
