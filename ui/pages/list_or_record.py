"""A ledger's list, or in its place the own page of one of its records. GUI thread."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedLayout, QWidget


class ListOrRecord(QStackedLayout):
    """The list stays as it is below a record's page; that page is made for one showing and done with after it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.list_part = QWidget(parent)
        self.addWidget(self.list_part)

    def record_page(self) -> QWidget | None:
        """The record's page that is shown in place of the list, or None."""
        page = self.currentWidget()
        return None if page is self.list_part else page

    def show_record(self, page: QWidget) -> None:
        """Show a record's page, in place of another one too."""
        self._show(page)
        page.setFocus()

    def show_list(self) -> bool:
        """Show the list again; False when it is shown already."""
        if self.record_page() is None:
            return False
        self._show(self.list_part)
        return True

    def _show(self, part: QWidget) -> None:
        before = self.record_page()
        if part is not self.list_part:
            self.addWidget(part)
        self.setCurrentWidget(part)
        if before is not None:
            self.removeWidget(before)
            before.deleteLater()
