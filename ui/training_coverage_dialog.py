"""主要负责人覆盖: whose head was not trained yet this year, by type and flag, and one click to plan it. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QVBoxLayout,
)

from db.errors import LedgerError
from db.spec.code_tables import code_table, label_of
from desktop.trainings import (
    Coverage,
    YearOfTraining,
    coverage_words,
    planned_values,
    year_of_training,
    years_to_look_at,
)
from ui.forms.form_style import form_style
from ui.pages.page_context import PageContext
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain_table import fill_row
from ui.widgets.quiet_inputs import QuietComboBox
from ui.widgets.word_button import word_button

_HEADS = ("场所", "类型", "标签", "主要负责人", "培训情况")
_LETTERS = (14, 9, 12, 7)  # how wide each column but the last is, in Chinese letters
_ALL = "全部"


class CoverageDialog(QDialog):
    """The premises in business with the training of their heads. After accepting, `planned` is what a new plan holds."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.bar.window())
        self.context, self.office = context, context.office
        self.planned: dict[str, Any] | None = None
        self.found: YearOfTraining | None = None
        self.shown: list[Coverage] = []
        self.setWindowTitle(f"主要负责人培训覆盖 - {self.office.committee['name']}")
        self.bar = MessageBar(self)
        self.year_box = self._box("年度", [str(year) for year in years_to_look_at(self.office)])
        self.type_box, self.flag_box = self._box("类型", [_ALL]), self._box("标签", [_ALL])
        self.missing_box = QCheckBox("只看未培训、未排计划的", self)
        self.missing_box.setChecked(True)
        self.totals, self.criteria = QLabel(self), QLabel(self)
        self.table = self._make_table()
        self.plan_button = word_button(
            self,
            "排入培训计划",
            self.plan,
            "给选中的场所（不选就是列出的全部）新增一次计划中的培训",
            "primary",
        )
        self.print_button = word_button(self, "打印清单", self.print_list, "打印列出的场所")
        self._lay_out()
        self.year_box.currentIndexChanged.connect(self.read_year)
        for box in (self.type_box, self.flag_box):
            box.currentIndexChanged.connect(self.show_premises)
        self.missing_box.toggled.connect(self.show_premises)
        self.read_year()

    def year(self) -> int:
        """The year that is looked at."""
        return int(self.year_box.currentText())

    def read_year(self) -> None:
        """Read the chosen year anew."""
        try:
            self.found = year_of_training(self.office, self.year())
        except LedgerError as error:
            self.bar.tell_fault(error)
            return
        self.totals.setText(self.found.totals)
        self.criteria.setText(self.found.criteria)
        self._offer(self.type_box, "premises_type", [each.premises["type"] for each in self.found.premises])
        flags = [flag for each in self.found.premises for flag in each.premises["flags"] or []]
        self._offer(self.flag_box, "premises_flag", flags)
        self.show_premises()

    def show_premises(self) -> None:
        """List what the boxes let through."""
        found = self.found.premises if self.found else ()
        self.shown = [each for each in found if self._is_wanted(each)]
        self.table.setRowCount(len(self.shown))
        for row, each in enumerate(self.shown):
            fill_row(self.table, row, _texts(each))
        self.plan_button.setEnabled(bool(self.shown))
        self.print_button.setEnabled(bool(self.shown))

    def plan(self) -> None:
        """Close, asking for a planned training of the selected premises, or of all that are listed."""
        self.planned = planned_values(self.office, self.year(), self._chosen())
        self.accept()

    def print_list(self) -> None:
        """The list as it is shown, in the preview."""
        year, ids = self.year(), tuple(each.premises["id"] for each in self.shown)

        def make() -> Any:
            from desktop.training_papers import coverage_list

            return coverage_list(self.office, year, ids)

        self.context.actions.print_document(make, "主要负责人培训覆盖", f"{year}年")

    def _chosen(self) -> Sequence[Coverage]:
        rows = sorted({index.row() for index in self.table.selectedIndexes()})
        return [self.shown[row] for row in rows] or self.shown

    def _is_wanted(self, each: Coverage) -> bool:
        kind, flag = self.type_box.currentData(), self.flag_box.currentData()
        return (
            (not self.missing_box.isChecked() or each.is_missing)
            and (not kind or each.premises["type"] == kind)
            and (not flag or flag in (each.premises["flags"] or []))
        )

    def _offer(self, box: QuietComboBox, table: str, codes: Sequence[str]) -> None:
        """Only what there is; the choice stays when it still can."""
        kept = box.currentData()
        box.blockSignals(True)
        box.clear()
        box.addItem(_ALL, "")
        for each in code_table(table).codes:
            if each.code in codes:
                box.addItem(each.label, each.code)
        box.setCurrentIndex(max(box.findData(kept), 0))
        box.blockSignals(False)

    def _box(self, name: str, words: Sequence[str]) -> QuietComboBox:
        box = QuietComboBox(self)
        box.addItems(list(words))
        box.setAccessibleName(name)
        box.setMinimumWidth(110)
        if name == "年度":
            box.setCurrentText(str(self.office.clock.today().year))
        return box

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, len(_HEADS), self)
        table.setHorizontalHeaderLabels(list(_HEADS))
        header = table.horizontalHeader()
        letter = self.fontMetrics().horizontalAdvance("中")
        for column, letters in enumerate(_LETTERS):
            table.setColumnWidth(column, letters * letter)
        header.setSectionResizeMode(len(_HEADS) - 1, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setAccessibleName("场所和培训情况")
        return table

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(8)
        for word, box in (("年度", self.year_box), ("类型", self.type_box), ("标签", self.flag_box)):
            label = QLabel(word, self)
            label.setBuddy(box)
            above.addWidget(label)
            above.addWidget(box)
            above.addSpacing(8)
        above.addWidget(self.missing_box)
        above.addStretch(1)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addStretch(1)
        for button in (
            self.print_button,
            word_button(self, "关闭", self.reject, "关闭（Esc）"),
            self.plan_button,
        ):
            below.addWidget(button)
        note = QLabel("主要负责人本人到场才算已培训；其他人员到场不算。", self)
        for label in (self.totals, self.criteria, note):
            label.setWordWrap(True)
            label.setObjectName("muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(self.bar)
        column.addLayout(above)
        for label in (self.totals, self.criteria):
            column.addWidget(label)
        column.addWidget(self.table, 1)
        column.addWidget(note)
        column.addLayout(below)
        room = self.screen().availableSize()
        self.resize(
            min(68 * self.fontMetrics().horizontalAdvance("中"), room.width() - 48),
            min(600, room.height() - 48),
        )
        self.setStyleSheet(form_style())


def _texts(each: Coverage) -> tuple[str, ...]:
    premises = each.premises
    flags = "、".join(label_of(("premises_flag",), flag) for flag in premises["flags"] or [])
    return (
        premises["name"], label_of(("premises_type",), premises["type"]), flags, premises["main_person"] or "",
        coverage_words(each).replace("\n", "，"),
    )  # fmt: skip
