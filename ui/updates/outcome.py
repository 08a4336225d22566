"""What became of an update, told once in the window; a new version that stands here has proved itself. GUI thread."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.jobs import Runner
from desktop.updates.first_start import prove
from desktop.updates.installing import sweep
from desktop.updates.pointer import read_pointer, write_pointer
from desktop.updates.words import told_outcome

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def tell_outcome(runner: Runner, window: MainWindow) -> None:
    """Called once the window stands idle."""
    proved = prove()
    if proved is not None:
        runner.start(lambda token: sweep(proved))
    pointer = read_pointer()
    if words := told_outcome(pointer):
        window.bar.tell_problem(words)
        with suppress(OSError):  # told again the next time
            write_pointer(replace(pointer, left="", why="", is_restored=False))
