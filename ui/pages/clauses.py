"""条款对照: every clause of a programme, what it asks, and what the committee has to show for it. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from db.errors import LedgerError
from db.spec.field import Record
from db.spec.programme import years_of
from desktop import programme
from desktop.programme import ClauseStanding
from ui.forms.form_style import form_style
from ui.models.change_relay import Changed
from ui.models.filters import Filters
from ui.pages.clause_view import ClauseView
from ui.pages.page_context import PageContext
from ui.theme.tokens import PAGE_MARGIN
from ui.widgets.icon_buttons import IconButton, named_action, tint_actions
from ui.widgets.quiet_inputs import QuietComboBox

_LIST_WIDTH = 330
_KEY = Qt.ItemDataRole.UserRole


class ClausesPage(QWidget):
    """The clauses on the left, the standing of the chosen one on the right; `standing_shown` follows each new one."""

    standing_shown = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.office = context, context.office
        self.programme: Record | None = None
        self.standing: ClauseStanding | None = None
        self._is_stale = True
        self.programmes = QuietComboBox(self)
        self.programmes.setAccessibleName("行动方案")
        self.list = QListWidget(self)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setStyleSheet(form_style())
        self.list.setAccessibleName("条款")
        self.view = ClauseView(context)
        self.print_clause = named_action(self, "打印本条", "print", "Ctrl+P", "打印这一条的落实情况")
        self.print_table = named_action(self, "打印对照表", "print", "", "打印全部条款落实情况对照表")
        self.refresh = named_action(self, "刷新", "refresh", "F5")
        self._lay_out()
        self._connect()

    # what the main window asks for

    def show_filters(self, filters: Filters, record_id: str = "") -> None:
        """Go to the clause of that key."""
        self.reload()
        self.show_clause(record_id)

    def show_clause(self, key: str) -> None:
        """Choose the clause of that key."""
        for place in range(self.list.count()):
            if self.list.item(place).data(_KEY) == key:
                self.list.setCurrentRow(place)

    def take_change(self, changed: Changed) -> None:
        """Hear of a write: read again now when shown, at the next showing otherwise."""
        self._is_stale = True
        if self.isVisible():
            self.reload()

    def menu_actions(self) -> tuple[list[QAction], list[QAction]]:
        """The actions of the 记录 and of the 查找 menu."""
        return [self.print_clause, self.print_table], [self.refresh]

    def reload(self) -> None:
        """Read programmes, clauses and the standing of the chosen clause again."""
        self._is_stale = False
        try:
            self._offer_programmes()
        except LedgerError as error:
            self.context.bar.tell_fault(error, "再试一次", self.reload)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        tint_actions(self)
        if self._is_stale:
            self.reload()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "list"):
            if self.list.styleSheet() != form_style():
                self.list.setStyleSheet(form_style())
            tint_actions(self)

    # what the clerk does

    def _offer_programmes(self) -> None:
        found = programme.programmes(self.office)
        chosen = self.programme["key"] if self.programme else ""
        self.programmes.blockSignals(True)
        self.programmes.clear()
        for each in found:
            self.programmes.addItem(f"{each['doc_no']}　{each['name']}", each)
        place = next((n for n, each in enumerate(found) if each["key"] == chosen), 0)
        self.programmes.setCurrentIndex(place)
        self.programmes.blockSignals(False)
        self._show_programme()

    def _show_programme(self) -> None:
        self.programme = self.programmes.currentData()
        self.programmes.setToolTip(self.programmes.currentText())
        chosen = self.list.currentItem().data(_KEY) if self.list.currentItem() else ""
        self.list.blockSignals(True)
        self.list.clear()
        if self.programme:
            self._fill_list(self.programme)
        self.list.blockSignals(False)
        first = next((n for n in range(self.list.count()) if self.list.item(n).data(_KEY)), -1)
        self.list.setCurrentRow(first)
        if chosen:
            self.show_clause(chosen)

    def _fill_list(self, found: Record) -> None:
        counts, action = programme.clause_progress(self.office, found), ""
        for clause in found["clauses"]:
            if clause["action"] != action:
                action = clause["action"]
                head = QListWidgetItem(action, self.list)
                head.setFlags(Qt.ItemFlag.NoItemFlags)
            total, done = counts.get(clause["key"], (0, 0))
            item = QListWidgetItem(
                f"{clause['label']}　{done}/{total}" if total else clause["label"], self.list
            )
            item.setData(_KEY, clause["key"])
            item.setToolTip(f"{clause['title']}：任务完成 {done} 项，共 {total} 项")

    def _show_chosen(self) -> None:
        item, found = self.list.currentItem(), self.programme
        key = item.data(_KEY) if item else None
        if not key or found is None:
            return
        self.context.runner.start(
            lambda token: programme.standings(self.office, found, [key]),
            done=lambda standings: self._take_standing(found, standings[0]),
            failed=lambda error: self.context.bar.tell_fault(error, "再试一次", self.reload),
        )

    def _take_standing(self, found: Record, standing: ClauseStanding) -> None:
        item = self.list.currentItem()
        if item is None or item.data(_KEY) != standing.clause["key"]:
            return  # another clause was chosen meanwhile
        self.standing = standing
        self.view.show_standing(standing, years_of(found))
        self.standing_shown.emit()

    def _print_clause(self) -> None:
        if self.programme is None or self.standing is None:
            return
        key, clause = self.programme["key"], self.standing.clause

        def make() -> object:
            from desktop.programme_documents import clause_sheet

            return clause_sheet(self.office, key, clause["key"])

        self.context.actions.print_document(make, "条款落实情况", clause["key"])

    def _print_table(self) -> None:
        if self.programme is None:
            return
        key = self.programme["key"]

        def make() -> object:
            from desktop.programme_documents import clause_table

            return clause_table(self.office, key)

        self.context.actions.print_document(make, "条款落实情况对照表", self.office.today)

    # layout

    def _lay_out(self) -> None:
        title = QLabel("条款对照", self)
        title.setObjectName("title")
        self.programmes.setMinimumContentsLength(24)
        self.programmes.setSizeAdjustPolicy(
            QuietComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(title)
        head.addSpacing(16)
        head.addWidget(self.programmes, 1)
        for action in (self.print_clause, self.print_table):
            button = IconButton("print", action.text(), "action", self)
            button.setToolTip(action.toolTip())
            button.clicked.connect(action.trigger)
            head.addWidget(button)
        scroll = QScrollArea(self)
        scroll.setAccessibleName("条款内容")
        scroll.setObjectName("card")
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        scroll.setWidget(self.view)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(8)
        splitter.addWidget(self.list)
        splitter.addWidget(scroll)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([_LIST_WIDTH, 10_000])
        self.list.setMinimumWidth(220)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, 12, PAGE_MARGIN, 8)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(splitter, 1)

    def _connect(self) -> None:
        self.programmes.currentIndexChanged.connect(self._show_programme)
        self.list.currentRowChanged.connect(self._show_chosen)
        self.refresh.triggered.connect(self.reload)
        self.print_clause.triggered.connect(self._print_clause)
        self.print_table.triggered.connect(self._print_table)
