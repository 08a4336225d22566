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
from db.clock import SystemClock
from desktop.office import Office
from ui.app import make_application, open_main_window

app = make_application([sys.argv[0]])
folder = Path(sys.argv[1])
from desktop.sample_ledger import SAMPLE_COMMITTEE, SAMPLE_PASSPHRASE
from desktop.founding import found_office
office = found_office(folder / "安全台账.db", committee=SAMPLE_COMMITTEE, clerk="王芳", lead="陈建国", passphrase=SAMPLE_PASSPHRASE)
from desktop.sample_ledger import fill_with_sample
fill_with_sample(office)
window = open_main_window(office, QSettings(str(folder / "窗口.ini"), QSettings.Format.IniFormat))
keys = list(window.navigation_keys())

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
