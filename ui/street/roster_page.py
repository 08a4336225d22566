"""名册: which committees are enrolled, with which key, and how far their packages came. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from db.errors import LedgerError
from desktop.jobs import Token
from desktop.people.permissions import Right
from desktop.street.street_ledger import StreetLedger
from ui.models.change_relay import Changed
from ui.pages.page_context import PageContext
from ui.pages.page_reading import PageReading
from ui.pages.submission.value_table import ValueTable
from ui.people.page_rights import denied_words
from ui.street.action_buttons import action_button, offer_menu
from ui.street.roster_actions import RosterActions
from ui.street.roster_columns import COLUMNS, STRETCHED
from ui.theme.tokens import PAGE_MARGIN
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.icon_buttons import IconButton, named_action, tint_actions
from ui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from desktop.street.roster_lines import RosterLine

_TABLES = frozenset(("roster", "received_package"))


class RosterPage(QWidget):
    """The page of the street's window that keeps the roster."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.street = context, cast(StreetLedger, context.office)
        self.lines: list[RosterLine] = []
        self.table = ValueTable(COLUMNS, STRETCHED, self)
        self.table.setAccessibleName("名册")
        self.search_box = SearchBox("搜索名称、代码", self)
        self.count = QLabel(self)
        self.empty = EmptyState(self)
        self.stack = QStackedWidget(self)
        denied = denied_words(self.street, Right.TRUST)
        self.enrol = named_action(self, "登记村居…", "add", "Ctrl+N", denied or "按村居交来的盖章登记表登记")
        self.enrol.setEnabled(not denied)
        self.search = named_action(self, "搜索", "search", "Ctrl+F")
        self.refresh = named_action(self, "刷新", "refresh", "F5")
        self.print_roster = named_action(
            self, "打印名册", "print", "Ctrl+P", "全部村居、密钥指纹和核对数字，签字存档"
        )
        self.export_signers = named_action(
            self,
            "导出验签名单…",
            "export",
            "",
            "OpenSSH 的 allowed_signers 文件，第三方用 ssh-keygen 就能验签",
        )
        self.acts = RosterActions(self.street, context, self, self.selected)
        self.reading = PageReading(self, context, self._begin_reading, self._take, _TABLES)
        self._lay_out()
        self._connect()

    # what the main window asks for

    def take_change(self, changed: Changed) -> None:
        """Hear of a write."""
        self.reading.note_change(changed)

    def menu_actions(self) -> tuple[list[QAction], list[QAction]]:
        """The actions of the 记录 and of the 查找 menu."""
        return [self.enrol, *self.acts.of_row, self.print_roster, self.export_signers], [
            self.search,
            self.refresh,
        ]

    # what the clerk does

    def ask_enrolment(self, sheet: Path | None = None) -> None:
        """The dialog that enrols a committee from its sheet, with the text of this file if there is one."""
        from ui.street.enrol_dialog import EnrolDialog

        dialog = EnrolDialog(self.street, self.context.runner, self.window())
        if sheet is not None:
            dialog.take_file(sheet)
        dialog.accepted.connect(lambda: self.context.bar.tell(f"已登记 {dialog.enrolled}。"))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def selected(self) -> RosterLine | None:
        """The selected line."""
        rows, shown = list(self.table.selected_rows()), self.table.values_model.values
        return shown[rows[0]] if len(rows) == 1 and rows[0] < len(shown) else None

    def export_to(self, path: Path) -> None:
        """Write the keys that count as an allowed_signers file."""
        from desktop.street.street_papers import save_allowed_signers

        try:
            self.street.require(Right.EXPORT)
            save_allowed_signers(self.street, path)
        except LedgerError as error:
            self.context.bar.tell_fault(error)
            return
        self.context.bar.tell(f"已导出到 {path}")

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        tint_actions(self)
        if self.reading.is_stale:
            self.reading.start()

    # inside

    def _begin_reading(self) -> Callable[[Token], list[RosterLine]]:
        from desktop.street.roster_lines import roster_lines

        return lambda token: roster_lines(self.street)

    def _take(self, lines: list[RosterLine]) -> bool:
        self.lines = lines
        self._show()
        return True

    def _show(self) -> None:
        typed = self.search_box.text().strip()
        shown = [each for each in self.lines if each.fits(typed)]
        self.table.values_model.show_values(shown)
        self.stack.setCurrentWidget(self.table if self.lines else self.empty)
        for action in (self.print_roster, self.export_signers):
            action.setEnabled(bool(self.lines))
        self.acts.show_selection()
        self.count.setText(f"已登记 {len({each.code for each in self.lines})} 个村居" if self.lines else "")

    def _connect(self) -> None:
        self.enrol.triggered.connect(lambda: self.ask_enrolment())
        self.refresh.triggered.connect(self.reading.start)
        self.search.triggered.connect(self.search_box.setFocus)
        self.search_box.searched.connect(lambda text: self._show())
        self.table.selection_told.connect(self.acts.show_selection)
        self.table.opened.connect(lambda row: self.acts.history.trigger())
        offer_menu(self.table, self.acts.of_row)
        self.print_roster.triggered.connect(self._print)
        self.export_signers.triggered.connect(self._ask_signers_file)

    def _print(self) -> None:
        from desktop.street.street_papers import print_roster

        street = self.street
        self.context.actions.print_document(lambda: print_roster(street), "村居密钥名册", "")

    def _ask_signers_file(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "验签名单存到", "allowed_signers", "所有文件 (*)")
        if chosen:
            self.export_to(Path(chosen))

    def _tool_row(self) -> QHBoxLayout:
        of_row = FlowLayout(gap=4, asks_one_line=True)
        of_all = FlowLayout(gap=4, is_at_right=True, asks_one_line=True)
        for action in self.acts.of_row:
            of_row.addWidget(action_button(action, self))
        for action in (self.print_roster, self.export_signers):
            of_all.addWidget(action_button(action, self))
        row = QHBoxLayout()
        row.addLayout(of_row)
        row.addStretch(1)
        row.addLayout(of_all)
        return row

    def _lay_out(self) -> None:
        title = QLabel("名册", self)
        title.setObjectName("title")
        self.count.setObjectName("muted")
        self.search_box.setMaximumWidth(320)
        button = IconButton("add", self.enrol.text(), "primary", self)
        button.setToolTip(self.enrol.toolTip())
        button.setEnabled(self.enrol.isEnabled())
        button.clicked.connect(self.enrol.trigger)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        for widget, stretch in ((title, 0), (self.count, 0), (self.search_box, 1), (button, 0)):
            if widget is self.search_box:
                self.head.addStretch(1)
            self.head.addWidget(widget, stretch)
        self.empty.show_words(
            "名册还是空的",
            "先把“街道”菜单里的本街道登记表发给各村居；村居交来盖章的登记表后，点“登记村居”录入，才能收它的报送包。",
            [("登记村居…", lambda: self.ask_enrolment())],
        )
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, 12, PAGE_MARGIN, 8)
        column.setSpacing(8)
        column.addLayout(self.head)
        column.addLayout(self._tool_row())
        column.addWidget(self.stack, 1)
