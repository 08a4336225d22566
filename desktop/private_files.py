"""Files that only this user of the computer may read: the database, its companion folder, its keys.

On Windows a folder in the user's profile is private by its inherited access list; there nothing is done.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from desktop import paths

_FOLDER, _FILE = 0o700, 0o600


def make_file_private(path: Path) -> None:
    """Make an empty private file where there is none, so that it is never readable by others, not even at first."""
    with suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _FILE))


def make_ledger_private(database: Path, *, owns_folder: bool) -> None:
    """Leave a new ledger to its user alone: database and keys 0600, the folder of its own files 0700, and the folder
    it lies in when it was made for it. SQLite gives its log beside the database the rights of the database.
    """
    if os.name != "posix":
        return
    companion = paths.companion_folder(database)
    folders = [companion, *(each for each in companion.rglob("*") if each.is_dir())]
    files = [database, *(each for each in companion.rglob("*") if each.is_file())]
    for folder in [*folders, *([database.parent] if owns_folder else [])]:
        _restrict(folder, _FOLDER)
    for file in files:
        _restrict(file, _FILE)


def shut_out_strangers(database: Path) -> None:
    """Take the rights of everybody else from an older ledger; what its group may stays, for a group may share it."""
    if os.name != "posix":
        return
    for path in (database, paths.companion_folder(database)):
        with suppress(OSError):
            mode = stat.S_IMODE(path.stat().st_mode)
            if mode & stat.S_IRWXO:
                path.chmod(mode & ~stat.S_IRWXO)


def _restrict(path: Path, mode: int) -> None:
    with suppress(OSError):  # another's file, or a file system without rights
        path.chmod(mode)
