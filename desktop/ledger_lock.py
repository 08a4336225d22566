"""One window at a time works in a ledger: a lock beside it says who has it; a second start on this computer only brings
the first window forward. Commands do not ask: SQLite keeps writers apart. GUI thread.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, QSysInfo, QTimer, Signal

from db.leftovers import throw_away
from db.patience import replace_patiently
from desktop import paths

_LOCK, _HOLDER, _CALL = "in-use.lock", "in-use.json", "show-window"
_LOOK_AGAIN_MS = 200


@dataclass(frozen=True)
class Holder:
    """Who has a ledger open: the computer, the clerk, since when (as the clerk reads it), and whether it is this computer."""

    computer: str
    clerk: str = ""
    since: str = ""
    is_here: bool = False


class LedgerLock(QObject):
    """The lock of one ledger. `called` comes when a second start asks for the window, with the file that it was given
    or "".
    """

    called = Signal(str)

    def __init__(self, database: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.database = database
        self._folder = paths.companion_folder(database)
        self._lock = QLockFile(str(self._folder / _LOCK))
        self._lock.setStaleLockTime(
            0
        )  # a window stays open for days; a dead process of this computer is found out anyway
        self._watcher: QFileSystemWatcher | None = None

    def take(self) -> Holder | None:
        """Take the lock; None when it is ours now, else who has it. A folder that cannot be written locks nobody out."""
        if self._lock.tryLock(0) or self._lock.error() is not QLockFile.LockError.LockFailedError:
            return None
        return self._holder()

    def take_over(self) -> None:
        """Take the lock from a computer that is gone, as the clerk says."""
        throw_away(self._folder / _LOCK)
        self._lock.tryLock(0)

    def tell_holder(self, clerk: str, since: str) -> None:
        """Write down who has it, and listen for a second start."""
        if not self._lock.isLocked():
            return
        content = {"computer": QSysInfo.machineHostName(), "clerk": clerk, "since": since}
        with suppress(OSError):  # on a full disk the lock holds all the same, only nobody reads who has it
            (self._folder / _HOLDER).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        throw_away(self._folder / _CALL)
        self._watcher = QFileSystemWatcher([str(self._folder)], self)
        self._watcher.directoryChanged.connect(self._look)

    def call(self, file: Path | None = None) -> Path:
        """Ask the window that has the ledger to come forward, and to open a file; what goes away when it does. OSError."""
        path = self._folder / _CALL
        part = path.with_name(f"{_CALL}.part")
        part.write_text(str(file or ""), encoding="utf-8", errors="surrogateescape")
        replace_patiently(part, path)  # whole when it is seen
        return path

    def release(self) -> None:
        """Let others in."""
        if self._watcher is not None:
            self._watcher.deleteLater()
            self._watcher = None
        if self._lock.isLocked():
            throw_away(self._folder / _HOLDER)
            self._lock.unlock()

    def _look(self) -> None:
        path = self._folder / _CALL
        try:
            file = path.read_text(encoding="utf-8", errors="surrogateescape")
        except (
            PermissionError
        ):  # a virus scanner of Windows looks at it first; who wrote it takes it back after a while
            QTimer.singleShot(_LOOK_AGAIN_MS, self, self._look)
            return
        except OSError:
            return
        throw_away(path)
        self.called.emit(file)

    def _holder(self) -> Holder:
        computer = str(self._lock.getLockInfo()[1]) or "另一台电脑"
        is_here = computer == QSysInfo.machineHostName()
        try:
            told = json.loads((self._folder / _HOLDER).read_text(encoding="utf-8"))
            return Holder(computer, str(told["clerk"]), str(told["since"]), is_here)
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return Holder(computer, is_here=is_here)
