"""The window of a street: the same frame around other pages. GUI thread."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtWidgets import QMenu

from db.spec import RECORD_TYPES
from desktop.street.street_ledger import StreetLedger
from ui.main_window import MainWindow
from ui.street.navigation import STREET_PAGES

PREVIEW = "merge_preview"  # the key of the page that shows what a package would change


class StreetWindow(MainWindow):
    """The window of one open street database. Records come in by packages only, so nothing of them is undone here."""

    entries = STREET_PAGES
    ledger_word = "街道"

    @property
    def street(self) -> StreetLedger:
        """The open database."""
        return cast(StreetLedger, self.office)

    def show_sheet(self) -> None:
        """本街道登记表: the two public keys as committees take them in, to print and to save."""
        from ui.street.sheet_dialog import StreetSheetDialog

        dialog = StreetSheetDialog(self.street, self.records, self)
        dialog.exec()
        dialog.deleteLater()

    def show_choices(self) -> None:
        """选项与判定要点, with what of it is still to go down."""
        from ui.street.street_choices_dialog import StreetChoicesDialog

        dialog = StreetChoicesDialog(self.street, self.runner, self.settings, self)
        dialog.exec()
        dialog.deleteLater()

    def show_upwards(self) -> None:
        """上报上级."""
        from ui.street.upward_dialog import UpwardDialog

        dialog = UpwardDialog(self.street, self.records, self)
        dialog.exec()
        dialog.deleteLater()

    def show_platform_export(self) -> None:
        """导出平台数据."""
        from ui.street.platform_dialog import PlatformDialog

        dialog = PlatformDialog(self.street, self.runner, self.settings, self)
        dialog.exec()
        dialog.deleteLater()

    def show_first_news(self) -> None:
        """The sheet: without it no committee can report."""
        self.show_sheet()

    def _fill_edit_menu(self, menu: QMenu) -> None:
        menu.menuAction().setVisible(False)

    def _make_ledger_menu(self, menu: QMenu) -> None:
        menu.addAction("本街道登记表…").triggered.connect(self.show_sheet)
        menu.addAction("设定…").triggered.connect(self._show_own_settings)
        menu.addAction("选项与判定要点…").triggered.connect(self.show_choices)
        menu.addSeparator()
        for words, name in (("导出表格…", "export_table"), ("按上级表样填写…", "fill_form")):
            menu.addAction(words).triggered.connect(lambda checked=False, name=name: self._send_out(name))
        menu.addAction("上报上级…").triggered.connect(self.show_upwards)
        menu.addAction("导出平台数据…").triggered.connect(self.show_platform_export)
        menu.addAction("操作历史…").triggered.connect(lambda: self.undo_actions.show_history())
        menu.addAction("核对打印件…").triggered.connect(self._check_print)
        menu.addSeparator()
        menu.addAction("备份与恢复…").triggered.connect(self.show_backups)
        menu.addSeparator()
        self.ledger_menu = menu.addMenu("示例台账")
        self.ledger_menu.menuAction().setVisible(False)
        menu.addAction(self.quit_action)

    @property
    def has_preview(self) -> bool:
        """Whether a package can be looked at before it is merged."""
        return any(each.key == PREVIEW for each in self.entries)

    def preview(self, file: Path) -> None:
        """Go to the page that shows what a package would change, with this one."""
        page = self.show_page(PREVIEW)
        if hasattr(page, "look_at"):
            page.look_at(file)

    def open_file(self, file: Path) -> None:
        """Packages wait on 收件 to be taken in; nothing is merged by a double click alone."""
        from ui.street.street_files import open_file

        open_file(self, file)

    def _show_manual(self) -> None:
        """The chapter about the page; of the ledgers the street's own: the others tell how a committee keeps them."""
        key = self.current_key()
        self.manual.show_page(STREET_PAGES[0].key if key in RECORD_TYPES else key)

    def _begin_daily_work(self) -> None:
        """A street has no tasks or deadlines of its own."""
