"""Memory that was needed for a while and is not needed now goes back to the system. Any thread."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from desktop.office import Office

_MADV_DONTNEED = 4


def give_back_memory(office: Office, read_once: Sequence[Path] = ()) -> None:
    """Empty the database's caches, let the C library return its free pages where it is the GNU one, and drop the pages of
    files that were mapped and read through once.
    """
    office.store.give_back_memory()
    if sys.platform == "linux":
        import ctypes

        library = ctypes.CDLL(None)
        with suppress(AttributeError):  # musl has no malloc_trim
            library.malloc_trim(0)
        library.madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
        for start, size in _mapped(read_once):
            library.madvise(start, size, _MADV_DONTNEED)  # read from the file again when they are asked for


def _mapped(files: Sequence[Path]) -> list[tuple[int, int]]:
    """Where these files are mapped for reading only: address and size of each part."""
    names, found = {str(each) for each in files}, []
    with suppress(OSError, ValueError):
        for line in (
            Path("/proc/self/maps").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
        ):
            places, may, _, _, _, *name = line.split(None, 5)
            if may == "r--p" and name and name[0] in names:
                first, last = (int(each, 16) for each in places.split("-"))
                found.append((first, last - first))
    return found
