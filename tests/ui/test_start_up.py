"""Nothing heavy is imported before the first screen is painted."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.office import Office

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"reportlab", "openpyxl", "numpy", "cryptography", "PIL", "sqlite_utils", "pypdfium2", "segno"}
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
