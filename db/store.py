"""The open database: one writer thread with one connection, a read-only connection for each thread that reads."""

from __future__ import annotations

import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from db.clock import Clock
from db.errors import EnvironmentProblem, LedgerError
from db.migrations import migrate, schema_version
from db.reading import connect_for_reading, told_as_environment
from db.ulid import new_ulid
from db.value import Value
from db.waiting_rows import WaitingRows

if TYPE_CHECKING:
    from db.spec.kinds import Reading

Result = TypeVar("Result")
_OLDEST_SQLITE = (3, 37, 0)
_CACHE_KIB = 32_768  # an import of 10,000 rows changes 27 MB of pages, which else go to the log twice
_STEPS_BETWEEN_QUESTIONS = 20_000  # of SQLite's machine: some 2 ms


class Changed(Value):
    """What a write touched, and the operation that it was in the change log ("": it changed no record)."""

    tables: frozenset[str]
    ids: frozenset[str]
    batch: str = ""
    operation: str = ""
    undoes: str = ""  # the batch that this one takes back


class Transaction:
    """A running write: its connection and what the change log will say of it."""

    def __init__(self, connection: sqlite3.Connection, at: str, who: str, operation: str) -> None:
        self._connection = connection
        self.waiting: WaitingRows | None = None  # rows that are written in blocks, inside `gathering`
        self.at = at
        self.who = who
        self.operation = operation
        self.batch = new_ulid()
        self.undoes = ""
        self.is_logged = False
        self.reading: Reading | None = None  # how db.records reads values in it, once they are read
        self.tables: set[str] = set()
        self.ids: set[str] = set()

    @property
    def connection(self) -> sqlite3.Connection:
        """The writer's connection; it sees everything that was written in this transaction."""
        if self.waiting is not None:
            self.waiting.settle()
        return self._connection

    @property
    def connection_aside(self) -> sqlite3.Connection:
        """The writer's connection for reading what is no record, such as the settings: what waits goes on waiting."""
        return self._connection

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """Inside, new records and their log entries are written in blocks, for those who write thousands of them.

        Whoever asks for `connection` or executes a statement finds them written. Do not keep the connection in a
        variable inside: it would not know of what waits.
        """
        self.waiting = WaitingRows(self._connection)
        try:
            yield
            self.waiting.settle()
        finally:
            self.waiting = None

    def execute(self, statement: str, values: Any = ()) -> sqlite3.Cursor:
        """Run one statement in this transaction."""
        return self.connection.execute(statement, values)

    def touch(self, table: str, record_id: str) -> None:
        """Say that a record changed, so that the screens that show it are refreshed."""
        self.tables.add(table)
        self.ids.add(record_id)


class _Loan:
    """A connection lent to a thread. It dies with what that thread holds, and the connection is free for another: Qt's
    pool gives every job a new state of Python, so that a connection kept for each thread would be kept for each job.
    """

    def __init__(self, connection: sqlite3.Connection, free: deque[sqlite3.Connection]) -> None:
        self.connection, self._free = connection, free

    def __del__(self) -> None:
        self._free.append(self.connection)


class Store:
    """One database file, open. Made by `open_store`; closed with `close`."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self.path = path
        self.clock = clock
        self.is_wal = False
        self.backup: Path | None = None
        self.refusal: LedgerError | None = None  # why nothing may be written: an archive is only looked at
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._local = threading.local()
        self._readers: list[sqlite3.Connection] = []
        self._free: deque[sqlite3.Connection] = deque()  # readers whose thread has ended
        self._guard = threading.Lock()
        self._listeners: list[Callable[[Changed], None]] = []
        self._is_closed = False
        try:
            self._connection = self._writer.submit(_connect, self).result()
            self._writer_thread = self._writer.submit(threading.get_ident).result()
        except BaseException:
            self._writer.shutdown()
            raise

    def write(self, work: Callable[[Transaction], Result], *, who: str, operation: str) -> Result:
        """Run a function in one transaction on the writer thread; its result, once it is safely on the disk.

        Whatever it raises undoes the whole transaction. SQLite's own faults come out as EnvironmentProblem.
        `refusal` is raised when the store is only to be looked at. RuntimeError for a write inside a write, which would wait
        for itself, and for a closed store.
        """
        if threading.get_ident() == self._writer_thread:
            raise RuntimeError("a write inside a write would wait for itself")
        if self._is_closed:
            raise RuntimeError("the store is closed")
        if self.refusal is not None:
            raise self.refusal
        transaction = Transaction(self._connection, self.clock.now().isoformat(), who, operation)
        result = self._writer.submit(self._run, transaction, work).result()
        if transaction.tables:
            self._tell(_changed_by(transaction))
        return result

    def reader(self) -> sqlite3.Connection:
        """This thread's own connection, which cannot write. What goes wrong while reading is an EnvironmentProblem."""
        loan: _Loan | None = getattr(self._local, "loan", None)
        if loan is None:
            loan = self._local.loan = _Loan(self._free_reader(), self._free)
        return loan.connection

    def give_back_memory(self) -> None:
        """Empty the caches of the connections that nobody uses now, and the writer's; they fill again when asked."""
        with suppress(
            RuntimeError, sqlite3.DatabaseError, LedgerError
        ):  # closed meanwhile, or the disk is gone
            self._writer.submit(self._connection.execute, "PRAGMA shrink_memory").result()
            for _ in range(len(self._free)):
                loan = _Loan(self._free_reader(), self._free)
                loan.connection.execute("PRAGMA shrink_memory")

    def _free_reader(self) -> sqlite3.Connection:
        with suppress(IndexError):
            return self._free.popleft()
        connection = connect_for_reading(self.path)
        with self._guard:
            self._readers.append(connection)
        return connection

    @contextmanager
    def stoppable(self, should_stop: Callable[[], bool]) -> Iterator[None]:
        """What this thread reads inside can be stopped by another one, in the middle of a statement: it then
        raises Cancelled.
        """
        connection = self.reader()
        connection.set_progress_handler(should_stop, _STEPS_BETWEEN_QUESTIONS)
        try:
            yield
        finally:
            connection.set_progress_handler(None, 0)

    def flush_log(self) -> bool:
        """Bring everything into the database file and empty the log beside it, so that what was erased is gone from both.

        False when somebody was still reading an older state.
        """
        if not self.is_wal:
            return True
        with told_as_environment(self.path):
            return self._writer.submit(self._truncate_log).result()

    def _truncate_log(self) -> bool:
        (is_busy, _, _) = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not is_busy

    def subscribe(self, listener: Callable[[Changed], None]) -> Callable[[], None]:
        """Call a function after each write, on the writer thread. Gives the function that ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def close(self) -> None:
        """Finish the writes under way and close the file; closing twice does no harm.

        A disk that fails now takes nothing with it: what was written stands in the -wal, and the next opening brings it in.
        """
        with self._guard:
            is_open = not self._is_closed
            self._is_closed = True
        if is_open:
            self._writer.submit(self._disconnect).result()
            self._writer.shutdown()
        with self._guard:
            for connection in self._readers:
                connection.close()
            self._readers.clear()

    def _run(self, transaction: Transaction, work: Callable[[Transaction], Result]) -> Result:
        connection = transaction.connection
        with told_as_environment(self.path):
            try:
                connection.execute("BEGIN IMMEDIATE")
                result = work(transaction)
                connection.execute("COMMIT")
            except BaseException as error:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_READONLY:
                    self._open_again()
                raise
        return result

    def _open_again(self) -> None:
        """Open the file once more, for the next write: one that could not be opened for writing at the start (a virus scanner
        had it) SQLite opened read-only without a word, and it would stay so as long as the window is open.
        """
        with suppress(sqlite3.DatabaseError, LedgerError):
            again = _connected(self)
            self._connection.close()
            self._connection = again

    def _tell(self, changed: Changed) -> None:
        """Call the listeners. What one raises goes to the crash hook: the write is done and stays done."""
        for listener in list(self._listeners):
            told = self._writer.submit(listener, changed)
            error = told.exception()
            if error is not None:
                hooked = (type(error), error, error.__traceback__, threading.current_thread())
                threading.excepthook(threading.ExceptHookArgs(hooked))

    def _disconnect(self) -> None:
        if self.is_wal:
            with suppress(
                sqlite3.DatabaseError
            ):  # nothing is lost by it, and whoever closes can do nothing about it
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()


def _changed_by(transaction: Transaction) -> Changed:
    tables, ids = frozenset(transaction.tables), frozenset(transaction.ids)
    if not transaction.is_logged:
        return Changed(tables, ids)
    return Changed(tables, ids, transaction.batch, transaction.operation, transaction.undoes)


def open_store(path: Path, clock: Clock | None = None) -> Store:
    """The database of that path, made or brought up to date if need be.

    Raises EnvironmentProblem: `sqlite_too_old`, `not_our_database`, `newer_database`, `database_damaged`,
    `database_locked`, `folder_read_only`, `disk_full`, `file_unreadable`.
    """
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise EnvironmentProblem("sqlite_too_old", found=sqlite3.sqlite_version, needed="3.37.0")
    return Store(path, clock or Clock())


def open_existing_store(path: Path, clock: Clock | None = None) -> Store:
    """The database of that path, which must be there: EnvironmentProblem `database_missing`, and as `open_store`."""
    if not path.is_file():
        raise EnvironmentProblem("database_missing", name=str(path))
    return open_store(path, clock)


@contextmanager
def closed_on_failure(store: Store) -> Iterator[None]:
    """What is done with a store that was just opened; when it fails, the store is closed again."""
    try:
        yield
    except BaseException:
        store.close()
        raise


def _connect(store: Store) -> sqlite3.Connection:
    with told_as_environment(store.path):
        return _connected(store)


def _connected(store: Store) -> sqlite3.Connection:
    connection = sqlite3.connect(
        store.path, isolation_level=None, check_same_thread=True, cached_statements=256
    )
    try:
        connection.execute("PRAGMA busy_timeout = 5000")
        schema_version(connection)  # before anything is written: a file that is not for us stays as it is
        store.is_wal = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0] == "wal"
        if not store.is_wal:
            connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        connection.execute("PRAGMA secure_delete = ON")  # what is erased (db.tips) stays in no free page
        store.backup = migrate(connection, store.path)
    except BaseException:
        connection.close()
        raise
    return connection
