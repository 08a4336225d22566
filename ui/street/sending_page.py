"""下发: what the street puts together for its committees, to whom it goes, and what was sent. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QLabel,
    QMenu,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from db.errors import LedgerError
from db.spec import RECORD_TYPES
from desktop.jobs import Token
from desktop.messages import sentence
from desktop.people.permissions import Right
from desktop.street.down_items import DownItem, due_words, keep_items, kept_items
from desktop.street.sent_down import SentDown, send_items, sent_down, write_again
from desktop.street.street_ledger import StreetLedger, committee_names
from ui.models.change_relay import Changed
from ui.pages.page_context import PageContext
from ui.pages.page_reading import PageReading
from ui.pages.submission.value_table import ValueColumn, ValueTable
from ui.street.action_buttons import action_button, offer_menu
from ui.street.committee_ticks import CommitteeTicks
from ui.street.down_item_dialog import DownItemDialog
from ui.street.report_boxes import month_box
from ui.street.unlocking import unlocked
from ui.submission.drives import folder_as_drive
from ui.submission.wording import moment_words
from ui.theme.tokens import PAGE_MARGIN
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.icon_buttons import IconButton, named_action, tint_actions
from ui.widgets.rows import GAP, row_of
from ui.widgets.word_button import word_button

if TYPE_CHECKING:
    from ui.street.street_window import StreetWindow

_TABLES = frozenset(("roster", "sent_down", "setting"))
# The order of the menu: what is sent most, first.
# Choices and criteria go from their own window, which knows who lacks which.
KINDS = ("task", "supervision_order", "document", "checklist")
_WORDS = {"document": "通知、通报、资料"}
ITEM_COLUMNS = (
    ValueColumn("种类", 96, lambda item: item.record_type.label),
    ValueColumn("内容", 260, lambda item: item.title),
    ValueColumn("期限", 104, due_words),
)
SENT_COLUMNS = (
    ValueColumn("时间", 140, lambda sent: moment_words(sent.sent_at)),
    ValueColumn("村居", 200, lambda sent: sent.name),
    ValueColumn("包号", 80, lambda sent: f"第 {sent.serial} 号"),
    ValueColumn("内容", 260, lambda sent: sent.contents),
)


class SendingPage(QWidget):
    """The page of the street's window that sends down."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.street = context, cast(StreetLedger, context.office)
        self.items: list[DownItem] = []
        self.is_writing = False
        self.items_table = ValueTable(ITEM_COLUMNS, 1, self)
        self.items_table.setAccessibleName("要下发的内容")
        self.empty, self.stack = EmptyState(self), QStackedWidget(self)
        self.committees = CommitteeTicks(self)
        self.months = month_box(self.street.clock.today(), (-1, 0, 1), self)
        self.sent_table = ValueTable(SENT_COLUMNS, 3, self)
        self.sent_table.setAccessibleName("已经下发的")
        self.written = QLabel(self)
        self.new_acts = {kind: self._new_action(kind) for kind in KINDS}
        self.choices = self._action(
            "选项与判定要点…",
            "",
            "",
            "加新的选项、判定要点，下发给还没有的村居",
            lambda: cast("StreetWindow", self.window()).show_choices(),
        )
        self.edit = self._action("修改…", "edit", "F2", "修改选中的内容", self.edit_selected)
        self.drop = self._action("移出清单", "delete", "Del", "选中的内容不下发了", self.drop_selected)
        self.send = self._action(
            "下发…", "submission", "Ctrl+S", "给勾选的村居各签一个下发包，写到 U 盘或文件夹", self.ask_folder
        )
        self.again = self._action(
            "重新写出…", "save", "", "选中的下发包再写一份，与原来一字不差", self._ask_folder_again
        )
        self.refresh = self._action("刷新", "refresh", "F5", "重新读取", lambda: self.reading.start())
        self.reading = PageReading(self, context, self._begin_reading, self._take, _TABLES)
        self._lay_out()
        self.items_table.selection_told.connect(self._allow)
        self.items_table.opened.connect(lambda row: self.edit_selected())
        self.sent_table.selection_told.connect(self._allow)
        self.committees.itemChanged.connect(lambda item: self._allow())
        offer_menu(self.items_table, (self.edit, self.drop))
        offer_menu(self.sent_table, (self.again,))
        self._allow()

    # what the main window asks for

    def take_change(self, changed: Changed) -> None:
        """Hear of a write."""
        self.reading.note_change(changed)

    def menu_actions(self) -> tuple[list[QAction], list[QAction]]:
        """The actions of the 记录 and of the 查找 menu."""
        return [*self.new_acts.values(), self.choices, self.edit, self.drop, self.send, self.again], [
            self.refresh
        ]

    # what the clerk does

    def add(self, kind: str) -> None:
        """A form for another thing to send."""
        self._open(DownItemDialog(self.street, kind, parent=self.window()), len(self.items))

    def edit_selected(self) -> None:
        """The form of the selected thing."""
        for row in list(self.items_table.selected_rows())[:1]:
            item = self.items[row]
            self._open(DownItemDialog(self.street, item.kind, item, self.window()), row)

    def drop_selected(self) -> None:
        """Take the selected things off the list."""
        chosen = set(self.items_table.selected_rows())
        self.change_items([each for row, each in enumerate(self.items) if row not in chosen])

    def ask_folder(self) -> None:
        """Ask where to, and send."""
        if folder := QFileDialog.getExistingDirectory(self, "下发包写到哪个 U 盘或文件夹"):
            self.send_to(Path(folder))

    def send_to(self, folder: Path) -> None:
        """Sign a package for each ticked committee and write it into the folder."""
        items, codes, period = list(self.items), self.committees.chosen(), str(self.months.currentData())
        work = lambda token: send_items(self.street, items, codes, period, folder, token)  # noqa: E731
        self._write(work, folder, self._sent)

    def write_selected_again(self, folder: Path) -> None:
        """Write the selected packages once more."""
        chosen = self.selected_sent()
        work = lambda token: [write_again(self.street, each.package_id, folder) for each in chosen]  # noqa: E731
        self._write(work, folder, lambda paths: None, needs_keys=False)

    def selected_sent(self) -> list[SentDown]:
        """The selected packages that were sent."""
        values = self.sent_table.values_model.values
        return [values[row] for row in self.sent_table.selected_rows()]

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        tint_actions(self)
        if self.reading.is_stale:
            self.reading.start()

    # inside

    def _open(self, dialog: DownItemDialog, row: int) -> None:
        dialog.exec()
        if dialog.item is not None:
            self.change_items([*self.items[:row], dialog.item, *self.items[row + 1 :]])
            self.items_table.select_rows([row], row)
        dialog.deleteLater()

    def change_items(self, items: list[DownItem]) -> None:
        """Keep another list of what is to be sent."""
        try:
            keep_items(self.street, items)
        except LedgerError as error:
            self.context.bar.tell_fault(error)
            return
        self._show_items(items)

    def _write(
        self,
        work: Callable[[Token], list[Path]],
        folder: Path,
        then: Callable[[list[Path]], None],
        needs_keys: bool = True,
    ) -> None:
        def done(paths: list[Path]) -> None:
            self.is_writing = False
            is_stick = folder_as_drive(folder).is_stick
            pulled = "，可以拔出 U 盘" if is_stick else ""
            self.written.setText(f"{len(paths)} 个下发包已写到 {folder} 并读回核对{pulled}。")
            then(paths)
            self.reading.start()

        def failed(error: Exception) -> None:
            self.is_writing = False
            self.written.setText("")
            self._allow()
            self.context.bar.tell_fault(error)

        def begin() -> None:
            self.is_writing = True
            self._allow()
            self.written.setText("正在写出，请不要拔出 U 盘……")
            self.context.runner.start(work, done=done, failed=failed)

        if needs_keys:
            unlocked(self.street.keyring, self.context.runner, self.context.bar, self.window(), begin)
        else:
            begin()

    def _sent(self, paths: list[Path]) -> None:
        self.change_items([])
        self.context.bar.tell(
            f"已给 {len(paths)} 个村居下发。请把文件夹里各自的下发包交给村居，在“报送”页接收。"
        )

    def _begin_reading(self) -> Callable[[Token], Any]:
        return lambda token: (kept_items(self.street), committee_names(self.street), sent_down(self.street))

    def _take(self, read: tuple[list[DownItem], dict[str, str], list[SentDown]]) -> bool:
        items, names, sent = read
        self._show_items(items)
        self.committees.show_names(names)
        self.sent_table.values_model.show_values(sent)
        self._allow()
        return True

    def _show_items(self, items: list[DownItem]) -> None:
        self.items = list(items)
        self.items_table.values_model.show_values(items)
        self.stack.setCurrentWidget(self.items_table if items else self.empty)
        self._allow()

    def _allow(self) -> None:
        denied = self.street.why_not(Right.PACK)
        may = denied is None and not self.is_writing
        selected = self.items_table.selected_count()
        for action in self.new_acts.values():
            action.setEnabled(may)
        self.edit.setEnabled(may and selected == 1)
        self.drop.setEnabled(may and selected > 0)
        self.send.setEnabled(may and bool(self.items) and bool(self.committees.chosen()))
        self.again.setEnabled(not self.is_writing and self.sent_table.selected_count() > 0)
        if denied:
            self.send.setToolTip(sentence(denied))

    def _ask_folder_again(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, "下发包写到哪个 U 盘或文件夹"):
            self.write_selected_again(Path(folder))

    def _new_action(self, kind: str) -> QAction:
        word = _WORDS.get(kind, RECORD_TYPES[kind].label)
        return self._action(f"新增{word}…", "", "", f"下发一条{word}", lambda: self.add(kind))

    def _action(self, word: str, icon: str, keys: str, tip: str, act: Callable[[], object]) -> QAction:
        action = named_action(self, word, icon, keys, tip)
        action.triggered.connect(lambda checked=False: act())
        return action

    def _lay_out(self) -> None:
        title = QLabel("下发", self)
        title.setObjectName("title")
        new = IconButton("add", "新增", "action", self)
        new.setToolTip("新增要下发的内容")
        menu = QMenu(new)
        menu.addActions(list(self.new_acts.values()))
        menu.addSeparator()
        menu.addAction(self.choices)
        new.setMenu(menu)
        new.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        go = IconButton("submission", self.send.text(), "primary", self)
        go.setToolTip(self.send.toolTip())
        go.clicked.connect(self.send.trigger)
        self.send.changed.connect(lambda: go.setEnabled(self.send.isEnabled()))
        acts = FlowLayout(is_at_right=True)
        for widget in (new, action_button(self.edit, self), action_button(self.drop, self), go):
            acts.addWidget(widget)
        head = row_of(title)
        head.addLayout(acts, 1)
        self.empty.show_words(
            "还没有要下发的内容",
            "任务、督办单、通知、检查表填好放进清单，勾选村居一次下发；村居在“报送”页接收，先看后收。",
            [(action.text(), action.trigger) for action in list(self.new_acts.values())[:3]],
        )
        self.stack.addWidget(self.items_table)
        self.stack.addWidget(self.empty)
        whom = QWidget(self)
        column = QVBoxLayout(whom)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        every = word_button(self, "全选", lambda: self.committees.tick_all(True), "勾选所有村居", "link")
        none = word_button(self, "全不选", lambda: self.committees.tick_all(False), "一个也不勾选", "link")
        ticks = FlowLayout()
        for each in (QLabel("下发给", self), every, none, QLabel("月份", self), self.months):
            ticks.addWidget(each)
        column.addLayout(ticks)
        column.addWidget(self.committees, 1)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.addWidget(self.stack)
        split.addWidget(whom)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(8)
        split.setSizes([640, 460])
        self.written.setObjectName("muted")
        self.written.setWordWrap(True)
        below = QLabel("已经下发的", self)
        page = QVBoxLayout(self)
        page.setContentsMargins(PAGE_MARGIN, 12, PAGE_MARGIN, 8)
        page.setSpacing(8)
        page.addLayout(head)
        page.addWidget(split, 3)
        page.addWidget(self.written)
        page.addLayout(row_of(below, GAP, action_button(self.again, self)))
        page.addWidget(self.sent_table, 2)
