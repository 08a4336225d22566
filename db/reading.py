"""Connections that only read, and what SQLite's faults are called. Every fault of reading goes through here."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from db.errors import Cancelled, EnvironmentProblem

_SORTED_CHARACTERS = 12
_ORDER: list[Mapping[int, str]] = []  # read once, when a list is first sorted by a text
_NO_SPACE = {  # asked for when the disk has no room for the index of the log; SQLite calls it an I/O error
    sqlite3.SQLITE_IOERR_SHMSIZE: "disk_full",
}
_BY_SQLITE_CODE = {
    sqlite3.SQLITE_FULL: "disk_full",
    sqlite3.SQLITE_IOERR: "disk_unreadable",
    sqlite3.SQLITE_BUSY: "database_locked",
    sqlite3.SQLITE_LOCKED: "database_locked",
    sqlite3.SQLITE_READONLY: "folder_read_only",
    sqlite3.SQLITE_CANTOPEN: "file_unreadable",
    sqlite3.SQLITE_CORRUPT: "database_damaged",
    sqlite3.SQLITE_NOTADB: "not_our_database",
}


@contextmanager
def told_as_environment(path: Path) -> Iterator[None]:
    """SQLite's faults that the machine is to blame for come out as EnvironmentProblem, a stopped statement as Cancelled."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code == sqlite3.SQLITE_INTERRUPT:
            raise Cancelled from error
        message_id = None if code is None else _NO_SPACE.get(code) or _BY_SQLITE_CODE.get(code & 0xFF)
        if message_id is None:
            raise
        raise EnvironmentProblem(message_id, name=path.name, reason=str(error)) from error


def connect_for_reading(path: Path) -> sqlite3.Connection:
    """A connection that cannot write and can be closed by any thread; its faults are EnvironmentProblems.

    Raises EnvironmentProblem `database_missing` where SQLite would make an empty file.
    """
    if not path.is_file():
        raise EnvironmentProblem("database_missing", name=str(path))
    with told_as_environment(path):
        connection = sqlite3.connect(
            path, check_same_thread=False, cached_statements=256, factory=_ReadingConnection
        )
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA busy_timeout = 5000")
    connection.create_function("pinyin_key", 1, pinyin_key, deterministic=True)
    return connection


@lru_cache(8192)  # people, places and units come again and again: half the time of a sort by them
def pinyin_key(text: str | None) -> str | None:
    """What a text is sorted by: its first twelve characters, each at its place in the order of pinyin (db.spec.pinyin)."""
    if text is None:
        return None
    if not _ORDER:
        from db.spec.pinyin import order  # the first screen sorts by no text

        _ORDER.append(order())
    return text[:_SORTED_CHARACTERS].translate(_ORDER[0])


class _ReadingConnection(sqlite3.Connection):
    """Tells faults in words; a damaged page shows when the statement begins or when its rows are fetched."""

    def __init__(self, path: Path, *arguments: Any, **named: Any) -> None:
        super().__init__(path, *arguments, **named)
        self.path = path

    def execute(self, statement: str, values: Any = (), /) -> sqlite3.Cursor:
        with told_as_environment(self.path):
            return self.cursor(_ReadingCursor).execute(statement, values)


class _ReadingCursor(sqlite3.Cursor):
    connection: _ReadingConnection

    def fetchone(self) -> Any:
        with told_as_environment(self.connection.path):
            return super().fetchone()

    def fetchmany(self, size: int | None = 1) -> list[Any]:
        with told_as_environment(self.connection.path):
            return super().fetchmany(size)

    def fetchall(self) -> list[Any]:
        with told_as_environment(self.connection.path):
            return super().fetchall()

    def __iter__(self) -> Iterator[Any]:  # type: ignore[override]
        with told_as_environment(self.connection.path):
            yield from iter(super().fetchone, None)
