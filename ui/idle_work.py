"""What a window does by itself once it stands idle after its start: look, tell, offer, and begin what recurs. GUI thread."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from desktop.updates.places import is_frozen
from ui.icons import program_icon

if TYPE_CHECKING:
    from ui.backup_work import BackupWork
    from ui.daily_work import DailyWork
    from ui.main_window import MainWindow
    from ui.reminders import Reminders

# The modules of the first form, what others import first: all take 70 ms, the editors 25, none of the rest more than 10.
PARTS_OF_A_FORM = (
    "ui.photos.photo_viewer", "ui.photos.photo_strip", "ui.forms.editors", "ui.forms.arrangement", "ui.forms.form",
    "db.set_aside", "db.undo", "db.premises_parting", "desktop.premises_pairs", "ui.forms.form_dialog",
    "ui.forms.side_panel", "ui.forms.record_dialog",
)  # fmt: skip
_BETWEEN_PARTS_MS = 10


class IdleWork(QObject):
    """The work of one main window. What is slow runs on threads of the runner; what needs a word says it in the bar."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._office, self._runner, self._bar = window, window.office, window.runner, window.bar

    @cached_property
    def daily_work(self) -> DailyWork:
        """What a new day brings."""
        from ui.daily_work import DailyWork

        return DailyWork(self._office, self._runner, self._bar, self._window.records, self)

    @cached_property
    def backup_work(self) -> BackupWork:
        """Backups by themselves."""
        from ui.backup_work import BackupWork

        return BackupWork(self._office, self._runner, self._bar, self)

    @cached_property
    def reminders(self) -> Reminders:
        """What has become overdue."""
        from ui.reminders import Reminders

        window = self._window
        return Reminders(self._office, window.settings, self._runner, self._bar, window.records, window)

    def begin(self) -> None:
        """Load what the first form will need, and begin what the program does by itself, while nobody waits."""
        self._window.clock_banner.start()
        self._parts = iter(PARTS_OF_A_FORM)
        self._load_the_next_part()
        QApplication.setWindowIcon(program_icon())
        if not self._office.is_street:  # a street has no tasks or deadlines of its own
            self.daily_work.start()
            self.reminders.start()
        self.backup_work.start()
        self._window.system_menu.begin_watching()
        self.check_files()
        self.warn_of_place()
        self.offer_drafts()
        self.tell_update()
        self.tell_news()

    def _load_the_next_part(self) -> None:
        """Import what forms need, a part between two events. On a thread it would end in a crash of Qt for Python now and then:
        classes of widgets are made while the window makes others. What prints and previews need is not loaded: most days
        begin without a print, it takes 10 MB, and making the paper takes longer than loading it.
        """
        part = next(self._parts, None)
        if part:
            import_module(part)
            QTimer.singleShot(_BETWEEN_PARTS_MS, self, self._load_the_next_part)
        elif self._runner.is_busy():
            self._runner.rested.connect(self._give_back_memory, Qt.ConnectionType.SingleShotConnection)
        else:
            self._give_back_memory()

    def check_files(self) -> None:
        """Verify the change log and the attachments away from this thread; what was altered outside is told."""
        from desktop.self_check import altered_files

        self._runner.start(lambda token: altered_files(self._office, token), done=self._tell_altered)

    def warn_of_place(self) -> None:
        """Say what speaks against where the ledger lies: a stick, the network, a folder that a cloud disk copies."""
        from ui.wizard.storage_check import doubt_about

        doubt = doubt_about(self._office.folder)
        if not doubt and not self._office.store.is_wal:
            doubt = "数据所在的磁盘不支持安全的写入方式（WAL），断电时风险更大。建议搬到本机硬盘。"
        if doubt and not self._bar.isVisible():
            self._bar.tell(doubt, "备份与恢复…", self._window.show_backups)

    def offer_drafts(self) -> None:
        """Offer what was being typed when the program was cut short."""
        from ui.drafts_dialog import offer_drafts

        offer_drafts(self._office, self._window.records, self._window)

    def tell_update(self) -> None:
        """Say what became of an update; a new version that stands here has proved itself."""
        if is_frozen():
            from ui.updates.outcome import tell_outcome

            tell_outcome(self._window)

    def tell_news(self) -> None:
        """Say once after an update what it brought."""
        from ui.news_dialog import tell_news

        tell_news(self._window.settings, self._bar, self._window)

    def _tell_altered(self, found: list[str]) -> None:
        if found:
            more = f"（共 {len(found)} 处）" if len(found) > 1 else ""
            self._bar.tell_problem(f"{found[0]}{more}", "备份与恢复…", self._window.show_backups)

    def _give_back_memory(self) -> None:
        """The start is over: what it took and needs no longer goes back to the system."""
        from desktop.memory import give_back_memory
        from ui.theme.fonts import SCREEN_FONT

        # Qt looked through the whole font for its letters; it draws some hundreds of the 30,000.
        self._runner.start(lambda token: give_back_memory(self._office, [SCREEN_FONT]))
