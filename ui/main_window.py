"""The shell: navigation on the left, one page at a time, menus above, the status bar below. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QByteArray, QSettings, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QStackedWidget, QVBoxLayout, QWidget

from desktop.jobs import Runner
from desktop.office import Office
from desktop.version import PROGRAM_NAME
from ui.icons import tinted_icon
from ui.idle_work import IdleWork
from ui.menus.help_menu import fill_help_menu
from ui.menus.ledger_menu import fill_ledger_menu
from ui.menus.sample_menu import SampleMenu
from ui.menus.view_menu import ViewMenu
from ui.models.change_relay import Changed, ChangeRelay
from ui.models.filters import Filters
from ui.navigation import PAGES, PageEntry
from ui.pages.page_context import Page, PageContext
from ui.people.page_rights import close_pages, refuse_page
from ui.people.system_menu import SystemMenu
from ui.record_windows import ListWindow, RecordWindows
from ui.status_line import StatusLine
from ui.theme.appearance import look
from ui.theme.tokens import NAVIGATION_WIDTH, PAGE_MARGIN, tokens_now
from ui.undo_actions import UndoActions
from ui.widgets.dialogs import run_dialog
from ui.widgets.message_bar import MessageBar
from ui.widgets.navigation_list import NavigationList

if TYPE_CHECKING:
    from pathlib import Path

    from ui.clock_banner import ClockBanner
    from ui.manual.manual_window import ManualWindow


class MainWindow(ListWindow):
    """The window of one open ledger. Pages are made when they are first shown. `restore_wanted` carries the backup."""

    restore_wanted = Signal(object)
    ledger_word = "台账"  # of the first menu
    entries: tuple[PageEntry, ...] = PAGES  # the pages of the navigation; the street's window has its own
    person_changed = Signal()  # another person is at the desk: the window is to be made anew
    start_again_wanted = Signal()  # another version of the program was chosen

    def __init__(self, office: Office, settings: QSettings) -> None:
        super().__init__()
        self.office, self.settings = office, settings
        self.runner = Runner(self)
        self.runner.rested.connect(self._describe_page)
        self.bar = MessageBar(self)
        self.records = RecordWindows(office, settings, self.bar, self.runner, self)
        self.undo_actions = UndoActions(office, self.runner, self.bar, self)
        self.system_menu = SystemMenu(office, self.runner, self.bar, self)
        self.system_menu.person_changed.connect(self.person_changed)
        self.system_menu.left.connect(self.close)
        self.is_sample = False
        self.pages: dict[str, QWidget] = {}
        self.stack = QStackedWidget(self)
        self.status_line = StatusLine(office, self)
        self.setStatusBar(self.status_line)
        self.navigation = self._make_navigation()
        self._lay_out()
        self._make_menus()
        self.idle_work = IdleWork(self)
        self.relay = ChangeRelay(office, self)
        self.relay.changed.connect(self._take_change)
        look().changed.connect(self._tint)
        self._restore()

    @cached_property
    def clock_banner(self) -> ClockBanner:
        """The word over every page while the clock is wrong; made when the window stands idle."""
        from ui.clock_banner import ClockBanner

        banner = ClockBanner(self.office, self)
        self._news.insertWidget(0, banner)
        return banner

    @cached_property
    def update_bar(self) -> MessageBar:
        """What became of an update of the program, above the news of the day; made when there is something to tell."""
        bar = MessageBar(self)
        self._news.insertWidget(0, bar)
        return bar

    # pages

    def show_page(self, key: str) -> QWidget:
        """Go to a page; it is made when it is shown the first time. One that is closed to the clerk's role says so."""
        if refuse_page(self.office, key, self.bar):
            key = self.entries[0].key
        if key not in self.pages:
            entry = next(each for each in self.entries if each.key == key)
            page = entry.make(PageContext(self.office, self.settings, self.records, self.bar, self.runner))
            self.pages[key] = page
            self.stack.addWidget(page)
            if hasattr(page, "counted"):
                page.counted.connect(self._show_counts)
            if hasattr(page, "period_changed"):
                page.period_changed.connect(self._show_title)
        page = self.pages[key]
        self.stack.setCurrentWidget(page)
        self.navigation.setCurrentRow([each.key for each in self.entries].index(key))
        self._show_context(key)
        return page

    def current_key(self) -> str:
        """The key of the page shown."""
        return self.entries[self.navigation.currentRow()].key

    def open_list(self, table: str, filters: Filters, record_id: str = "") -> None:
        """Go to a list with these filters, at that record."""
        page = self.show_page(table)
        if hasattr(page, "show_filters"):
            page.show_filters(filters, record_id)

    def go_to_record(self, table: str, record_id: str) -> None:
        """Show a record that was just saved, in its list; from the work table one stays at the work table."""
        page = self.pages.get(table)
        if page is not None and page is self.stack.currentWidget() and hasattr(page, "show_saved"):
            page.show_saved(record_id)
        else:
            self.bar.tell("已保存", "去看看", lambda: self.open_list(table, Filters(), record_id))

    def open_record(self, table: str, record_id: str) -> None:
        """Go to a record's own page; to its place in the list where it has none."""
        page = self.show_page(table)
        if hasattr(page, "open_record"):
            page.open_record(record_id)

    def open_file(self, file: Path) -> None:
        """Open what the program was handed by a double click, where it belongs; what cannot be opened is told."""
        from ui.committee_files import open_file

        open_file(self, file)

    def restore_from(self, file: Path) -> None:
        """备份与恢复 with that backup."""
        self._show_backups(file)

    # layout

    def _make_navigation(self) -> NavigationList:
        navigation = NavigationList(self)
        for place, entry in enumerate(self.entries, 1):
            tip = f"{entry.label}（Ctrl+{place}）" if place < 10 else entry.label
            navigation.add_page(entry.label, tip, entry.begins_group)
        navigation.currentRowChanged.connect(lambda row: self.show_page(self.entries[row].key))
        return navigation

    def _lay_out(self) -> None:
        unit = self.unit_label = QLabel(self.office.committee["name"], self)
        unit.setObjectName("muted")
        unit.setWordWrap(True)
        unit.setFixedWidth(NAVIGATION_WIDTH)
        unit.setContentsMargins(12, 12, 8, 4)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(unit)
        left.addWidget(self.navigation, 1)
        news = self._news = QVBoxLayout()
        news.setContentsMargins(PAGE_MARGIN, 8, PAGE_MARGIN, 0)
        news.addWidget(self.bar)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(news)
        right.addWidget(self.stack, 1)
        central = QWidget(self)
        row = QHBoxLayout(central)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left)
        row.addLayout(right, 1)
        self.setCentralWidget(central)
        self._tint()

    def _tint(self) -> None:
        tokens = tokens_now()
        for place, entry in enumerate(self.entries):
            self.navigation.item(place).setIcon(tinted_icon(entry.icon, tokens.text))

    def _make_menus(self) -> None:
        self.quit_action = QAction("退出", self)
        self.quit_action.setShortcut("Ctrl+Q")
        self.quit_action.triggered.connect(self.close)
        self.sample_menu = SampleMenu(self)
        bar = self.menuBar()
        ledger, edit, help_menu = (
            QMenu(each, bar) for each in (f"{self.ledger_word}(&L)", "编辑(&E)", "帮助(&H)")
        )
        self.record_menu, self.find_menu = QMenu("记录(&R)", bar), QMenu("查找(&S)", bar)
        self.view_menu = ViewMenu(self.entries, self.show_page, self.settings, bar)
        self.menus = (
            ledger, edit, self.record_menu, self.find_menu, self.view_menu, self.system_menu.menu, help_menu,
        )  # fmt: skip
        for menu in self.menus:
            bar.addMenu(menu)
        self.fill_ledger_menu(ledger)
        self.fill_edit_menu(edit)
        fill_help_menu(help_menu, self)
        for menu in (self.record_menu, self.find_menu):
            menu.setToolTipsVisible(True)
        close_pages(self.office, self.entries, self.navigation, (self.view_menu, *self.view_menu.page_menus))

    def fill_ledger_menu(self, menu: QMenu) -> None:
        """The first menu; the street's window has its own."""
        fill_ledger_menu(menu, self)

    def fill_edit_menu(self, menu: QMenu) -> None:
        """编辑: undoing."""
        self.undo_actions.fill(menu)

    def offer_ledgers(self, acts: Sequence[tuple[str, Callable[[], object]]], is_sample: bool) -> None:
        """The ways to the sample ledger and back, and whether this is the sample."""
        self.sample_menu.offer(acts)
        self.is_sample = is_sample
        self._show_unit()

    def _show_unit(self) -> None:
        """Whose ledger it is; again after the committee was given another name."""
        self.unit_label.setText(self.office.committee["name"] + ("\n（示例台账）" if self.is_sample else ""))

    # what follows

    def closeEvent(self, event: QCloseEvent) -> None:
        for page in self.pages.values():
            if hasattr(page, "keep"):
                page.keep()
        self.settings.setValue("window/geometry", self.saveGeometry())
        self.settings.sync()
        self.system_menu.stop_watching()
        self.relay.stop()
        self.runner.shut_down()
        super().closeEvent(event)

    def _describe_page(self) -> None:
        """What was read and shown since the page was turned to is described too."""
        from ui.widgets.descriptions import describe

        if self.stack.currentWidget() is not None:
            describe(self.stack.currentWidget())

    def show_first_news(self) -> None:
        """What is shown once, right after the ledger was made; at a committee nothing."""

    def _restore(self) -> None:
        geometry = self.settings.value("window/geometry")
        if not (isinstance(geometry, QByteArray) and self.restoreGeometry(geometry)):
            room = self.screen().availableSize()
            self.resize(min(1366, room.width()), min(740, room.height() - 28))
        self.show_page(self.entries[0].key)  # the day begins with what is due, whatever was open last

    def _show_context(self, key: str) -> None:
        """Title, menus and counts of the page that is shown now."""
        self._show_title()
        page = self.pages[key]
        records, lists = cast(Page, page).menu_actions()
        self.record_menu.clear()
        self.find_menu.clear()
        self.record_menu.addActions(records)
        self.find_menu.addActions(lists)
        counts = getattr(page, "counts", None)
        self._show_counts(*counts) if counts else self.status_line.show_nothing()

    def _show_title(self) -> None:
        """The page, the period where it has one, the unit and the program."""
        key, page = next(each for each in self.pages.items() if each[1] is self.stack.currentWidget())
        label = next(each.label for each in self.entries if each.key == key)
        period = page.period_words() if hasattr(page, "period_words") else ""
        words = f"{label} {period}" if period else label
        self.setWindowTitle(f"{words} - {self.office.committee['name']} - {PROGRAM_NAME}")

    def _show_counts(self, total: int, shown: int, selected: int) -> None:
        if self.sender() in (None, self.stack.currentWidget()):
            self.status_line.show_counts(total, shown, selected)

    def _take_change(self, changed: Changed) -> None:
        self.status_line.show_saved()
        if "clock_banner" in self.__dict__:
            self.clock_banner.look()
        self.undo_actions.take_change(changed)
        if "committee" in changed.tables:
            self._show_unit()
            self._show_title()
        for page in self.pages.values():
            cast(Page, page).take_change(changed)

    def show_choices(self) -> None:
        """选项与判定要点."""
        from ui.choices.choices_dialog import ChoicesDialog

        run_dialog(ChoicesDialog(self.office, self))

    def show_backups(self) -> None:
        """The dialog 备份与恢复; the backup chosen there is restored by whoever opened this window."""
        self._show_backups(None)

    def _show_backups(self, file: Path | None) -> None:
        from ui.backup_dialog import BackupDialog

        dialog = BackupDialog(self.office.database, self.office, self.runner, self)
        if file is not None:
            QTimer.singleShot(0, dialog, lambda: dialog.restore_file(file))
        run_dialog(dialog)
        if dialog.preview is not None:
            self.restore_wanted.emit(dialog.preview)

    def show_manual(self) -> None:
        """The chapter about the page that is shown."""
        self.manual.show_page(
            next(key for key, page in self.pages.items() if page is self.stack.currentWidget())
        )

    @cached_property
    def manual(self) -> ManualWindow:
        """The window of the manual; it stays where the clerk left it."""
        from ui.manual.manual_window import ManualWindow

        return ManualWindow(self)
