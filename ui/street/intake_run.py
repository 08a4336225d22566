"""One intake at work: a job that takes in file after file, heard file by file and byte by byte, stopped at once. GUI thread."""

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


_PARTS = 200  # of one file: what is told of it is worth a repaint
_LARGE = 4 << 20  # bytes, from which on a file's own progress is put into words


class _Checked:
    """Tells how far one file of several is checked, no more often than it can be seen. The job's thread."""

    def __init__(self, token: Token, done: int, count: int, name: str) -> None:
        self._token, self._done, self._count, self._name = token, done, count, name
        self._told = 0

    def hear(self, done_bytes: int, total_bytes: int) -> None:
        part = done_bytes * _PARTS // max(total_bytes, 1)
        if part == self._told:
            return
        self._told = part
        words = f"{self._done + 1}/{self._count}　{self._name}"
        if total_bytes >= _LARGE:
            is_read = done_bytes >= total_bytes
            words += "　正在合并" if is_read else f"　已核对 {done_bytes >> 20}/{total_bytes >> 20} MB"
        self._token.report(self._done * _PARTS + min(part, _PARTS), self._count * _PARTS, words)


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
        """Stop now; a file that is not merged yet is left as if it had never been begun."""
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
            token.report(done * _PARTS, len(files) * _PARTS, f"{done + 1}/{len(files)}　{file.name}")
            progress = _Checked(token, done, len(files), file.name).hear
            for received in take_in(
                self._street.desk, file, folder, keyring, accepts_gap, progress, token.should_stop
            ):
                self._came.append(received)
                if received.error is None:
                    merged.add(home_of_sender(self._street.desk, received))
                elif received.error.message_id == "E_GAP":
                    lacking.append((file, home_of_sender(self._street.desk, received)))
        token.check()  # the last one may have been left
        token.report(len(files) * _PARTS, len(files) * _PARTS, "")
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
