"""What became of an update, told once in the window; a new version that stands here has proved itself. GUI thread."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.updates.first_start import prove
from desktop.updates.installing import sweep
from desktop.updates.pointer import read_pointer, write_pointer
from desktop.updates.words import told_outcome
from desktop.version import VERSION
from ui.news_dialog import SEEN, show_news

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def tell_outcome(window: MainWindow) -> None:
    """Called once the window stands idle; in a bar of its own, which the news of the day do not push aside."""
    proved = prove()
    if proved is not None:
        window.runner.start(lambda token: sweep(proved))
        window.settings.setValue(SEEN, VERSION)
        window.update_bar.tell(f"已更新到 {VERSION}", "看更新内容", lambda: show_news(window))
        return
    pointer = read_pointer()
    if words := told_outcome(pointer):
        window.update_bar.tell_problem(words)
        with suppress(OSError):  # told again the next time
            write_pointer(replace(pointer, left="", why="", is_restored=False))
