"""Memory that was needed for a while and is not needed now goes back to the system. Any thread."""

from __future__ import annotations

import sys
from contextlib import suppress

from desktop.office import Office


def give_back_memory(office: Office) -> None:
    """Empty the database's caches, and let the C library return its free pages, where it is the GNU one."""
    office.store.give_back_memory()
    if sys.platform == "linux":
        import ctypes

        with suppress(AttributeError):  # musl has no malloc_trim
            ctypes.CDLL(None).malloc_trim(0)
