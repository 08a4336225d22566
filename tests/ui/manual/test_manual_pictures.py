"""The pictures of the manual: each named one is there and small, and F1 shows them within the window."""

from __future__ import annotations

import re

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument

from desktop.handbook import MANUAL_FOLDER, chapter_names
from ui.main_window import MainWindow

NAMED = [
    (name, picture)
    for name in chapter_names()
    for picture in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", (MANUAL_FOLDER / name).read_text(encoding="utf-8"))
]


def test_every_picture_is_there_and_all_together_are_small() -> None:
    assert len(NAMED) >= 10
    assert [each for _, each in NAMED if not (MANUAL_FOLDER / each).is_file()] == []
    kept = {path.name for path in (MANUAL_FOLDER / "pictures").iterdir()}
    assert kept == {each.removeprefix("pictures/") for _, each in NAMED}
    assert sum((MANUAL_FOLDER / each).stat().st_size for _, each in NAMED) < 3_000_000


def test_f1_shows_a_picture_within_the_window(main_window: MainWindow) -> None:
    main_window.show_page("hazard")
    main_window.manual.show_page("hazard")
    browser = main_window.manual.browser
    picture = browser.loadResource(
        QTextDocument.ResourceType.ImageResource.value, QUrl("pictures/hazard.png")
    )
    assert 0 < picture.width() / picture.devicePixelRatio() <= browser.viewport().width()
    elsewhere = browser.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl("../../LICENSE"))
    assert elsewhere.isNull()
    main_window.manual.close()
