"""What a page shows, read away from the GUI thread: after a write, on showing, and once more when asked meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.jobs import Token
from ui.models.change_relay import Changed
from ui.pages.page_context import PageContext


class PageReading:
    """One reading at a time for a page.

    `begin` is called on the GUI thread and gives the work for another one; `take` gets its result and says whether
    that is still what the page wants: if not, it is read once more.
    """

    def __init__(
        self,
        page: QWidget,
        context: PageContext,
        begin: Callable[[], Callable[[Token], Any]],
        take: Callable[[Any], bool],
        tables: frozenset[str] = frozenset(),
    ) -> None:
        self._page, self._context, self._begin, self._take, self._tables = page, context, begin, take, tables
        self._is_stale, self._is_reading = True, False

    @property
    def is_stale(self) -> bool:
        """Whether something was written since the last reading began."""
        return self._is_stale

    def is_settled(self) -> bool:
        """Whether what is shown is what the ledger says now."""
        return not self._is_reading and not self._is_stale

    def note_change(self, changed: Changed) -> None:
        """Hear of a write: if it concerns the page, read now when that is shown, at the next showing otherwise."""
        if not self._tables or not changed.tables or self._tables & changed.tables:
            self._is_stale = True
            self._go_on()

    def start(self) -> None:
        """Read; asked during a reading, it is done once more after that."""
        if self._is_reading:
            self._is_stale = True
            return
        self._is_stale, self._is_reading = False, True
        self._context.runner.start(
            self._begin(), done=self._finish, failed=self._tell_failure, cancelled=self._end
        )

    def _finish(self, result: Any) -> None:
        if not self._take(result):
            self._is_stale = True
        self._end()

    def _tell_failure(self, error: Exception) -> None:
        self._end()
        self._context.bar.tell_fault(error, "再试一次", self.start)

    def _end(self) -> None:
        self._is_reading = False
        self._go_on()

    def _go_on(self) -> None:
        if self._is_stale and self._page.isVisible():
            self.start()
