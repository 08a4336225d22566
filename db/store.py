"""The open database: one writer thread with one connection, a read-only connection for each thread that reads."""

from __future__ import annotations

import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from db.clock import Clock
from db.errors import EnvironmentProblem
from db.migrations import migrate, schema_version
from db.ulid import new_ulid

Result = TypeVar("Result")
_OLDEST_SQLITE = (3, 37, 0)


@dataclass(frozen=True)
class Changed:
    """What a write touched."""

    tables: frozenset[str]
    ids: frozenset[str]


@dataclass
class Transaction:
    """A running write: its connection and what the change log will say of it."""

    connection: sqlite3.Connection
    at: str
    who: str
    operation: str
    batch: str = field(default_factory=new_ulid)
    tables: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)

    def execute(self, statement: str, values: Any = ()) -> sqlite3.Cursor:
        """Run one statement in this transaction."""
        return self.connection.execute(statement, values)

    def touch(self, table: str, record_id: str) -> None:
        """Say that a record changed, so that the screens that show it are refreshed."""
        self.tables.add(table)
        self.ids.add(record_id)


@dataclass(frozen=True)
class _Job:
    work: Callable[[Transaction], Any]
    who: str
    operation: str
    future: Future[Any]


class Store:
    """One database file, open. Made by `open_store`; closed with `close`."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self.path = path
        self.clock = clock
        self.is_wal = False
        self.backup: Path | None = None
        self._is_closed = False
        self._jobs: queue.Queue[_Job | None] = queue.Queue()
        self._local = threading.local()
        self._readers: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        self._listeners: list[Callable[[Changed], None]] = []
        opened: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, args=(opened,), name="writer", daemon=True)
        self._thread.start()
        opened.result()

    def write(self, work: Callable[[Transaction], Result], *, who: str, operation: str) -> Result:
        """Run a function in one transaction on the writer thread; its result, once it is safely on the disk.

        Whatever it raises undoes the whole transaction. SQLite's own faults come out as EnvironmentProblem.
        """
        if threading.current_thread() is self._thread:
            raise RuntimeError("a write inside a write would wait for itself")
        future: Future[Result] = Future()
        with self._guard:
            if self._is_closed:
                raise RuntimeError("the store is closed")
            self._jobs.put(_Job(work, who, operation, future))
        return future.result()

    def reader(self) -> sqlite3.Connection:
        """This thread's own connection, which cannot write."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self.path, check_same_thread=False, cached_statements=256)
            connection.execute("PRAGMA query_only = ON")
            connection.execute("PRAGMA busy_timeout = 5000")
            self._local.connection = connection
            with self._guard:
                self._readers.append(connection)
        return connection

    def subscribe(self, listener: Callable[[Changed], None]) -> Callable[[], None]:
        """Call a function after each write, on the writer thread. Gives the function that ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def close(self) -> None:
        """Finish the writes under way and close the file; closing twice does no harm."""
        with self._guard:
            self._is_closed = True
            self._jobs.put(None)
        self._thread.join()
        with self._guard:
            for connection in self._readers:
                connection.close()
            self._readers.clear()

    def _run(self, opened: Future[None]) -> None:
        try:
            connection = _connect(self)
        except BaseException as error:  # handed to the thread that opens
            opened.set_exception(_as_environment(error, self.path))
            return
        opened.set_result(None)
        while (job := self._jobs.get()) is not None:
            self._do(connection, job)
        if self.is_wal:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()

    def _do(self, connection: sqlite3.Connection, job: _Job) -> None:
        transaction = Transaction(connection, self.clock.now().isoformat(), job.who, job.operation)
        try:
            connection.execute("BEGIN IMMEDIATE")
            result = job.work(transaction)
            connection.execute("COMMIT")
        except BaseException as error:  # handed to the thread that asked
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            job.future.set_exception(_as_environment(error, self.path))
            return
        if transaction.tables:
            self._tell(Changed(frozenset(transaction.tables), frozenset(transaction.ids)))
        job.future.set_result(result)

    def _tell(self, changed: Changed) -> None:
        """Call the listeners. What one raises goes to the crash hook: the write is done, and the writer must live."""
        for listener in list(self._listeners):
            try:
                listener(changed)
            except BaseException as error:
                hooked = (type(error), error, error.__traceback__, threading.current_thread())
                threading.excepthook(threading.ExceptHookArgs(hooked))


def open_store(path: Path, clock: Clock | None = None) -> Store:
    """The database of that path, made or brought up to date if need be.

    Raises EnvironmentProblem: `sqlite_too_old`, `not_our_database`, `newer_database`, `database_damaged`,
    `database_locked`, `folder_read_only`, `disk_full`, `file_unreadable`.
    """
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise EnvironmentProblem("sqlite_too_old", found=sqlite3.sqlite_version, needed="3.37.0")
    return Store(path, clock or Clock())


def _connect(store: Store) -> sqlite3.Connection:
    connection = sqlite3.connect(store.path, isolation_level=None, check_same_thread=True, cached_statements=256)
    try:
        connection.execute("PRAGMA busy_timeout = 5000")
        schema_version(connection)  # before anything is written: a file that is not for us stays as it is
        store.is_wal = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0] == "wal"
        if not store.is_wal:
            connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        store.backup = migrate(connection, store.path)
    except BaseException:
        connection.close()
        raise
    return connection


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


def _as_environment(error: BaseException, path: Path) -> BaseException:
    code = getattr(error, "sqlite_errorcode", None)
    if isinstance(error, sqlite3.DatabaseError) and code is not None and (code & 0xFF) in _BY_SQLITE_CODE:
        problem = EnvironmentProblem(_BY_SQLITE_CODE[code & 0xFF], name=path.name, reason=str(error))
        problem.__cause__ = error
        return problem
    return error
