"""The first start of a new version, watched by the one before it: the ledger is backed up, the new version is started, and
when it fails the one before it comes back, with the ledger from that backup if it was migrated. Outside Qt's event loop.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import IO

from db.errors import EnvironmentProblem, LedgerError
from desktop import paths
from desktop.updates import launching, places
from desktop.updates.pointer import RUNNING, WAITING, Pointer, read_pointer, write_pointer

FAILED = 70  # the exit code of a new version that could not open the ledger; its reason is in the pointer
WRONG_USAGE = 2  # of the command line
_LOCK, _CHILD = "first-start.lock", "first-start.pid"
_LOOK_S = 0.5
_OTHER_START_S = 30  # how long a second start waits for the first


def watch(arguments: Sequence[str] = ()) -> int | None:
    """Start the new version and wait for it: its exit code, None when this version is to open its own window."""
    deadline = time.monotonic() + _OTHER_START_S
    try:
        while True:
            with _only_one() as is_ours:
                if is_ours:
                    return _watched_start(arguments)
            pointer = read_pointer()
            if not pointer.trial:  # the other start has proved it: its window comes forward
                return _run_current(pointer, arguments)
            if time.monotonic() > deadline:
                return None  # the window asks whether to wait on: `other_start`
            time.sleep(_LOOK_S)
    except OSError:  # the place of the versions cannot be written: the new one is not tried
        return None


def _watched_start(arguments: Sequence[str]) -> int | None:
    pointer = read_pointer()
    if not pointer.trial:
        return _run_current(pointer, arguments)
    if pointer.trial == RUNNING:
        go_back(pointer, "上次启动时没有完成（断电、死机或被强行关闭）")
        return None
    try:
        pointer = _backed_up(pointer)
    except (LedgerError, sqlite3.DatabaseError) as error:
        from desktop.messages import sentence

        why = f"没有换上新版本：启动前的备份没有做成。{sentence(error)}"
        write_pointer(replace(pointer, left=pointer.current, why=why))
        return None
    write_pointer(replace(pointer, trial=RUNNING, left="", why=""))
    return _outcome(_run_tried(pointer, arguments))


def _outcome(code: int | None) -> int | None:
    pointer = read_pointer()
    if not pointer.trial or pointer.trial == WAITING and code is not None:
        return code or 0  # proved; or replaced by another update meanwhile
    if code in (0, WRONG_USAGE):  # left at the sign-in or the wizard: neither proved nor failed
        write_pointer(replace(pointer, trial=WAITING))
        return code
    go_back(pointer, pointer.why or "新版本启动后意外退出")
    return None


def _run_tried(pointer: Pointer, arguments: Sequence[str]) -> int | None:
    """The exit code of the new version; None when the system does not let it run."""
    program = places.program_in(places.version_folder(pointer.current))
    try:
        child = subprocess.Popen([str(program), *arguments], env=launching.environment(launching.TRIED))
    except OSError:
        return None
    _note_child(child.pid)
    return child.wait()


def _run_current(pointer: Pointer, arguments: Sequence[str]) -> int | None:
    program = places.program_in(places.version_folder(pointer.current))
    if not pointer.current or not program.is_file() or program.resolve().parent == places.own_folder():
        return None
    try:
        return subprocess.call([str(program), *arguments], env=launching.environment(launching.CHOSEN))
    except OSError:
        return None


# going back


def go_back(pointer: Pointer, why: str) -> None:
    """Point at the version before; the ledger is put back first when the new one migrated or damaged it.

    A ledger that cannot be put back now (a full disk) leaves everything as it is, to be tried at the next start.
    """
    is_restored = False
    if pointer.backup and _is_unreadable(Path(pointer.database)):
        try:
            _put_back(pointer)
        except (LedgerError, sqlite3.DatabaseError) as error:
            from desktop.messages import sentence

            told = f"{why}；台账还没有恢复成更新前的样子：{sentence(error)}备份在 {pointer.backup}"
            write_pointer(replace(pointer, left=pointer.current, why=told))
            return
        is_restored = True
    before = replace(pointer, current=pointer.previous, previous="", trial="", database="", backup="")
    write_pointer(replace(before, left=pointer.current, why=why, is_restored=is_restored))


def _backed_up(pointer: Pointer) -> Pointer:
    """The pointer with the newest backup of the ledger; as it is without a ledger, or once the new version migrated it.

    Raises the faults of opening and of backing up.
    """
    from desktop.backups import back_up_here
    from desktop.street.street_ledger import opened_ledger

    database = paths.remembered_database()
    if database is None:
        return replace(pointer, database="", backup="")
    try:
        office = opened_ledger(database)
    except EnvironmentProblem as error:
        if error.message_id == "newer_database" and pointer.database == str(database):
            return pointer
        raise
    try:
        return replace(pointer, database=str(database), backup=str(back_up_here(office).file))
    finally:
        office.close()


def _put_back(pointer: Pointer) -> None:
    from desktop.restoring import discard, look_into, restore

    database = Path(pointer.database)
    preview = look_into(Path(pointer.backup), database)
    try:
        restore(preview, database)
    finally:
        discard(preview)


def _is_unreadable(database: Path) -> bool:
    """Whether this version does not read the ledger any more."""
    from contextlib import closing

    from db.migrations import schema_version
    from db.reading import connect_for_reading

    try:
        with closing(connect_for_reading(database)) as connection:
            schema_version(connection)
    except EnvironmentProblem as error:
        return error.message_id in (
            "newer_database",
            "database_damaged",
            "not_our_database",
            "database_missing",
        )
    return False


# the new version's side


def prove() -> Pointer | None:
    """The new version stands in its window: it is the one that runs from now on. Gives the pointer when it was on trial."""
    pointer = read_pointer()
    if not pointer.trial or pointer.current != places.own_choice():
        return None
    proved = replace(pointer, trial="", database="", backup="", left="", why="", is_restored=False)
    with suppress(OSError):
        write_pointer(proved)
        return proved
    return None


def tell_failure(error: LedgerError) -> None:
    """Say to the version before why the new one could not open the ledger."""
    from desktop.messages import sentence

    pointer = read_pointer()
    with suppress(OSError):
        write_pointer(replace(pointer, why=f"新版本打不开台账：{sentence(error)}"))


# two starts at once


@contextmanager
def _only_one() -> Iterator[bool]:
    """Whether this is the only start that watches; the system frees the lock of a process that is gone."""
    folder = places.versions_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _LOCK).open("a+b") as file:
        is_ours = _lock(file)
        yield is_ours


if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 20  # the byte that is locked; what stands before it can be read

    def _lock(file: IO[bytes]) -> bool:
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


def _note_child(pid: int) -> None:
    with suppress(OSError):
        (places.versions_folder() / _CHILD).write_text(str(pid), encoding="ascii")


def other_start() -> str:
    """The version that another start is trying and that has shown no window yet; "" when there is none."""
    if not places.is_frozen():
        return ""
    pointer = read_pointer()
    if pointer.trial != RUNNING or pointer.current == places.own_choice():
        return ""
    with suppress(OSError), _only_one() as is_ours:
        return "" if is_ours else pointer.current
    return ""


def end_other_start() -> None:
    """End the version that another start is trying; that start then goes back."""
    try:
        pid = int((places.versions_folder() / _CHILD).read_text(encoding="ascii"))
        os.kill(pid, signal.SIGTERM)
    except (OSError, ValueError):  # it has ended by itself
        return
