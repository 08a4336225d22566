"""Work longer than half a second: a function and a token on a thread pool. The job lives on the GUI thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot

from db.errors import Cancelled


class Token:
    """What the function holds: ask it between units of work, and tell it how far the work is."""

    def __init__(self, report: Callable[[int, int, str], None] = lambda done, total, text: None) -> None:
        self._cancelled = threading.Event()
        self._report = report

    def cancel(self) -> None:
        """Ask the work to stop."""
        self._cancelled.set()

    def should_stop(self) -> bool:
        """Whether the clerk asked to stop."""
        return self._cancelled.is_set()

    def check(self) -> None:
        """Raise Cancelled when the clerk asked to stop."""
        if self._cancelled.is_set():
            raise Cancelled

    def report(self, done: int, total: int, text: str = "") -> None:
        """Tell how many units of how many are done."""
        self._report(done, total, text)


class Job(QObject):
    """A running work. Its signals are emitted on the thread that started it, never before that thread's next turn
    of the event loop: whoever connects to them right after the start misses nothing.
    """

    progressed = Signal(int, int, str)
    finished_with = Signal(object)
    failed_with = Signal(object)
    cancelled = Signal()
    ended = Signal()
    _told = Signal(int, int, str)
    _left = Signal()

    def __init__(self, function: Callable[[Token], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.token = Token(self._told.emit)
        self._function = function
        self._announce: Callable[[], None] = self.cancelled.emit
        self._running = threading.Lock()  # held by the working thread until it has left its last signal
        self._told.connect(self.progressed, Qt.ConnectionType.QueuedConnection)
        self._left.connect(self._settle, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Ask the work to stop; `cancelled` follows once it did."""
        self.token.cancel()

    def work(self) -> None:
        """Do the work; called by the runner on a thread of its pool."""
        with self._running:
            self._announce = self._outcome()
            self._left.emit()

    def _outcome(self) -> Callable[[], None]:
        try:
            self.token.check()
            result = self._function(self.token)
        except Cancelled:
            return self.cancelled.emit
        except Exception as error:  # every fault of a job is shown to the clerk by whoever started it
            fault = error  # `error` itself ends with this clause
            return lambda: self.failed_with.emit(fault)
        return lambda: self.finished_with.emit(result)

    @Slot()
    def _settle(self) -> None:
        with self._running:  # deleting a sender while another thread is still inside its signal crashes
            announce = self._announce
        announce()
        self.ended.emit()


class _Run(QRunnable):
    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job

    def run(self) -> None:
        self._job.work()


class Runner(QObject):
    """Starts jobs and keeps them alive until they ended; `rested` when none is left. GUI thread."""

    rested = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self._jobs: set[Job] = set()
        self._is_shut_down = False

    def start(
        self,
        function: Callable[[Token], Any],
        *,
        done: Callable[[Any], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        cancelled: Callable[[], object] | None = None,
        progressed: Callable[[int, int, str], object] | None = None,
    ) -> Job:
        """Run a function away from the GUI thread; what it comes to is told to one of the listeners.

        After `shut_down` nothing is run or told any more.
        """
        job = Job(function, self)
        heard = (
            (job.finished_with, done),
            (job.failed_with, failed),
            (job.cancelled, cancelled),
            (job.progressed, progressed),
        )
        for signal, listener in heard:
            if listener is not None:
                signal.connect(listener)
        job.ended.connect(lambda: self._forget(job))
        if not self._is_shut_down:
            self._jobs.add(job)
            self._pool.start(_Run(job))
        return job

    def is_busy(self) -> bool:
        """Whether a job is under way."""
        return bool(self._jobs)

    def shut_down(self) -> None:
        """Stop every job and wait for it; their listeners hear nothing more, for what they serve is closing."""
        self._is_shut_down = True
        for job in self._jobs:
            job.cancel()
        self._pool.waitForDone()
        for job in list(self._jobs):
            job.blockSignals(True)
            self._forget(job)

    def _forget(self, job: Job) -> None:
        self._jobs.discard(job)
        job.deleteLater()
        if not self._jobs and not self._is_shut_down:
            self.rested.emit()
