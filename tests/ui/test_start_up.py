"""Nothing heavy is imported before the first screen is painted."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.office import Office

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {
    "reportlab", "openpyxl", "numpy", "cryptography", "PIL", "sqlite_utils", "pypdfium2", "segno", "python_calamine",
    "jsonschema", "fontTools", "lxml",
}  # fmt: skip
SCRIPT = """
import sys
from pathlib import Path
from PySide6.QtCore import QSettings
from desktop.office import Office
from ui.app import make_application, open_main_window

app = make_application(["ledger"])
office = Office.open(Path(sys.argv[1]))
settings = QSettings(sys.argv[2], QSettings.Format.IniFormat)
window = open_main_window(office, settings)
if sys.argv[3] != "dashboard":
    window.show_page(sys.argv[3])
window.repaint()
app.processEvents()
print(*sorted({name.split(".")[0] for name in sys.modules}))
window.close()
office.close()
"""


@pytest.mark.parametrize("page", ["dashboard", "hazard"])
def test_first_screen_needs_no_heavy_module(filled_office: Office, tmp_path: Path, page: str) -> None:
    arguments = [str(filled_office.database), str(tmp_path / "窗口.ini"), page]
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert HEAVY & set(done.stdout.split()) == set()
    assert "PySide6" in done.stdout


IDLE = """
import sys
from pathlib import Path
from PySide6.QtCore import QElapsedTimer, QSettings
from desktop.office import Office
from ui import app as starting

starting.WARM_UP_AFTER_MS = 1
app = starting.make_application(["ledger"])
office = Office.open(Path(sys.argv[1]))
window = starting.open_main_window(office, QSettings(sys.argv[2], QSettings.Format.IniFormat))
clock = QElapsedTimer()
clock.start()
while "desktop.memory" not in sys.modules and clock.elapsed() < 60_000:
    app.processEvents()
window.runner.shut_down()
print(*[each for each in (window.navigation.accessibleDescription(),) if each])
print(*sorted(sys.modules))
window.close()
office.close()
"""


def test_the_window_that_stands_idle_has_loaded_the_forms_and_nothing_heavy(
    filled_office: Office, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", IDLE, str(filled_office.database), str(tmp_path / "窗口.ini")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    described, loaded = done.stdout.splitlines()[0], done.stdout.split()
    assert described == "上下方向键选择，回车打开"
    assert {"ui.forms.record_dialog", "desktop.memory"} <= set(loaded)
    assert HEAVY & {name.split(".")[0] for name in loaded} == set()
    assert "PySide6.QtPdf" not in loaded
