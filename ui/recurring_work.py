"""What the program does by itself: once when it is started, and again every so often while the window stays open."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from desktop.jobs import Runner
from desktop.office import Office
from ui.widgets.message_bar import MessageBar


class RecurringWork(QObject):
    """A subclass says in `work` what is done, on the GUI thread or by a job of the runner."""

    def __init__(
        self, office: Office, runner: Runner, bar: MessageBar, every_ms: int, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._office, self._runner, self._bar = office, runner, bar
        self._timer = QTimer(self)
        self._timer.setInterval(every_ms)
        self._timer.timeout.connect(self.work)

    def start(self) -> None:
        """Do it now, and go on."""
        self.work()
        self._timer.start()

    def work(self) -> None:
        """Do it once."""
        raise NotImplementedError
