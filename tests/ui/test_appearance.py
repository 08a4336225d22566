"""Every page and dialog in light and dark, in usual and large type, on screens from 100 % to 200 %: no word is cut off."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from tests.ui.clipping import clipped_in
from tests.ui.every_window import DIALOGS, made, settle
from ui.main_window import MainWindow
from ui.navigation import PAGES
from ui.theme.appearance import look
from ui.theme.tokens import tokens_now

ROOT = Path(__file__).resolve().parents[2]


def test_every_page_holds_its_words_in_dark_and_large_type(sample_window: MainWindow) -> None:
    found = {}
    for page in PAGES:
        sample_window.show_page(page.key)
        settle()
        found[page.key] = clipped_in(sample_window)
    assert {page: lines for page, lines in found.items() if lines} == {}


def test_every_dialog_holds_its_words_in_dark_and_large_type(sample_window: MainWindow) -> None:
    found = {}
    for name, make in DIALOGS.items():
        with made(sample_window, make) as dialog:
            found[name] = clipped_in(dialog)
    assert {name: lines for name, lines in found.items() if lines} == {}


def looked_at(width: int, height: int, scale: str, shade: str, size: str, folder: Path) -> list[str]:
    """What every page and dialog lacks on such a screen, found by a process of its own."""
    screen = {
        "name": "screen", "x": 0, "y": 0, "width": width, "height": height, "dpr": 1, "logicalDpi": 96,
        "logicalBaseDpi": 96,
    }  # fmt: skip
    kept = folder / "screen.json"
    kept.write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
    environment = {
        **os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={kept}", "QT_SCALE_FACTOR": scale, "PYTHONUTF8": "1",
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.ui.look_at_every_window", shade, size, str(folder)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=600
    )
    assert done.returncode == 0, done.stderr
    lines: list[str] = json.loads(done.stdout.splitlines()[-1])
    return lines


@pytest.mark.slow
@pytest.mark.parametrize(
    ("width", "height", "scale", "shade", "size"),
    [
        (1366, 768, "1", "light", "normal"),
        (1366, 768, "1.25", "dark", "normal"),
        (1366, 768, "1.5", "light", "normal"),
        (1920, 1080, "2", "dark", "large"),
    ],
)
def test_windows_fit_the_screen_and_hold_their_words(
    tmp_path: Path, width: int, height: int, scale: str, shade: str, size: str
) -> None:
    assert looked_at(width, height, scale, shade, size, tmp_path) == []


def test_the_colours_follow_the_system_until_the_clerk_chooses(
    sample_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    hints = QApplication.styleHints()
    following, light = (
        next(each for each in sample_window.view_menu.look_group.actions() if each.text() == word)
        for word in ("跟随系统", "浅色")
    )
    following.trigger()
    monkeypatch.setattr(type(hints), "colorScheme", lambda self: Qt.ColorScheme.Dark)
    look().follow_system()
    assert tokens_now().is_dark
    light.trigger()
    look().follow_system()
    assert not tokens_now().is_dark


def test_no_menu_is_higher_than_a_screen_of_768_pixels(sample_window: MainWindow) -> None:
    for page in PAGES:
        sample_window.show_page(page.key)
        menus = sample_window.menuBar().findChildren(QMenu)
        heights = {menu.title(): menu.sizeHint().height() for menu in (*menus, *sample_window.menus)}
        assert {title: height for title, height in heights.items() if height > 768 - 48} == {}


def test_every_page_is_in_the_menu_of_views(sample_window: MainWindow) -> None:
    view = next(each for each in sample_window.menus if each.title().startswith("视图"))
    found = [action for menu in (view, *sample_window.view_menu.page_menus) for action in menu.actions()]
    for entry in PAGES:
        next(each for each in found if each.text() == entry.label).trigger()
        assert sample_window.current_key() == entry.key
