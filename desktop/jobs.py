"""Work longer than half a second: a function and a token on a thread pool. The job lives on the GUI thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal

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
    """A running work and its signals, all delivered on the thread that started it."""

    progressed = Signal(int, int, str)
    finished_with = Signal(object)
    failed_with = Signal(object)
    cancelled = Signal()
    ended = Signal()

    def __init__(self, function: Callable[[Token], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.function = function
        self.token = Token(self.progressed.emit)
        self.running = threading.Lock()  # held by the thread until it has left the last signal

    def cancel(self) -> None:
        """Ask the work to stop; `cancelled` follows once it did."""
        self.token.cancel()


class _Run(QRunnable):
    def __init__(self, job: Job) -> None:
        super().__init__()
        self.job = job

    def run(self) -> None:
        with self.job.running:
            self._run()
            self.job.ended.emit()

    def _run(self) -> None:
        try:
            result = self.job.function(self.job.token)
        except Cancelled:
            self.job.cancelled.emit()
        except Exception as error:  # every fault of a job is shown to the clerk by whoever started it
            self.job.failed_with.emit(error)
        else:
            self.job.finished_with.emit(result)


class Runner(QObject):
    """Starts jobs and keeps them alive until they ended. GUI thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self._jobs: set[Job] = set()

    def start(self, function: Callable[[Token], Any]) -> Job:
        """Run a function away from the GUI thread. Connect to the job's signals before returning to the event loop."""
        job = Job(function, self)
        self._jobs.add(job)
        job.ended.connect(lambda: self._forget(job))
        # A signal without connections is lost: the thread must not be done before whoever started it has connected.
        QTimer.singleShot(0, job, lambda: self._begin(job))
        return job

    def _begin(self, job: Job) -> None:
        if job.token.should_stop():
            job.cancelled.emit()
            job.ended.emit()
        else:
            self._pool.start(_Run(job))

    def _forget(self, job: Job) -> None:
        with job.running:  # deleting a sender while another thread is still inside its signal crashes
            self._jobs.discard(job)
        job.deleteLater()

    def shut_down(self) -> None:
        """Stop every job and wait for it."""
        for job in list(self._jobs):
            job.cancel()
        self._pool.waitForDone()
