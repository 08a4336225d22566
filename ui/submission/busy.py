"""A job with a progress window that appears when it takes long and can really be cancelled. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressDialog, QWidget

from desktop.jobs import Job, Runner, Token

BUSY_AFTER_MS = 600
_KIB = 1024  # a signal's int ends at 2 GiB


def report_bytes(token: Token, words: str = "") -> Callable[[int, int], None]:
    """What the exchange calls with bytes done and bytes in all, told to a token in KiB."""
    return lambda done, total: token.report(done // _KIB, max(total // _KIB, 1), words)


def start_with_progress(
    runner: Runner,
    parent: QWidget,
    words: str,
    work: Callable[[Token], Any],
    finished: Callable[[Any], object],
    failed: Callable[[Exception], object],
) -> Job:
    """Start `work`; a window with 取消 shows up when it lasts. Nothing is called back once it was cancelled."""
    busy = QProgressDialog(words, "取消", 0, 0, parent)
    busy.setWindowTitle(words.rstrip("…"))
    busy.setWindowModality(Qt.WindowModality.WindowModal)
    busy.setMinimumDuration(BUSY_AFTER_MS)
    busy.setAutoReset(False)
    busy.setAutoClose(False)
    job = runner.start(work)
    busy.canceled.connect(job.cancel)

    def show_progress(done: int, total: int, text: str) -> None:
        busy.setMaximum(total)
        busy.setValue(done)

    def end(callback: Callable[[Any], object], outcome: Any) -> None:
        busy.hide()
        if not job.token.should_stop():
            callback(outcome)

    job.progressed.connect(show_progress)
    job.finished_with.connect(lambda result: end(finished, result))
    job.failed_with.connect(lambda error: end(failed, error))
    job.ended.connect(busy.deleteLater)
    return job
