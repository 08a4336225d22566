"""No thread but the window's own imports what makes classes of Qt: done beside the window, Qt for Python crashes now and then."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import sys, threading
from importlib.abc import MetaPathFinder

class Watch(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if threading.current_thread() is not threading.main_thread() and name.split(".")[0] in ("ui", "PySide6"):
            print("IMPORTED", name, "ON", threading.current_thread().name, flush=True)
        return None

sys.meta_path.insert(0, Watch())

from pathlib import Path
from PySide6.QtCore import QSettings, QTimer
from desktop.sample_ledger import create_sample_ledger
from ui.app import make_application, open_main_window
from ui.navigation import PAGES

app = make_application([sys.argv[0]])
folder = Path(sys.argv[1])
office = create_sample_ledger(folder / "安全台账.db")
window = open_main_window(office, QSettings(str(folder / "窗口.ini"), QSettings.Format.IniFormat))
keys = [entry.key for entry in PAGES]

def visit():
    if keys:
        window.show_page(keys.pop())
        QTimer.singleShot(250, visit)
    elif window.runner.is_busy():
        QTimer.singleShot(250, visit)
    else:
        print("VISITED", flush=True)
        window.close()
        app.quit()

QTimer.singleShot(3000, visit)
app.exec()
office.close()
"""


def test_what_makes_classes_of_qt_is_imported_by_the_thread_of_the_window(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)}, timeout=300, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "VISITED\n"), done.stderr
