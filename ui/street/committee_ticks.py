"""The enrolled committees to be ticked one by one, all at once, or none. GUI thread."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

_CODE = Qt.ItemDataRole.UserRole


class CommitteeTicks(QListWidget):
    """`itemChanged` tells of every tick."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("下发给哪些村居")

    def show_names(self, names: Mapping[str, str]) -> None:
        """List these committees, names by codes; those that were ticked stay so."""
        self.show_words({code: f"{name}（{code}）" for code, name in names.items()}, self.chosen())

    def show_words(self, words: Mapping[str, str], ticked: Collection[str]) -> None:
        """List committees in these words, by codes, and tick some of them."""
        self.clear()
        for code, text in words.items():
            row = QListWidgetItem(text, self)
            row.setData(_CODE, code)
            row.setFlags(row.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            row.setCheckState(Qt.CheckState.Checked if code in ticked else Qt.CheckState.Unchecked)

    def chosen(self) -> list[str]:
        """The codes of those that are ticked."""
        return [str(each.data(_CODE)) for each in self._rows() if each.checkState() is Qt.CheckState.Checked]

    def tick_all(self, is_ticked: bool) -> None:
        """Tick every committee, or none."""
        self.tick([str(each.data(_CODE)) for each in self._rows()] if is_ticked else [])

    def tick(self, codes: list[str]) -> None:
        """Tick these committees and no other."""
        for row in self._rows():
            is_meant = row.data(_CODE) in codes
            row.setCheckState(Qt.CheckState.Checked if is_meant else Qt.CheckState.Unchecked)

    def _rows(self) -> list[QListWidgetItem]:
        return [self.item(row) for row in range(self.count())]
