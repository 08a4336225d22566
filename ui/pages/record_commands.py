"""What can be done with the records of a list: one set of actions for toolbar, menu and right click."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from desktop.importing.kinds import IMPORTABLE
from desktop.office import Office
from ui.pages.ledger_kind import LedgerKind
from ui.people.page_rights import denied_commands
from ui.widgets.icon_buttons import named_action, tint_actions

# Tips keep their tipsters apart, and returns and reviews are made from other records.
_MADE_OTHERWISE = ("tip", "monthly_return", "period_review")


class RecordCommands(QObject):
    """The actions of one list. Their keys work while the list's page is shown; what rests says why."""

    asked = Signal(str)  # the name of the action

    def __init__(self, kind: LedgerKind, page: QWidget, table: QWidget, office: Office) -> None:
        super().__init__(page)
        self._denied = denied_commands(office)
        self._kind, self._page, self._table = kind, page, table
        self._make_record_actions(kind)
        self._make_print_actions(kind)
        self._make_spreadsheet_actions(kind)
        self._make_list_actions()
        if not kind.has_fix_on_spot:
            page.removeAction(self.new_fixed)
        self._keep_to_table()
        if kind.is_read_only:
            self._take_away_writing()
        for action in (*self.record_actions(), *self.going_out(), *self.list_actions()):
            if action.objectName() in self._denied:
                self._allow(action, "")
        self.tint()

    def _make_record_actions(self, kind: LedgerKind) -> None:
        label = kind.record_type.label
        self.new = self._action("new", f"新增{label}", "add", "Ctrl+N")
        self.new_fixed = self._action(
            "new_fixed", "即查即改", "", "Ctrl+Shift+N", "当场发现、当场改好的一般隐患，一次登记完"
        )
        also = "" if kind.record_page else "（Enter 或双击）"
        self.open = self._action("open", "修改", "edit", "F2", f"修改选中的记录{also}")
        self.open.setShortcuts([*self.open.shortcuts(), QKeySequence("F4")])  # F4 as it was before F2
        self.copy_record = self._action("copy", "复制为新增", "copy", "Ctrl+D")
        self.bulk_change = self._action(
            "bulk_change", "批量修改…", "edit", "Ctrl+Shift+E", "给选中的记录一次填上同样的内容，先看改前改后"
        )
        self.delete = self._action("delete", "删除", "delete", "Del")

    def _make_print_actions(self, kind: LedgerKind) -> None:
        self.print_list = self._action("print_list", kind.print_list_word or "打印列表", "print", "")
        self.print_one = self._action("print_one", kind.print_one_word or "打印这条记录", "print", "")
        self.print_selected = self._action(
            "print_selected",
            "打印所选",
            "print",
            "",
            "选中的记录合成一个 PDF，每条一个书签"
            if kind.print_one_word
            else "只打印选中的记录，格式与列表的打印表相同",
        )
        self.selected_prints = [
            self._action(each.key, each.label, "print", "", each.tip) for each in kind.selected_prints
        ]
        (self.print_one if kind.print_one_word else self.print_list).setShortcut("Ctrl+P")

    def _make_spreadsheet_actions(self, kind: LedgerKind) -> None:
        self.import_table = self._action(
            "import_table",
            "从表格导入",
            "import",
            "",
            "导入原有的 Excel、WPS 表格；也可以把文件拖到列表上",
        )
        self.paste_rows = self._action(
            "paste_rows", "粘贴为新记录", "", "Ctrl+V", "把从 Excel 或 WPS 复制的行粘贴进来：先预览，只新增"
        )
        self.import_table.setIconText("导入")  # on its button
        for action in (self.import_table, self.paste_rows):
            action.setVisible(kind.table in IMPORTABLE)
        self.export_table = self._action(
            "export_table", "导出表格…", "export", "Ctrl+E", "把列出的或选中的记录写成 Excel 表格"
        )
        self.fill_form = self._action(
            "fill_form", "按上级表样填写…", "", "", "把列出的或选中的记录填进上级发来的表"
        )
        self.blank_sheet = self._action(
            "blank_sheet", "空白导入模板…", "", "", "带下拉选项和填写说明的空白表，填好后可以导入"
        )

    def _make_list_actions(self) -> None:
        self.copy_rows = self._action(
            "copy_rows", "复制选中行", "copy", "Ctrl+C", "连同表头复制，可粘贴到 Excel 或 WPS"
        )
        self.pick_cells = self._action(
            "pick_cells", "选格", "", "Ctrl+Shift+L", "选一块单元格来复制，不选整行"
        )
        self.pick_cells.setCheckable(True)
        self.select_all = self._action("select_all", "全选", "", "Ctrl+A")
        self.find = self._action("find", "搜索", "search", "Ctrl+F")
        self.find_next = self._action("find_next", "下一条", "", "F3")
        self.refresh = self._action("refresh", "刷新", "refresh", "F5")
        self.restore_columns = self._action("restore_columns", "恢复默认列", "columns", "")
        self.restore_order = self._action("restore_order", "恢复默认次序", "", "")

    def show_selection(self, selected: int, shown: int) -> None:
        """Let rest what makes no sense now, with the reason in the tooltip."""
        one = "" if selected == 1 else "请先选中一条记录" if not selected else "一次只能选一条记录"
        some = "" if selected else "请先选中记录"
        self._allow(self.open, one)
        self._allow(self.copy_record, one)
        self._allow(self.bulk_change, some)
        self._allow(self.delete, some)
        self._allow(self.copy_rows, some)
        self.copy_rows.setText("复制选中的格" if self.pick_cells.isChecked() else "复制选中行")
        self._allow(self.print_list, "" if shown else "列表里没有记录可打印")
        for each in (self.print_selected, *self.selected_prints):
            self._allow(each, some)
        made = "这类记录不能从表格登记" if self._kind.table in _MADE_OTHERWISE else ""
        self._allow(self.blank_sheet, made)
        self._allow(self.print_one, one if self._kind.print_one_word else "这类记录没有单独的打印表")

    def record_actions(self) -> list[QAction]:
        """The actions of the 记录 menu and of the right click."""
        fixed = [self.new_fixed] if self._kind.has_fix_on_spot else []
        ways = dict.fromkeys((*self.printing(), self.print_list, self.print_selected, *self.selected_prints))
        if self._kind.is_read_only:
            return list(ways)
        return [self.new, *fixed, self.open, self.copy_record, self.bulk_change, *ways, self.delete]

    def printing(self) -> list[QAction]:
        """The print actions that stand above the list: those of the ledger's own, else the list as it is."""
        words = ((self._kind.print_list_word, self.print_list), (self._kind.print_one_word, self.print_one))
        return [action for word, action in words if word] or [self.print_list]

    def going_out(self) -> list[QAction]:
        """The actions that write spreadsheets and forms."""
        blank = [] if self._kind.is_read_only else [self.blank_sheet]
        return [self.export_table, self.fill_form, *blank]

    def list_actions(self) -> list[QAction]:
        """The actions of the 查找 menu."""
        return [
            self.find,
            self.find_next,
            self.select_all,
            self.copy_rows,
            self.pick_cells,
            self.paste_rows,
            self.import_table,
            self.refresh,
            self.restore_columns,
            self.restore_order,
        ]

    def context_menu(self) -> QMenu:
        """The menu of a right click on a row."""
        menu = QMenu(self._page)
        menu.setToolTipsVisible(True)
        menu.addActions(self.record_actions())
        menu.addSeparator()
        menu.addActions([self.copy_rows, self.pick_cells, self.select_all])
        return menu

    def tint(self) -> None:
        """Draw the icons in the present colours."""
        tint_actions(self._page)
        tint_actions(self._table)

    def _action(self, name: str, text: str, icon: str, keys: str, tip: str = "") -> QAction:
        action = named_action(self._page, text, icon, keys, tip)
        action.setObjectName(name)
        action.setProperty("own_tip", action.toolTip())
        action.triggered.connect(lambda: self.asked.emit(name))
        return action

    def _take_away_writing(self) -> None:
        """Without the actions that write, their keys do nothing."""
        for action in (
            self.new, self.open, self.copy_record, self.bulk_change, self.delete, self.import_table, self.paste_rows,
            self.blank_sheet,
        ):  # fmt: skip
            action.setVisible(False)
            self._page.removeAction(action)
            self._table.removeAction(action)

    def _keep_to_table(self) -> None:
        """Del, Ctrl+C and Ctrl+A mean text everywhere but in the table."""
        for action in (self.delete, self.copy_rows, self.select_all):
            self._page.removeAction(action)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            self._table.addAction(action)

    def _allow(self, action: QAction, why_not: str) -> None:
        why_not = self._denied.get(action.objectName(), why_not)
        action.setEnabled(not why_not)
        own = str(action.property("own_tip"))
        action.setToolTip(why_not or own)
