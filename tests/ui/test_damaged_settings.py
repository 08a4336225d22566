"""The file of window settings spoiled in every way: the window opens as if nobody had kept anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from desktop.office import Office
from tests.badfiles.spoiling import spoil_anything
from ui.app import open_main_window
from ui.main_window import MainWindow

PAGES = ("hazard", "premises", "risk", "submission")
VALUES = ("x", "[]", "[5]", '[{"name": 5}]', "{", "[" * 4000, "-1", "99999999999999", "@Invalid()",
          "@ByteArray(\\0\\x1\\xff)", "a, b, c", "null")  # fmt: skip


def kept(qtbot: QtBot, window: MainWindow) -> Path:
    for page in PAGES:
        window.show_page(page)
    window.close()
    return Path(window.settings.fileName())


def opens(qtbot: QtBot, office: Office, file: Path) -> None:
    window = open_main_window(office, QSettings(str(file), QSettings.Format.IniFormat))
    qtbot.waitExposed(window)
    for page in PAGES:
        window.show_page(page)
    window.close()
    window.deleteLater()


@pytest.mark.parametrize("number", range(0, 21, 3))
def test_a_spoiled_file_is_as_good_as_none(
    qtbot: QtBot, main_window: MainWindow, tmp_path: Path, number: int
) -> None:
    content = kept(qtbot, main_window).read_bytes()
    spoiled = list(spoil_anything(content, 7))[number][1]
    file = tmp_path / "坏了.ini"
    file.write_bytes(spoiled)
    opens(qtbot, main_window.office, file)


@pytest.mark.parametrize("value", VALUES)
def test_values_that_cannot_be_are_passed_over(
    qtbot: QtBot, main_window: MainWindow, tmp_path: Path, value: str
) -> None:
    lines = kept(qtbot, main_window).read_text(encoding="utf-8").splitlines()
    file = tmp_path / "坏了.ini"
    spoiled = [f"{line.split('=')[0]}={value}" if "=" in line else line for line in lines]
    file.write_text("\n".join([*spoiled, ""]), encoding="utf-8")
    opens(qtbot, main_window.office, file)
