"""What can be done with the records of a list: one set of actions for toolbar, menu and right click."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ui.pages.ledger_kind import LedgerKind
from ui.widgets.icon_buttons import named_action, tint_actions


class RecordCommands(QObject):
    """The actions of one list. Their keys work while the list's page is shown; what rests says why."""

    asked = Signal(str)  # the name of the action

    def __init__(self, kind: LedgerKind, page: QWidget, table: QWidget) -> None:
        super().__init__(page)
        self._kind, self._page, self._table = kind, page, table
        label = kind.record_type.label
        self.new = self._action("new", f"新增{label}", "add", "Ctrl+N")
        self.new_fixed = self._action(
            "new_fixed", "即查即改", "", "Ctrl+Shift+N", "当场发现、当场改好的一般隐患，一次登记完"
        )
        also = "" if kind.record_page else "（Enter 或双击）"
        self.open = self._action("open", "修改", "edit", "F4", f"修改选中的记录{also}")
        self.copy_record = self._action("copy", "复制为新增", "copy", "Ctrl+D")
        self.bulk_change = self._action(
            "bulk_change", "批量修改…", "edit", "Ctrl+Shift+E", "给选中的记录一次填上同样的内容，先看改前改后"
        )
        self.delete = self._action("delete", "删除", "delete", "Del")
        self.print_list = self._action("print_list", kind.print_list_word or "打印台账", "print", "")
        self.print_one = self._action("print_one", kind.print_one_word or "打印这条记录", "print", "")
        (self.print_one if kind.print_one_word else self.print_list).setShortcut("Ctrl+P")
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
        if not kind.has_fix_on_spot:
            page.removeAction(self.new_fixed)
        self._keep_to_table()
        self.tint()

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
        printing = "" if self._kind.print_list_word else f"{self._kind.title}没有规定的打印表"
        self._allow(self.print_list, printing or ("" if shown else "列表里没有记录可打印"))
        self._allow(self.print_one, one if self._kind.print_one_word else "这类记录没有单独的打印表")

    def record_actions(self) -> list[QAction]:
        """The actions of the 记录 menu and of the right click."""
        fixed = [self.new_fixed] if self._kind.has_fix_on_spot else []
        return [
            self.new,
            *fixed,
            self.open,
            self.copy_record,
            self.bulk_change,
            *self.printing(),
            self.delete,
        ]

    def printing(self) -> list[QAction]:
        """The print actions that this ledger has; one that rests, where it has none."""
        words = ((self._kind.print_list_word, self.print_list), (self._kind.print_one_word, self.print_one))
        return [action for word, action in words if word] or [self.print_list]

    def list_actions(self) -> list[QAction]:
        """The actions of the 查找 menu."""
        return [
            self.find,
            self.find_next,
            self.select_all,
            self.copy_rows,
            self.pick_cells,
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

    def _keep_to_table(self) -> None:
        """Del, Ctrl+C and Ctrl+A mean text everywhere but in the table."""
        for action in (self.delete, self.copy_rows, self.select_all):
            self._page.removeAction(action)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            self._table.addAction(action)

    def _allow(self, action: QAction, why_not: str) -> None:
        action.setEnabled(not why_not)
        own = str(action.property("own_tip"))
        action.setToolTip(why_not or own)
