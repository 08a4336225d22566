"""The shell: navigation on the left, one page at a time, menus above, the status bar below. GUI thread."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QByteArray, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.jobs import Runner, Token
from desktop.office import Office
from desktop.updates.places import is_frozen
from ui.help_menu import add_papers
from ui.icons import program_icon, tinted_icon
from ui.models.change_relay import Changed, ChangeRelay
from ui.models.filters import Filters
from ui.navigation import PAGES, PageEntry
from ui.page_menus import add_pages
from ui.pages.page_context import Page, PageContext
from ui.people.page_rights import close_pages, refuse_page
from ui.people.system_menu import SystemMenu
from ui.record_windows import ListWindow, RecordWindows
from ui.status_line import StatusLine
from ui.theme.appearance import Shade, apply_appearance, look
from ui.theme.tokens import NAVIGATION_WIDTH, PAGE_MARGIN, tokens_now
from ui.undo_actions import UndoActions
from ui.widgets.message_bar import MessageBar
from ui.widgets.navigation_list import NavigationList

if TYPE_CHECKING:
    from pathlib import Path

    from ui.backup_work import BackupWork
    from ui.clock_banner import ClockBanner
    from ui.daily_work import DailyWork
    from ui.manual.manual_window import ManualWindow
    from ui.reminders import Reminders

PROGRAM_NAME = "村居安全台账"


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
        self.relay = ChangeRelay(office, self)
        self.relay.changed.connect(self._take_change)
        look().changed.connect(self._tint)
        self._restore()

    @cached_property
    def daily_work(self) -> DailyWork:
        """What a new day brings; begun when the window stands idle."""
        from ui.daily_work import DailyWork

        return DailyWork(self.office, self.runner, self.bar, self.records, self)

    @cached_property
    def backup_work(self) -> BackupWork:
        """Backups by themselves; begun when the window stands idle."""
        from ui.backup_work import BackupWork

        return BackupWork(self.office, self.runner, self.bar, self)

    @cached_property
    def reminders(self) -> Reminders:
        """What has become overdue; begun when the window stands idle."""
        from ui.reminders import Reminders

        return Reminders(self.office, self.settings, self.runner, self.bar, self.records, self)

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
        bar = self.menuBar()
        ledger = bar.addMenu(f"{self.ledger_word}(&L)")
        self._make_ledger_menu(ledger)
        edit = bar.addMenu("编辑(&E)")
        self._fill_edit_menu(edit)
        self.record_menu, self.find_menu = bar.addMenu("记录(&R)"), bar.addMenu("查找(&S)")
        view, look, help_menu = bar.addMenu("视图(&V)"), QMenu("外观", self), QMenu("帮助(&H)", self)
        self.menus = (
            ledger, edit, self.record_menu, self.find_menu, view, self.system_menu.menu, help_menu,
        )  # fmt: skip
        self.page_menus = add_pages(view, self.entries, self.show_page)
        view.addSeparator()
        view.addMenu(look)
        self._add_looks(look)
        self.large_action = view.addAction("大字")
        self.large_action.setCheckable(True)
        self.large_action.setChecked(is_large(self.settings))
        self.large_action.toggled.connect(self._change_look)
        bar.addMenu(self.system_menu.menu)
        bar.addMenu(help_menu)
        help_menu.addAction("使用说明", "F1", self._show_manual)
        add_papers(help_menu, self.office, self.records)
        help_menu.addAction("生成求助包…").triggered.connect(self._make_help_bundle)
        help_menu.addAction("快捷键一览", "Ctrl+F1", self._show_keys)
        help_menu.addAction(f"关于{PROGRAM_NAME}").triggered.connect(self._show_about)
        for menu in (self.record_menu, self.find_menu, view, *self.page_menus):
            menu.setToolTipsVisible(True)
        close_pages(self.office, self.entries, self.navigation, (view, *self.page_menus))

    def _fill_edit_menu(self, menu: QMenu) -> None:
        self.undo_actions.fill(menu)

    def _make_ledger_menu(self, menu: QMenu) -> None:
        menu.addAction("本单位和人员…").triggered.connect(self._show_people)
        menu.addAction("本单位设定…").triggered.connect(self._show_own_settings)
        menu.addAction("选项与判定要点…").triggered.connect(self.show_choices)
        menu.addAction("从表格导入…").triggered.connect(self._import_table)
        menu.addAction("导入行动方案…").triggered.connect(self._import_programme)
        menu.addAction("核对打印件…").triggered.connect(self._check_print)
        menu.addSeparator()
        for words, name in (
            ("导出表格…", "export_table"), ("按上级表样填写…", "fill_form"), ("空白导入模板…", "blank_sheet"),
        ):  # fmt: skip
            menu.addAction(words).triggered.connect(lambda checked=False, name=name: self._send_out(name))
        menu.addSeparator()
        menu.addAction("备份与恢复…").triggered.connect(self.show_backups)
        menu.addAction("年度归档…").triggered.connect(self._show_archives)
        menu.addSeparator()
        self.ledger_menu = menu.addMenu("示例台账")
        self.ledger_menu.menuAction().setVisible(False)
        menu.addSeparator()
        menu.addAction(self.quit_action)

    def offer_ledgers(self, acts: Sequence[tuple[str, Callable[[], object]]], is_sample: bool) -> None:
        """The ways to the sample ledger and back, and whether this is the sample."""
        self.ledger_menu.clear()
        for words, act in acts:
            self.ledger_menu.addAction(words).triggered.connect(lambda checked=False, act=act: act())
        self.ledger_menu.menuAction().setVisible(bool(acts))
        self.is_sample = is_sample
        self._show_unit()

    def _show_unit(self) -> None:
        """Whose ledger it is; again after the committee was given another name."""
        self.unit_label.setText(self.office.committee["name"] + ("\n（示例台账）" if self.is_sample else ""))

    def _add_looks(self, menu: QMenu) -> None:
        self.look_group = QActionGroup(self)
        for shade, word in ((Shade.SYSTEM, "跟随系统"), (Shade.LIGHT, "浅色"), (Shade.DARK, "深色")):
            action = menu.addAction(word)
            action.setCheckable(True)
            action.setData(shade.value)
            action.setChecked(shade is kept_shade(self.settings))
            self.look_group.addAction(action)
        self.look_group.triggered.connect(self._change_look)

    def _change_look(self) -> None:
        chosen = self.look_group.checkedAction()
        self.settings.setValue("look/shade", chosen.data() if chosen else Shade.SYSTEM.value)
        self.settings.setValue("look/large", "yes" if self.large_action.isChecked() else "no")
        dress(self.settings)

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

    def warm_up(self) -> None:
        """Load what the first form will need, and begin what the program does by itself, while nobody waits."""
        self.clock_banner.start()
        self.runner.start(load_the_form)
        QApplication.setWindowIcon(program_icon())
        self._begin_daily_work()
        self.backup_work.start()
        self.system_menu.begin_watching()
        self.check_files()
        self.warn_of_place()
        self.offer_drafts()
        self.tell_update()
        self.tell_news()
        self.runner.rested.connect(self._give_back_memory, Qt.ConnectionType.SingleShotConnection)

    def _describe_page(self) -> None:
        """What was read and shown since the page was turned to is described too."""
        from ui.widgets.descriptions import describe

        if self.stack.currentWidget() is not None:
            describe(self.stack.currentWidget())

    def _give_back_memory(self) -> None:
        """The start is over: what it took and needs no longer goes back to the system."""
        from desktop.memory import give_back_memory
        from ui.theme.fonts import SCREEN_FONT

        # Qt looked through the whole font for its letters; it draws some hundreds of the 30,000.
        self.runner.start(lambda token: give_back_memory(self.office, [SCREEN_FONT]))

    def tell_update(self) -> None:
        """Say what became of an update; a new version that stands here has proved itself."""
        if is_frozen():
            from ui.updates.outcome import tell_outcome

            tell_outcome(self)

    def tell_news(self) -> None:
        """Say once after an update what it brought."""
        from ui.news_dialog import tell_news

        tell_news(self.settings, self.bar, self)

    def _begin_daily_work(self) -> None:
        self.daily_work.start()
        self.reminders.start()

    def show_first_news(self) -> None:
        """What is shown once, right after the ledger was made; at a committee nothing."""

    def warn_of_place(self) -> None:
        """Say what speaks against where the ledger lies: a stick, the network, a folder that a cloud disk copies."""
        from ui.wizard.storage_check import doubt_about

        doubt = doubt_about(self.office.folder)
        if not doubt and not self.office.store.is_wal:
            doubt = "数据所在的磁盘不支持安全的写入方式（WAL），断电时风险更大。建议搬到本机硬盘。"
        if doubt and not self.bar.isVisible():
            self.bar.tell(doubt, "备份与恢复…", self.show_backups)

    def check_files(self) -> None:
        """Verify the change log and the attachments away from this thread; what was altered outside is told."""
        from desktop.self_check import altered_files

        self.runner.start(lambda token: altered_files(self.office, token), done=self._tell_altered)

    def _tell_altered(self, found: list[str]) -> None:
        if found:
            more = f"（共 {len(found)} 处）" if len(found) > 1 else ""
            self.bar.tell_problem(f"{found[0]}{more}", "备份与恢复…", self.show_backups)

    def offer_drafts(self) -> None:
        """Offer what was being typed when the program was cut short."""
        from ui.drafts_dialog import offer_drafts

        offer_drafts(self.office, self.records, self)

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

    def _show_people(self) -> None:
        from ui.unit_dialog import UnitDialog

        dialog = UnitDialog(self.office, self)
        dialog.exec()
        dialog.deleteLater()

    def _show_own_settings(self) -> None:
        from ui.own_settings_dialog import OwnSettingsDialog

        dialog = OwnSettingsDialog(self.office, self)
        dialog.exec()
        dialog.deleteLater()

    def show_choices(self) -> None:
        """选项与判定要点."""
        from ui.choices.choices_dialog import ChoicesDialog

        dialog = ChoicesDialog(self.office, self)
        dialog.exec()
        dialog.deleteLater()

    def _send_out(self, name: str) -> None:
        page = self.stack.currentWidget()
        if hasattr(page, "send_out"):
            page.send_out(name)
        else:
            self.bar.tell("请先在左边打开要导出的台账，例如“隐患台账”。")

    def _import_table(self) -> None:
        self.records.import_table(self.current_key())

    def show_backups(self) -> None:
        """The dialog 备份与恢复; the backup chosen there is restored by whoever opened this window."""
        self._show_backups(None)

    def _show_backups(self, file: Path | None) -> None:
        from ui.backup_dialog import BackupDialog

        dialog = BackupDialog(self.office.database, self.office, self.runner, self)
        if file is not None:
            QTimer.singleShot(0, dialog, lambda: dialog.restore_file(file))
        dialog.exec()
        preview = dialog.preview
        dialog.deleteLater()
        if preview is not None:
            self.restore_wanted.emit(preview)

    def _show_archives(self) -> None:
        from ui.archive_dialog import ArchiveDialog

        dialog = ArchiveDialog(self)
        dialog.exec()
        dialog.deleteLater()

    def _import_programme(self) -> None:
        from ui.programme_dialog import import_programme_file

        import_programme_file(self.office, self, self.bar)

    def _show_manual(self) -> None:
        """The chapter about the page that is shown."""
        self.manual.show_page(
            next(key for key, page in self.pages.items() if page is self.stack.currentWidget())
        )

    @cached_property
    def manual(self) -> ManualWindow:
        """The window of the manual; it stays where the clerk left it."""
        from ui.manual.manual_window import ManualWindow

        return ManualWindow(self)

    def _check_print(self) -> None:
        from ui.print_check_dialog import PrintCheckDialog

        dialog = PrintCheckDialog(self.office, self.runner, self)
        dialog.exec()
        dialog.deleteLater()

    def _make_help_bundle(self) -> None:
        from ui.help_bundle import ask_and_write

        ask_and_write(self.office, self.runner, self.bar, self)

    def _show_keys(self) -> None:
        from ui.help_windows import show_keys

        show_keys(self)

    def _show_about(self) -> None:
        from ui.help_windows import show_about

        show_about(self, self.office)


def kept_shade(settings: QSettings) -> Shade:
    """The colours the clerk chose; the system's at first."""
    kept = str(settings.value("look/shade", Shade.SYSTEM.value))
    return Shade(kept) if kept in list(Shade) else Shade.SYSTEM


def is_large(settings: QSettings) -> bool:
    """Whether 大字 is on."""
    return settings.value("look/large", "no") == "yes"


def dress(settings: QSettings) -> None:
    """Give the application the look that is kept in the settings."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        apply_appearance(app, kept_shade(settings), is_large(settings))


def load_the_form(token: Token) -> None:
    """Import what forms need; called on a thread of the runner. What prints and previews need is not: most days begin
    without a print, it takes 10 MB, and making the paper takes longer than loading it.
    """
    importlib.import_module("ui.forms.record_dialog")
