"""What stands above a list: its title, search and commands, and below them the filters. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton

from desktop.importing.kinds import IMPORTABLE
from ui.pages.ledger_kind import Deed
from ui.widgets.icon_buttons import IconButton

if TYPE_CHECKING:
    from ui.pages.ledger_page import LedgerPage


class ListBars:
    """Builds the two rows above the list of a page."""

    def __init__(self, page: LedgerPage) -> None:
        self.page, self.kind, self.commands = page, page.kind, page.commands
        if page.kind.unit_column:
            page.filter_bar.put_first(self._unit_button())

    def head_row(self) -> QHBoxLayout:
        """Title, search, and what is done with the chosen records."""
        title = QLabel(self.kind.title, self.page)
        title.setObjectName("title")
        search_box = self.page.search_box
        search_box.setMinimumWidth(120)
        search_box.setMaximumWidth(380)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(title)
        row.addStretch(1)
        row.addWidget(search_box, 2)
        self.new_button = new = IconButton("add", f"新增{self.kind.record_type.label}", "primary", self.page)
        new.setToolTip(self.commands.new.toolTip())
        new.clicked.connect(self.commands.new.trigger)
        fixed = [self._tool_button(self.commands.new_fixed)] if self.kind.has_fix_on_spot else []
        delete = self._tool_button(self.commands.delete)
        printing = [self._tool_button(each) for each in self.commands.printing()]
        for button in (delete, *printing, *fixed, new):
            row.addWidget(button)
        for button in (delete, new):
            button.setVisible(not self.kind.is_read_only)
        return row

    def filter_row(self) -> QHBoxLayout:
        """The filters, and at their right what is done with the whole list: the head has no room for it on a small screen."""
        top = Qt.AlignmentFlag.AlignTop
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.page.views.button, 0, top)
        row.addWidget(self.page.filter_bar, 1)
        for deed in self.kind.list_deeds:
            row.addWidget(self._deed_button(deed), 0, top)
        if self.kind.table in IMPORTABLE and not self.kind.is_read_only:
            row.addWidget(self._tool_button(self.commands.import_table), 0, top)
        row.addWidget(self._export_button(), 0, top)
        return row

    def _unit_button(self) -> QToolButton:
        """Opens the filter of the column that says whose record it is."""
        names = [each.name for each in self.page.model.columns]
        button = QToolButton(self.page)
        button.setObjectName("filter")
        button.setText("村居")
        button.setToolTip("按村居筛选，可搜索名称")
        button.clicked.connect(lambda: self.page.open_filter(names.index(self.kind.unit_column)))
        return button

    def _deed_button(self, deed: Deed) -> IconButton:
        button = IconButton(deed.icon, deed.label, "action", self.page)
        button.setToolTip(deed.tip or deed.label)
        acts, deeds = self.page.acts, self.kind.list_deeds
        button.clicked.connect(lambda checked=False: acts.do(deeds, deed.key, {}))
        return button

    def _export_button(self) -> QToolButton:
        button = IconButton("export", "导出", "action", self.page)
        button.setToolTip("导出表格、按上级表样填写、空白导入模板")
        menu = QMenu(button)
        menu.setToolTipsVisible(True)
        menu.addActions(self.commands.going_out())
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button

    def _tool_button(self, action: QAction) -> QToolButton:
        button = QToolButton(self.page)
        button.setObjectName("action")
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return button
