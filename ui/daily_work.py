"""What a new day brings by itself: the next task of every series whose time has come. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QObject

from db.spec.field import Record
from desktop.jobs import Runner
from desktop.office import Office
from ui.models.filters import Filters
from ui.pages.page_context import PageActions
from ui.recurring_work import RecurringWork
from ui.widgets.message_bar import MessageBar

_EVERY_MS = 60 * 60 * 1000  # a window stays open for days


class DailyWork(RecurringWork):
    """Does it once when started, and every hour from then on; a day without any writes nothing."""

    def __init__(
        self,
        office: Office,
        runner: Runner,
        bar: MessageBar,
        actions: PageActions,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(office, runner, bar, _EVERY_MS, parent)
        self._actions = actions

    def work(self) -> None:
        """Make the tasks that are due, away from this thread."""
        from desktop.programme import make_next_tasks

        self._runner.start(
            lambda token: make_next_tasks(self._office),
            done=self._tell,
            failed=lambda error: self._bar.tell_fault(error),
        )

    def _tell(self, made: list[Record]) -> None:
        if made:
            see = lambda: self._actions.open_list("task", Filters())  # noqa: E731
            self._bar.tell(f"重复任务已生成下一期 {len(made)} 项", "去看看", see)
