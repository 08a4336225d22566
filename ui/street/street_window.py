"""The window of a street: the same frame around other pages. GUI thread."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtWidgets import QMenu

from db.spec import RECORD_TYPES
from desktop.street.street_ledger import StreetLedger
from ui.main_window import MainWindow
from ui.street.navigation import STREET_PAGES
from ui.street.street_menu import fill_street_menu
from ui.widgets.dialogs import run_dialog

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

        run_dialog(StreetSheetDialog(self.street, self.records, self))

    def show_keys(self) -> None:
        """街道密钥: another passphrase, new keys; then the new sheet, if it is asked for."""
        from ui.street.keys_dialog import StreetKeysDialog

        dialog = StreetKeysDialog(self.street, self.runner, self)
        run_dialog(dialog)
        if dialog.wants_sheet:
            self.show_sheet()

    def show_choices(self) -> None:
        """选项与判定要点, with what of it is still to go down."""
        from ui.street.street_choices_dialog import StreetChoicesDialog

        run_dialog(StreetChoicesDialog(self.street, self.runner, self.settings, self))

    def show_upwards(self) -> None:
        """上报上级."""
        from ui.street.upward_dialog import UpwardDialog

        run_dialog(UpwardDialog(self.street, self.records, self))

    def show_platform_export(self) -> None:
        """导出平台数据."""
        from ui.street.platform_dialog import PlatformDialog

        run_dialog(PlatformDialog(self.street, self.runner, self.settings, self))

    def show_first_news(self) -> None:
        """The sheet: without it no committee can report."""
        self.show_sheet()

    def fill_ledger_menu(self, menu: QMenu) -> None:
        """街道."""
        fill_street_menu(menu, self)

    def fill_edit_menu(self, menu: QMenu) -> None:
        """Left out."""
        menu.menuAction().setVisible(False)

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

    def show_manual(self) -> None:
        """The chapter about the page; of the ledgers the street's own: the others tell how a committee keeps them."""
        key = self.current_key()
        self.manual.show_page(STREET_PAGES[0].key if key in RECORD_TYPES else key)
