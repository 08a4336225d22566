"""Files that survive a pulled stick: replace, flush and re-read past the cache, on POSIX and on Windows
(format §14).
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from desktop.exchange.limits import CHUNK_BYTES

if sys.platform == "win32":
    import ctypes
    import mmap
    import time
    from ctypes import wintypes

    _KERNEL32 = ctypes.WinDLL("kernel32", use_last_error=True)
    _KERNEL32.CreateFileW.restype = wintypes.HANDLE
    _KERNEL32.CreateFileW.argtypes = (
        wintypes.LPCWSTR,
        wintypes.DWORD,
        wintypes.DWORD,
        wintypes.LPVOID,
        wintypes.DWORD,
        wintypes.DWORD,
        wintypes.HANDLE,
    )
    _KERNEL32.ReadFile.argtypes = (
        wintypes.HANDLE,
        wintypes.LPVOID,
        wintypes.DWORD,
        wintypes.LPDWORD,
        wintypes.LPVOID,
    )
    _KERNEL32.CloseHandle.argtypes = (wintypes.HANDLE,)
    _KERNEL32.MoveFileExW.argtypes = (wintypes.LPCWSTR, wintypes.LPCWSTR, wintypes.DWORD)
    _GENERIC_READ = 0x80000000
    _FILE_SHARE_READ = 0x1
    _OPEN_EXISTING = 3
    _FILE_FLAG_NO_BUFFERING = 0x20000000
    _FILE_FLAG_SEQUENTIAL_SCAN = 0x08000000
    _INVALID_HANDLE = wintypes.HANDLE(-1).value
    _MOVEFILE_REPLACE_EXISTING = 0x1
    _MOVEFILE_WRITE_THROUGH = 0x8
    _SECTOR = 512
    _HELD = (5, 32, 33)  # ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION
    _TRIES, _PAUSE_S = 12, 0.1

    def replace_durably(source: Path, target: Path) -> None:
        """Gives `source` the name of `target`, on the medium when this returns; OSError."""
        flags = _MOVEFILE_REPLACE_EXISTING | _MOVEFILE_WRITE_THROUGH
        for turn in range(_TRIES):
            if _KERNEL32.MoveFileExW(str(source), str(target), flags):
                return
            error = ctypes.get_last_error()
            if error not in _HELD or turn == _TRIES - 1:
                raise ctypes.WinError(error)
            time.sleep(_PAUSE_S)  # a virus scanner reads what was just written

    def read_from_medium(path: Path) -> Iterator[memoryview]:
        """Yields the file's bytes read around the cache; a view is valid until the next one."""
        # NO_BUFFERING wants a sector-aligned buffer and sector-sized reads; mmap memory is page-aligned.
        buffer = mmap.mmap(-1, CHUNK_BYTES)
        address = ctypes.addressof(ctypes.c_char.from_buffer(buffer))
        flags = _FILE_FLAG_NO_BUFFERING | _FILE_FLAG_SEQUENTIAL_SCAN
        handle = _KERNEL32.CreateFileW(
            str(path), _GENERIC_READ, _FILE_SHARE_READ, None, _OPEN_EXISTING, flags, None
        )
        if handle == _INVALID_HANDLE:
            raise ctypes.WinError(ctypes.get_last_error())
        filled = wintypes.DWORD()
        try:
            while True:
                if not _KERNEL32.ReadFile(handle, address, CHUNK_BYTES, ctypes.byref(filled), None):
                    raise ctypes.WinError(ctypes.get_last_error())
                if not filled.value:
                    return
                yield memoryview(buffer)[: filled.value]
                if (
                    filled.value % _SECTOR
                ):  # the end; from a place between two sectors Windows reads nothing more
                    return
        finally:
            _KERNEL32.CloseHandle(handle)

else:

    def replace_durably(source: Path, target: Path) -> None:
        """Gives `source` the name of `target`, on the medium when this returns; OSError."""
        os.replace(source, target)
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        except OSError as error:
            # Some exFAT and NTFS drivers cannot flush a folder; the file was flushed and read back.
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):
                raise
        finally:
            os.close(folder)

    def read_from_medium(path: Path) -> Iterator[memoryview]:
        """Yields the file's bytes read around the cache; a view is valid until the next one."""
        buffer = memoryview(bytearray(CHUNK_BYTES))
        with open(path, "rb", buffering=0) as source:
            if hasattr(os, "posix_fadvise"):
                os.posix_fadvise(source.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            while filled := source.readinto(buffer):
                yield buffer[:filled]


def create_exclusively(path: Path, mode: int = 0o644) -> int:
    """Gives a descriptor of a file that did not exist before; FileExistsError, also for a planted link."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.open(path, flags, mode)
