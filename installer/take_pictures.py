"""Takes the pictures of the manual from the real program: `python installer/take_pictures.py`, inside .venv, no screen needed.

Over a new sample ledger on a fixed day, so that a picture changes only when the program does. Each is reduced to 96 colours:
all of them together stay below 3 MB (tests/ui/manual/test_manual_pictures.py).
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "manual" / "pictures"
SIZE, COLOURS = (1180, 700), 96
TODAY = datetime(2026, 11, 23, 9, 30)
PAGES = (
    "dashboard", "premises", "risk", "inspection", "hazard", "training", "monthly_return", "submission",
    "duties", "clauses",
)  # fmt: skip


def main() -> int:
    """Take them all; prints each with its size."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, str(ROOT))
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, widget in _shown(Path(folder)):
            target = PICTURES / f"{name}.png"
            _save(widget, target)
            print(f"{target.relative_to(ROOT)}：{target.stat().st_size / 1024:.0f} KB")
    return 0


def _shown(folder: Path) -> Iterator[tuple[str, Any]]:
    from PySide6.QtCore import QSettings

    from db.clock import FixedClock
    from desktop.office import Office
    from desktop.sample_ledger import SAMPLE_COMMITTEE, SAMPLE_PASSPHRASE, fill_with_sample
    from ui.app import make_application
    from ui.backup_dialog import BackupDialog
    from ui.importing.assistant import ImportAssistant
    from ui.main_window import MainWindow

    app = make_application(sys.argv[:1])
    office = Office.create(
        folder / "台账" / "安全台账.db", committee=SAMPLE_COMMITTEE, clerk="王芳", lead="陈建国",
        passphrase=SAMPLE_PASSPHRASE, clock=FixedClock(TODAY),
    )  # fmt: skip
    fill_with_sample(office)
    window = MainWindow(office, QSettings(str(folder / "窗口.ini"), QSettings.Format.IniFormat))
    window.resize(*SIZE)
    window.show()
    for key in PAGES:
        page = window.show_page(key)
        _settle(app)
        table = getattr(page, "table", None)
        if table is not None and hasattr(page, "commands"):
            table.selectRow(min(2, table.model().rowCount() - 1))
        _settle(app)
        yield key, window
    for name, dialog in (
        ("import", ImportAssistant(office, window.runner, "hazard", window)),
        ("backup", BackupDialog(office.database, office, window.runner, window)),
    ):
        dialog.show()
        _settle(app)
        yield name, dialog
        dialog.close()
    window.close()
    office.close()


def _settle(app: Any) -> None:
    """Let jobs and layouts come to rest."""
    for _ in range(20):
        app.processEvents()
        time.sleep(0.03)


def _save(widget: Any, target: Path) -> None:
    from io import BytesIO

    from PIL import Image
    from PySide6.QtCore import QBuffer

    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    widget.grab().save(buffer, "PNG")
    with Image.open(BytesIO(buffer.data().data())) as taken:
        taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)


if __name__ == "__main__":
    raise SystemExit(main())
