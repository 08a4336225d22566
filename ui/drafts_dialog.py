"""恢复未保存内容: the forms that were cut short, field by field. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHeaderView,
    QLabel,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.drafts import Draft, draft_lines, draft_time, drafts_left, throw_away
from desktop.office import Office
from ui.record_windows import RecordWindows
from ui.submission.calm_dialog import CalmDialog
from ui.theme.tokens import ROW_HEIGHT
from ui.widgets.plain_table import plain_table
from ui.widgets.rows import GAP, row_of
from ui.widgets.window_size import open_at
from ui.widgets.word_button import word_button


class DraftDialog(CalmDialog):
    """One form that was cut short. After accepting, `names` are the fields to fill in; `is_thrown_away` when nobody
    wants it."""

    def __init__(self, office: Office, draft: Draft, left: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.draft = draft
        self.is_thrown_away = False
        self.setWindowTitle("恢复未保存内容")
        open_at(self, 680, 480)
        self.table = plain_table(("项目", "上次填的内容"), "上次填的内容", self)
        self._fill(office)
        more = f"（共 {left} 份，这是最近的一份）" if left > 1 else ""
        words = f"“{draft.origin.title}”填到一半时程序意外关闭，最后保留于 {draft_time(draft)}{more}。去掉勾选的项目不填入。"
        self.go_button = word_button(self, "接着填写", self.accept, name="primary")
        self.drop_button = word_button(self, "丢弃这份内容", self._throw_away)
        self.later_button = word_button(self, "以后再说", self.reject)
        self._lay_out(words)

    @property
    def names(self) -> list[str]:
        """The chosen fields."""
        items = [self.table.item(row, 0) for row in range(self.table.rowCount())]
        return [
            str(each.data(Qt.ItemDataRole.UserRole))
            for each in items
            if each is not None and each.checkState() is Qt.CheckState.Checked
        ]

    def _fill(self, office: Office) -> None:
        lines = draft_lines(office, self.draft)
        self.table.setRowCount(len(lines))
        for row, (name, label, text) in enumerate(lines):
            item = QTableWidgetItem(label)
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            value = QTableWidgetItem(" ".join(text.split()) or "（清空）")
            value.setToolTip(text)
            self.table.setItem(row, 0, item)
            self.table.setItem(row, 1, value)

    def _throw_away(self) -> None:
        self.is_thrown_away = True
        self.reject()

    def _lay_out(self, words: str) -> None:
        note = QLabel(words, self)
        note.setWordWrap(True)
        self.table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.table.setColumnWidth(0, 190)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        buttons = row_of(self.drop_button, GAP, self.later_button, self.go_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addWidget(note)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)
        self.go_button.setFocus()  # Enter goes on with what was typed


def offer_drafts(office: Office, records: RecordWindows, window: QWidget) -> None:
    """Offer each form that was cut short, the newest first; 以后再说 ends it until the next start."""
    drafts = drafts_left(office.database)
    for place, draft in enumerate(drafts):
        dialog = DraftDialog(office, draft, len(drafts) - place, window)
        wants_it = bool(dialog.exec())
        names, is_thrown_away = dialog.names, dialog.is_thrown_away
        dialog.deleteLater()
        if is_thrown_away:
            throw_away(draft)
        elif wants_it:
            records.resume(draft, names)
        else:
            return
