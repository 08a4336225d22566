"""一户一档: one premises with everything that hangs on it, in place of the list of premises. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from db.errors import LedgerError
from db.spec import PREMISES, RECORD_TYPES
from desktop.premises_file import LINKED, PremisesFile, read_file
from ui.models.change_relay import Changed
from ui.pages.detail_pane import DetailPane
from ui.pages.history_printing import print_history
from ui.pages.ledger_kind import LedgerKind
from ui.pages.linked_list import Linked, LinkedList
from ui.pages.page_context import PageContext
from ui.pages.premises_overview import PremisesOverview
from ui.theme.tokens import DETAIL_WIDTH
from ui.widgets.icon_buttons import IconButton

FILE_DEED = "file"  # the button that leads here
_RARE = "accident"  # its leaf is there when there is one
LEAVES = (
    Linked(
        "hazard", "隐患",
        (("no", 112), ("level", 96), ("description", 220), ("deadline", 172), ("status", 100)), "description",
    ),
    Linked(
        "risk", "风险",
        (("no", 112), ("level_final", 96), ("risk_point", 200), ("next_review", 172), ("status", 84)), "risk_point",
    ),
    Linked(
        "inspection", "检查",
        (("no", 112), ("date", 100), ("subject", 200), ("led_by", 84), ("hazards_found", 84), ("status", 84)), "subject",
    ),
    Linked(
        "drill", "演练", (("no", 112), ("date", 100), ("topic", 200), ("participants", 84), ("status", 84)), "topic",
    ),
    Linked(
        "drill_plan", "演练计划", (("no", 112), ("planned_on", 172), ("topic", 200), ("status", 84)), "topic",
    ),
    Linked(
        "training", "培训", (("no", 112), ("date", 100), ("title", 220), ("headcount", 84), ("status", 84)), "title",
    ),
    Linked(
        "document", "资料", (("no", 112), ("title", 220), ("kind", 150), ("dated", 100)), "title",
    ),
    Linked(
        "special_work_certificate", "证书",
        (("no", 112), ("person", 100), ("category", 160), ("item", 160), ("due_on", 172)), "item",
    ),
    Linked(
        "accident", "事故", (("no", 112), ("date", 130), ("title", 220), ("status", 84)), "title",
    ),
)  # fmt: skip


class PremisesFilePage(QWidget):
    """The registration on the left, the leaves of its records on the right. A leaf is read when it is looked at."""

    def __init__(
        self, kind: LedgerKind, context: PageContext, premises_id: str, leave: Callable[[], None]
    ) -> None:
        super().__init__()
        own_deeds = tuple(each for each in kind.deeds if each.key != FILE_DEED)
        self.kind, self.context, self.premises_id = (
            kind.with_changes(deeds=own_deeds, print_one_word=""),
            context,
            premises_id,
        )
        self.file: PremisesFile = read_file(context.office, premises_id)
        self.name = QLabel(self)
        self.name.setObjectName("title")
        self.name.setWordWrap(True)
        self.name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.detail = DetailPane(context.office, self.kind, self)
        self.overview = PremisesOverview(context, self)
        self.tabs = QTabWidget(self)
        self.tabs.setAccessibleName("一户一档")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setStyleSheet(
            "QTabBar::tab { padding: 6px 10px; }"
        )  # all of them on a screen of 1366 pixels
        self.setFocusProxy(self.tabs)
        self.leaves = [LinkedList(each, self.file.record, context, self.tabs) for each in LEAVES]
        self._stale = set(range(len(self.leaves)))
        self._leave = leave
        self._lay_out()
        self._connect()
        self._show_file()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
            return
        super().keyPressEvent(event)

    def take_change(self, changed: Changed) -> None:
        """Read again after a write that may concern the premises; the leaf that is shown stays."""
        if changed.tables & {PREMISES.table, *LINKED} or not changed.tables:
            self.reload()

    def reload(self) -> None:
        """Read the file again; premises that went into the recycle bin have no file any more."""
        try:
            self.file = read_file(self.context.office, self.premises_id)
        except LedgerError as error:
            self.context.bar.tell_fault(error)
            return
        if self.file.record["retired_at"]:
            self._leave()
            return
        self._stale = set(range(len(self.leaves)))
        self._show_file()

    def print_file(self) -> None:
        """The registration sheet, in the preview."""
        self.context.actions.print_one(PREMISES.table, self.premises_id)

    def _lay_out(self) -> None:
        self.tabs.addTab(self.overview, "概况")
        for leaf in self.leaves:
            self.tabs.addTab(leaf, leaf.linked.label)
        self.splitter = QSplitter(self)
        self.splitter.addWidget(self.detail)
        self.splitter.addWidget(self.tabs)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([DETAIL_WIDTH, 10_000])
        self.splitter.setHandleWidth(8)
        self.splitter.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 8)
        column.setSpacing(8)
        column.addLayout(self._head_row())
        column.addWidget(self.splitter, 1)

    def _head_row(self) -> QHBoxLayout:
        self.back_button = IconButton("", "‹ 返回列表", "action", self)
        self.back_button.setToolTip("回到场所列表，停在原来那一行（Esc）")
        self.back_button.clicked.connect(self._leave)
        self.print_button = IconButton("print", "打印一户一档", "action", self)
        self.print_button.clicked.connect(self.print_file)
        self.new_button = IconButton("add", "新增", "primary", self)
        self.new_button.setToolTip("给这家场所新增隐患、风险、检查、演练、培训、资料、证书或事故")
        self.new_button.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        self.new_button.setMenu(self._new_menu())
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.back_button)
        row.addWidget(self.name, 1)
        row.addWidget(self.print_button)
        row.addWidget(self.new_button)
        return row

    def _new_menu(self) -> QMenu:
        menu = QMenu(self)
        for leaf in self.leaves:
            menu.addAction(f"新增{leaf.linked.label}").triggered.connect(leaf.add)
        return menu

    def _connect(self) -> None:
        actions, detail = self.context.actions, self.detail
        detail.edit_asked.connect(lambda: actions.edit(PREMISES.table, self.premises_id))
        detail.copy_asked.connect(lambda: actions.copy(PREMISES.table, self.premises_id))
        detail.print_asked.connect(self.print_file)
        detail.step_asked.connect(lambda name: actions.act(PREMISES.table, self.premises_id, name))
        detail.related_asked.connect(self._show_leaf_of)
        detail.deed_asked.connect(self._do)
        detail.history_print_asked.connect(lambda: print_history(self.context, PREMISES.table, detail.record))
        detail.reading_failed.connect(lambda error: self.context.bar.tell_fault(error))
        self.tabs.currentChanged.connect(lambda place: self._read_leaf())

    def _show_file(self) -> None:
        record = self.file.record
        self.name.setText(record["name"])
        self.name.setToolTip(record["name"])
        self.detail.show_at_once(record)
        self.overview.show_file(self.file)
        for place, leaf in enumerate(self.leaves, 1):
            leaf.record = record
            count = self.file.counts[leaf.linked.table]
            words, has_days = f"{leaf.linked.label} {count.total}", RECORD_TYPES[leaf.linked.table].due_field
            self.tabs.setTabVisible(place, bool(count.total) or leaf.linked.table != _RARE)
            is_waiting = bool(count.unfinished and has_days)
            self.tabs.setTabText(place, f"{words}·未结{count.unfinished}" if is_waiting else words)
        self._read_leaf()

    def _read_leaf(self) -> None:
        place = self.tabs.currentIndex() - 1
        if place in self._stale:
            self._stale.discard(place)
            self.leaves[place].reload()

    def _show_leaf_of(self, table: str) -> None:
        tables = [leaf.linked.table for leaf in self.leaves]
        if table in tables:
            self.tabs.setCurrentIndex(tables.index(table) + 1)

    def _do(self, key: str) -> None:
        deed = next(each for each in self.kind.deeds if each.key == key)
        try:
            deed.run(self.context, self.file.record)
        except LedgerError as error:
            self.context.bar.tell_fault(error)
