"""Python's search for dead cycles, kept away from an import: it looks through all rows again and again while they become
more, and they make no cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """Inside, nothing is collected. At the end what was made counts as old, so that it is not all looked through at once,
    which would hold up every thread."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()
        if was_on:
            gc.enable()
