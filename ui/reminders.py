"""Tells of what has become overdue: once for each record and day, at the start and while the window stays open.

Works from the ledger and the clock alone. What was told is kept with the window's settings, so that nine days without
the computer bring one list and no second one. GUI thread.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QWidget

from db.spec import RECORD_TYPES
from desktop.jobs import Runner
from desktop.office import Office
from ui.pages.page_context import PageActions
from ui.recurring_work import RecurringWork
from ui.widgets.message_bar import SHOWN_MS, MessageBar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desktop.desk import Overdue

_EVERY_MS = 60 * 60 * 1000
_AFTER_OTHER_NEWS_MS = SHOWN_MS + 500


class Reminders(RecurringWork):
    """Looks when started and every hour from then on."""

    def __init__(
        self,
        office: Office,
        settings: QSettings,
        runner: Runner,
        bar: MessageBar,
        actions: PageActions,
        parent: QWidget,
    ) -> None:
        super().__init__(office, runner, bar, _EVERY_MS, parent)
        self._settings, self._actions, self._window = settings, actions, parent
        self._key = f"reminders/{office.committee['id']}"  # the sample ledger has its own

    def work(self) -> None:
        """Find what is overdue, away from this thread, and tell what is new of it."""
        self._runner.start(
            lambda token: self._find(),
            done=self.tell,
            failed=lambda error: self._bar.tell_fault(error),
        )

    def _find(self) -> list[Overdue]:
        from desktop.desk import overdue_records

        return overdue_records(self._office)

    def tell(self, overdue: Sequence[Overdue]) -> None:
        """Tell of those that were not told before; a record whose day was moved and passed again is told again."""
        told = self._told()
        new = [each for each in overdue if _thing(each) not in told]
        if new and self._bar.isVisible():  # other news is not pushed aside: it is told after that
            QTimer.singleShot(_AFTER_OTHER_NEWS_MS, self, lambda: self.tell(overdue))
            return
        if new:
            self._bar.tell(reminder_sentence(new), "看逾期清单", self._show)
        if new or len(told) != len(overdue):
            self._settings.setValue(self._key, "\n".join(_thing(each) for each in overdue))

    def _told(self) -> set[str]:
        return set(str(self._settings.value(self._key, "")).split("\n")) - {""}

    def _show(self) -> None:
        from ui.overdue_dialog import show_overdue

        show_overdue(self._office, self._actions, self._window)


def reminder_sentence(new: Iterable[Overdue]) -> str:
    """新逾期 5 项：隐患 3、任务 2, in the order of the ledgers."""
    counts = Counter(each.table for each in new)
    parts = "、".join(f"{RECORD_TYPES[table].label} {count}" for table, count in counts.most_common())
    return f"新逾期 {counts.total()} 项：{parts}。"


def _thing(overdue: Overdue) -> str:
    return f"{overdue.id}@{overdue.due}"
