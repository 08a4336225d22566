"""Ctrl+C during a long command: heard between two pages, wherever the program was when it came."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from desktop.jobs import Token


@contextmanager
def stopped_by_ctrl_c() -> Iterator[Token]:
    """A token that the first Ctrl+C cancels; the second raises KeyboardInterrupt at once.

    A KeyboardInterrupt is lost when it comes while Python is inside a callback of SQLite or the collector; a mark is not.
    """
    token = Token()

    def stop(number: int, frame: FrameType | None) -> None:
        if token.should_stop():
            raise KeyboardInterrupt
        token.cancel()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield token
    finally:
        signal.signal(signal.SIGINT, before)
