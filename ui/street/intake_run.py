"""One intake at work: a job that takes in file after file, heard file by file, stopped between two of them. GUI thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.jobs import Job, Runner, Token
from desktop.people.permissions import Right
from desktop.street.street_ledger import StreetLedger

if TYPE_CHECKING:
    from desktop.street.receiving import Received


class IntakeRun(QObject):
    """`came` when results wait in `results()`; `ended` when the job is over; `failed` with what broke it off."""

    came = Signal()
    ended = Signal()
    failed = Signal(object)
    progressed = Signal(int, int, str)

    def __init__(self, street: StreetLedger, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._street, self._runner = street, runner
        self._came: deque[Received] = deque()  # filled on the job's thread
        self._job: Job | None = None
        self.is_broken = False

    @property
    def is_running(self) -> bool:
        """Whether files are being taken in now."""
        return self._job is not None

    def start(self, files: Sequence[Path], folder: Path, accepts_gap: bool) -> None:
        """Take in these files and write their receipts into the folder."""
        self.is_broken = False
        self._job = self._runner.start(
            lambda token: self._work(files, folder, accepts_gap, token), failed=self._break
        )
        self._job.progressed.connect(self._hear)
        self._job.ended.connect(self._end)

    def stop(self) -> None:
        """Stop before the next file."""
        if self._job is not None:
            self._job.cancel()

    def results(self) -> list[Received]:
        """What came since it was asked last."""
        found = []
        while self._came:
            found.append(self._came.popleft())
        return found

    def _work(self, files: Sequence[Path], folder: Path, accepts_gap: bool, token: Token) -> None:
        """Take in every file; those that lacked an earlier package are tried again as long as such came after them."""
        self._street.require(Right.PACK)
        waiting = list(files)
        while waiting:
            lacking, merged = self._pass(waiting, folder, accepts_gap, token)
            again = [file for file, code in lacking if code in merged]
            waiting = again if len(again) < len(waiting) else []

    def _pass(
        self, files: Sequence[Path], folder: Path, accepts_gap: bool, token: Token
    ) -> tuple[list[tuple[Path, str]], set[str]]:
        """The files that lacked an earlier package with their senders, and the senders of whom something went in."""
        from desktop.street.intake import home_of_sender, take_in

        lacking, merged, keyring = [], set(), self._street.keyring
        for done, file in enumerate(files):
            token.check()
            token.report(done, len(files), f"{done + 1}/{len(files)}　{file.name}")
            for received in take_in(self._street.desk, file, folder, keyring, accepts_gap):
                self._came.append(received)
                if received.error is None:
                    merged.add(home_of_sender(self._street.desk, received))
                elif received.error.message_id == "E_GAP":
                    lacking.append((file, home_of_sender(self._street.desk, received)))
        token.report(len(files), len(files), "")
        return lacking, merged

    def _hear(self, done: int, total: int, text: str) -> None:
        self.progressed.emit(done, total, text)
        if self._came:
            self.came.emit()

    def _break(self, error: Exception) -> None:
        self.is_broken = True
        self._job = None
        self.failed.emit(error)

    def _end(self) -> None:
        self._job = None
        self.ended.emit()
