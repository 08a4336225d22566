"""Which sheets come in, and what each of their columns means, with some of its values. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHeaderView,
    QLabel,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from db.spec import RECORD_TYPES
from db.spec.header_words import COMPUTED, SERIAL
from desktop.importing.heads import IGNORED
from desktop.importing.layout import targets
from desktop.importing.plan import Import
from desktop.importing.sentences import UNREAD_PICTURES
from ui.theme.tokens import ROW_HEIGHT
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.plain_table import plain_table
from ui.widgets.quiet_inputs import QuietComboBox

_SAMPLES = 3


class ColumnsPage(QWidget):
    """Shows one import's sheets and columns. `sheets_chosen` when the clerk takes other sheets."""

    sheets_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.work: Import | None = None
        self.sheet_boxes: list[QCheckBox] = []
        self.boxes: dict[str, QuietComboBox] = {}
        self.note = QLabel(self)
        self.note.setObjectName("muted")
        self.note.setWordWrap(True)
        self.pictures = QLabel(UNREAD_PICTURES, self)
        self.pictures.setWordWrap(True)
        self.pictures.hide()
        self.sheets = QWidget(self)
        self.sheets_row = FlowLayout(self.sheets)
        self.missing = QLabel(self)
        self.missing.setWordWrap(True)
        self.table = plain_table(("原表的列", "内容举例", "登记到"), "列的对应", self)
        self.table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT + 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.pictures, self.note, self.sheets):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        column.addWidget(self.missing)

    def show_import(self, work: Import) -> None:
        """Show what was found in the file and proposed for it."""
        self.work = work
        self.pictures.setVisible(work.book.has_unread_pictures)
        self._show_sheets()
        self._show_columns()

    def columns_chosen(self) -> dict[str, str]:
        """The target of each head as it stands now."""
        return {head: str(box.currentData()) for head, box in self.boxes.items()}

    def chosen_sheets(self) -> list[str]:
        """The names of the sheets that are ticked."""
        return [str(box.property("sheet")) for box in self.sheet_boxes if box.isChecked()]

    def _show_sheets(self) -> None:
        assert self.work is not None
        for box in self.sheet_boxes:
            box.setParent(None)
            box.deleteLater()
        self.sheet_boxes = []
        chosen = {each.sheet for each in self.work.chosen}
        for form in self.work.forms:
            hidden = "，隐藏的工作表" if form.is_hidden else ""
            box = QCheckBox(f"{form.sheet}（{len(form.rows)} 行{hidden}）", self.sheets)
            box.setProperty("sheet", form.sheet)
            box.setChecked(form.sheet in chosen)
            box.toggled.connect(lambda checked: self.sheets_chosen.emit())
            self.sheets_row.addWidget(box)
            self.sheet_boxes.append(box)
        self.sheets.setVisible(len(self.work.forms) > 1)

    def _show_columns(self) -> None:
        work = self.work
        assert work is not None
        words = targets(work.table)
        columns = {each.head: each for form in work.chosen for each in form.columns}
        self.boxes = {}
        self.table.setRowCount(len(columns))
        for place, (head, column) in enumerate(columns.items()):
            self.table.setItem(place, 0, QTableWidgetItem(head))
            samples = QTableWidgetItem("　|　".join(column.samples[:_SAMPLES]) or "（空）")
            samples.setToolTip("\n".join(column.samples))
            self.table.setItem(place, 1, samples)
            box = QuietComboBox(self.table)
            for target, word in words.items():
                box.addItem(word, target)
            box.setCurrentIndex(max(box.findData(work.layout.columns.get(head, "")), 0))
            box.setAccessibleName(f"{head} 登记到")
            box.setMaxVisibleItems(20)
            box.currentIndexChanged.connect(lambda index: self._tell_missing())
            self.table.setCellWidget(place, 2, box)
            self.boxes[head] = box
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(0, 240)
        self.table.setColumnWidth(2, 260)
        self._tell_missing()

    def _tell_missing(self) -> None:
        """What stands above the table, which fields must be filled and have no column, and which were named twice."""
        work = self.work
        assert work is not None
        given = [str(box.currentData()) for box in self.boxes.values()]
        bases = {each.partition(".")[0] for each in given}
        required = [
            f for f in RECORD_TYPES[work.table].fields if f.required and not f.computed and not f.initial
        ]
        missing = "、".join(f.label for f in required if f.name not in bases)
        free = ("", IGNORED, SERIAL, COMPUTED, "status", "note")
        twice = [each for each in dict.fromkeys(given) if given.count(each) > 1 and each not in free]
        words = f"必填而原表没有的：{missing}，下一步会问。" if missing else "必填的各项都有了。"
        if twice:
            named = "、".join(targets(work.table)[each] for each in twice)
            words += f"“{named}”有两列对应，后一列会盖过前一列，请核对。"
        self.missing.setText(words)
        remembered = "沿用上次这种表的对应关系。" if work.layout.is_remembered else ""
        caption = f"表头上方：{work.chosen[0].caption}。" if work.chosen and work.chosen[0].caption else ""
        self.note.setText(f"{remembered}{caption}没有对应项的列放进备注，什么也不丢。")

    def keyPressEvent(self, event) -> None:  # noqa: ANN001
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)
