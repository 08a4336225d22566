"""Shows every page and dialog once and tells what does not fit: `python -m tests.ui.look_at_every_window light normal DIR
[pictures]`; the last line printed is a JSON list. With `pictures` each is left as a PNG in DIR."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from db.clock import FixedClock
from desktop.office import Office
from desktop.paths import DATABASE_NAME
from desktop.sample_ledger import fill_with_sample
from desktop.street.street_ledger import StreetLedger
from installer.pictures.sample_street import PASSPHRASE, TODAY, SampleStreet
from installer.pictures.showing import settle as come_to_rest
from tests import factories
from tests.ui.clipping import clipped_in
from tests.ui.every_window import DIALOGS, STREET_DIALOGS, made, settle
from ui.app import make_application
from ui.main_window import MainWindow
from ui.navigation import PAGES
from ui.street.street_window import StreetWindow
from ui.theme.kept_look import dress


def main(shade: str, size: str, folder: Path, has_pictures: bool) -> int:
    make_application(sys.argv[:1])
    office = Office.create(
        folder / "台账" / DATABASE_NAME, committee=factories.COMMITTEE, clerk=factories.CLERK, lead=factories.LEAD,
        passphrase="章浜社区的安全口令2026", clock=FixedClock(datetime(2026, 11, 23, 9, 30)),
    )  # fmt: skip
    fill_with_sample(office)
    settings = QSettings(str(folder / "窗口.ini"), QSettings.Format.IniFormat)
    settings.setValue("look/shade", shade)
    settings.setValue("look/large", "yes" if size == "large" else "no")
    dress(settings)
    window = MainWindow(office, settings)
    window.show()
    found = []
    for name, shown in every_window(window):
        found += [f"{name}: {each}" for each in (*clipped_in(shown), *too_large(shown))]
        if has_pictures:
            shown.grab().save(str(folder / f"{name}.png"))
    window.close()
    office.close()
    for name, shown in every_street_window(folder / "街道", settings):
        found += [f"{name}: {each}" for each in (*clipped_in(shown), *too_large(shown))]
        if has_pictures:
            shown.grab().save(str(folder / f"{name}.png"))
    print(json.dumps(found, ensure_ascii=False))
    return 0


def every_window(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    for entry in PAGES:
        window.show_page(entry.key)
        settle()
        yield f"page {entry.key}", window
    for name, make in DIALOGS.items():
        with made(window, make) as dialog:
            yield name, dialog


def every_street_window(folder: Path, settings: QSettings) -> Iterator[tuple[str, QWidget]]:
    """The pages and dialogs of a street with thirty committees and three months of packages."""
    folder.mkdir()
    sample = SampleStreet(folder)
    sample.live()
    sample.close()
    street = StreetLedger.open(sample.database, FixedClock(TODAY))
    street.keyring.unlock(PASSPHRASE)
    window = StreetWindow(street, settings)
    window.show()
    for entry in window.entries:
        window.show_page(entry.key)
        come_to_rest(window.runner)
        yield f"street page {entry.key}", window
    for name, make in STREET_DIALOGS.items():
        with made(window, make) as dialog:
            yield f"street {name}", dialog
    window.close()
    street.close()


def too_large(window: QWidget) -> list[str]:
    """Whether the window is larger than its screen, so that its buttons could not be reached."""
    room, least = window.screen().availableSize(), window.minimumSizeHint()
    size = window.size().expandedTo(least)
    fits = size.width() <= room.width() and size.height() <= room.height() - 28
    return [] if fits else [f"is {size.width()} × {size.height()} on {room.width()} × {room.height()}"]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), "pictures" in sys.argv))
