"""Reads what the first screen of a list did not need: the rest of its ids and how many records there are. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from db.spec.query import Query
from db.value import Value
from desktop.jobs import Job, Runner, Token
from desktop.office import Office

AFTER_FIRST_SCREEN_MS = 30  # so that the job takes no time from painting


class Rest(Value):
    """What a job read: every id of a query (None: not asked for), and the records of the ledger."""

    query: Query
    ids: list[str] | None
    total: int | None


class ListCompletion(QObject):
    """One job at a time; a newer question stops the older one, whose answer is never told."""

    read = Signal(object)  # Rest
    failed = Signal(object)

    def __init__(self, office: Office, table: str, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._office, self._table, self._runner = office, table, runner
        self._job: Job | None = None
        self._query, self._wants_ids, self._wants_total = Query(), False, False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(AFTER_FIRST_SCREEN_MS)
        self._pause.timeout.connect(self._start)

    def ask(self, query: Query, *, wants_ids: bool, wants_total: bool) -> None:
        """Read the rest of this query's list, after the first screen; what was asked before is dropped."""
        self.stop()
        self._query, self._wants_ids, self._wants_total = query, wants_ids, wants_total
        if wants_ids or wants_total:
            self._pause.start()

    def stop(self) -> None:
        """Ask for nothing any more."""
        self._pause.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _start(self) -> None:
        query, wants_ids, wants_total = self._query, self._wants_ids, self._wants_total

        def read(token: Token) -> Rest:
            with self._office.stoppable(token.should_stop):
                ids = self._office.ids(self._table, query) if wants_ids else None
                total = self._office.count(self._table, Query()) if wants_total else None
            return Rest(query, ids, total)

        job = self._runner.start(read)
        job.finished_with.connect(lambda rest: self._end(job, rest))
        job.failed_with.connect(lambda error: self._fail(job, error))
        self._job = job

    def _end(self, job: Job, rest: Rest) -> None:
        if job is self._job:
            self._job = None
            self.read.emit(rest)

    def _fail(self, job: Job, error: Exception) -> None:
        if job is self._job:
            self._job = None
            self.failed.emit(error)
