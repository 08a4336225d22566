"""Takes the pictures of the manual from the real program: `python installer/take_pictures.py`, inside .venv, no screen needed.

Over a new sample ledger and a new sample street on fixed days, so that a picture changes only when the program does; only
the digits of keys and packages, which are new each time, differ. Each is reduced to few colours: all of them together stay below 3 MB
(tests/ui/manual/test_manual_pictures.py). `… committee` or `… street` takes those of one window only.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "manual" / "pictures"


def main(windows: list[str]) -> int:
    """Take them all, or those of the windows named; prints each with its size."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["XDG_DATA_HOME"] = "/home/wangfang/.local/share"  # shown where updates are installed
    sys.path.insert(0, str(ROOT))
    from installer.pictures import of_committee, of_street
    from installer.pictures.showing import save
    from ui.app import make_application

    app = make_application(sys.argv[:1])
    PICTURES.mkdir(exist_ok=True)
    for name, takes in (("committee", of_committee.pictures), ("street", of_street.pictures)):
        if windows and name not in windows:
            continue
        with tempfile.TemporaryDirectory() as folder:
            for picture_name, picture in takes(Path(folder)):
                target = PICTURES / f"{picture_name}.png"
                save(picture, target)
                print(f"{target.relative_to(ROOT)}：{target.stat().st_size / 1024:.0f} KB")
    app.processEvents()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
