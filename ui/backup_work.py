"""Backups by themselves while nobody waits, and 立即备份. GUI thread; the work itself is done by jobs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.jobs import Runner
from desktop.office import Office
from ui.recurring_work import RecurringWork
from ui.widgets.message_bar import MessageBar

_EVERY_MS = 4 * 60 * 60 * 1000  # a window stays open for days


class BackupWork(RecurringWork):
    """Backs up what changed when it is started, and every four hours from then on."""

    def __init__(
        self, office: Office, runner: Runner, bar: MessageBar, parent: QObject | None = None
    ) -> None:
        super().__init__(office, runner, bar, _EVERY_MS, parent)

    def work(self) -> None:
        """Back up what changed; only a failure is told."""
        from desktop.backups import keep_up

        self._runner.start(
            lambda token: keep_up(self._office, token),
            failed=lambda error: self._bar.tell_fault(error),
        )


def back_up_now(
    office: Office, runner: Runner, bar: MessageBar, parent: QWidget, done: Callable[[], Any]
) -> None:
    """Make a backup with progress and tell where it is; `done` follows in any case."""
    from desktop.backups import back_up
    from ui.submission.busy import start_with_progress

    job = start_with_progress(
        runner,
        parent,
        "正在备份…",
        lambda token: back_up(office, token),
        lambda backup: bar.tell(f"已备份到 {backup.file.parent}"),
        lambda error: bar.tell_fault(error),
    )
    job.ended.connect(done)
