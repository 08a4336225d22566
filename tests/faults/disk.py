"""A disk that fails at the n-th call: failing_disk.c built with the system's compiler, loaded before the C library."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import NoReturn

_SOURCE = Path(__file__).with_name("failing_disk.c")
_LOADED = "LEDGER_FAILING_DISK"
_NEVER = 1 << 40


class Fault(IntEnum):
    """How the disk fails at a call: full from then on, one I/O error, pulled out from then on, or the program killed."""

    FULL = 1
    BROKEN = 2
    PULLED = 3
    KILL = 4


def compiler() -> str | None:
    """The system's C compiler, if it has one and can load what it makes before the C library (Linux)."""
    return shutil.which("cc") if sys.platform == "linux" else None


def run_with_failing_disk() -> None:
    """Start this program again with the failing disk loaded; does nothing the second time."""
    if os.environ.get(_LOADED):
        return
    cc = compiler()
    assert cc is not None
    built = Path(tempfile.mkdtemp()) / "failing_disk.so"
    subprocess.run(
        [cc, "-O1", "-shared", "-fPIC", "-D_GNU_SOURCE", "-o", str(built), str(_SOURCE), "-ldl"], check=True
    )
    environment = os.environ | {"LD_PRELOAD": str(built), _LOADED: str(built)}
    _start_again(environment)


def _start_again(environment: dict[str, str]) -> NoReturn:
    os.execve(sys.executable, [sys.executable, *sys.argv], environment)


class NoDisk:
    """No disk that fails: for work that shares the ledgers of the trials."""

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Nothing to be careful about."""
        yield


class FailingDisk:
    """The loaded disk, in the process that calls it."""

    def __init__(self) -> None:
        built = Path(os.environ[_LOADED])
        self._library = ctypes.CDLL(str(built))
        shutil.rmtree(built.parent)  # it is in memory now
        self._library.disk_arm.argtypes = (ctypes.c_char_p, ctypes.c_int, ctypes.c_long)
        self._library.disk_disarm.restype = ctypes.c_long
        self._library.disk_failed_call.restype = ctypes.c_char_p

    def arm(self, below: Path, fault: Fault, at: int = _NEVER) -> None:
        """From now on count the calls of that kind below a folder, and fail at the one of that number (from 1)."""
        self._library.disk_arm(str(below.resolve()).encode(), int(fault), at)

    def disarm(self) -> int:
        """The disk is well again; how many calls there were."""
        return int(self._library.disk_disarm())

    @contextmanager
    def looking(self) -> Iterator[None]:
        """The disk reads well meanwhile, for the test's own eyes."""
        self._library.disk_look(1)
        try:
            yield
        finally:
            self._library.disk_look(0)

    def failed_call(self) -> str:
        """The name of the call that failed first."""
        name: bytes = self._library.disk_failed_call()
        return name.decode()
