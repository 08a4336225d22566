"""The preview of an import: every row as it will be, what cannot be read marked, rows left out by a tick. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from db.errors import LedgerError
from db.spec.field import Kind
from desktop.importing.plan import Action, Import, PlannedRow
from desktop.importing.writing import try_out
from desktop.messages import sentence
from ui.importing.preview_model import FIRST_FIELD, PLACE, RESULT, TICK, PreviewModel, words_of
from ui.theme.tokens import ROW_HEIGHT

_PARTS: tuple[tuple[str, tuple[Action, ...]], ...] = (
    ("全部", ()),
    ("新增", (Action.NEW,)),
    ("更新", (Action.UPDATE,)),
    ("重复", (Action.UNCHANGED, Action.LIKELY_TWICE)),
    ("读不懂", (Action.REFUSED,)),
)
_WIDTHS = {Kind.DATE: 100, Kind.LONG_TEXT: 220, Kind.TEXT: 150, Kind.ROWS: 220, Kind.PERSON: 90}


class PreviewPage(QWidget):
    """Shows one import; `told` is what to say below about the row the clerk stands on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.work: Import | None = None
        self.model: PreviewModel | None = None
        self.table = QTableView(self)
        self.table.setAccessibleName("导入预览")
        self.table.setItemDelegate(_Editing(self.table))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        # Not by any key: an input method would lose its first letter.
        triggers = QAbstractItemView.EditTrigger
        self.table.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed)
        self.table.setShowGrid(True)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.parts = QButtonGroup(self)
        self.counts = QLabel(self)
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.told.setMinimumHeight(44)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lay_out()

    def show_import(self, work: Import) -> None:
        """Show the rows of an import that was tried out."""
        self.work = work
        self.model = PreviewModel(work, self._retry, self)
        self.table.setModel(self.model)
        self.table.selectionModel().currentChanged.connect(self._tell_row)
        self.model.dataChanged.connect(self._show_counts)
        for column, width in ((TICK, 48), (PLACE, 92), (RESULT, 84)):
            self.table.setColumnWidth(column, width)
        for place, field in enumerate(self.model.fields):
            self.table.setColumnWidth(FIRST_FIELD + place, _WIDTHS.get(field.kind, 110))
        self.parts.buttons()[0].setChecked(True)
        self._show_counts()
        self._tell_row()

    def is_edited(self) -> bool:
        """Whether a cell was put right."""
        return self.work is not None and any(row.overrides for row in self.work.rows)

    def show_part(self, place: int) -> None:
        """Show the rows of one of the parts 全部, 新增, 更新, 重复, 读不懂."""
        if self.model is not None:
            self.model.show_actions(_PARTS[place][1])
            self._tell_row()

    def _retry(self, row: PlannedRow) -> None:
        assert self.work is not None
        try:
            try_out(self.work, only=[row])
        except LedgerError as error:
            self.told.setText(sentence(error))

    def _show_counts(self) -> None:
        work = self.work
        if work is None:
            return
        for button, (word, actions) in zip(self.parts.buttons(), _PARTS, strict=True):
            button.setText(f"{word} {work.count(*actions) if actions else len(work.rows)}")
        chosen = len(work.chosen_rows())
        skipped = f"，另有 {len(work.skipped)} 行不是记录（{_reasons(work)}）" if work.skipped else ""
        hidden = f"，其中 {work.hidden_count} 行在原表里是隐藏的" if work.hidden_count else ""
        self.counts.setText(f"读入 {len(work.rows)} 条{hidden}，将导入 {chosen} 条{skipped}")
        self._tell_row()

    def _tell_row(self) -> None:
        index = self.table.currentIndex()
        if self.model is None or not index.isValid() or index.row() >= len(self.model.rows):
            self.told.setText("双击格子（或按 F2）可以改；去掉勾的行不导入。点一行，这里说明它会怎样登记。")
            return
        row = self.model.rows[index.row()]
        self.told.setText(f"第{row.source.number}行：{words_of(row) or '将新增一条。'}")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        for place, (word, _) in enumerate(_PARTS):
            button = QPushButton(word, self)
            button.setCheckable(True)
            button.setAutoDefault(False)
            self.parts.addButton(button, place)
            head.addWidget(button)
        self.parts.idClicked.connect(self.show_part)
        head.addStretch(1)
        head.addWidget(self.counts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(self.told)


def _reasons(work: Import) -> str:
    reasons = dict.fromkeys(each.reason for each in work.skipped)
    return "、".join(reasons)


class _Editing(QStyledItemDelegate):
    """Cells are edited in a plain line as high as its row."""

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        editor = super().createEditor(parent, option, index)
        editor.setStyleSheet("padding: 0 4px; min-height: 0; border-radius: 0;")
        return editor

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width(), ROW_HEIGHT)
