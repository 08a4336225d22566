"""按方案生成任务清单, and taking a programme file in. GUI thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFormLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.errors import LedgerError
from db.spec.field import Record
from db.spec.programme import years_of
from desktop import programme
from desktop.office import Office
from ui.widgets.message_bar import MessageBar
from ui.widgets.quiet_inputs import QuietComboBox
from ui.widgets.rows import GAP, row_of
from ui.widgets.window_size import open_at

_HOW = {"added": "已导入", "changed": "已更新", "same": "没有变化："}


def import_programme_file(office: Office, parent: QWidget, bar: MessageBar) -> bool:
    """Ask for a programme file and take it in; what came of it stands in the bar. Whether it was taken in."""
    name, _ = QFileDialog.getOpenFileName(parent, "导入行动方案", "", "行动方案文件 (*.json)")
    return bool(name) and take_programme_in(office, Path(name), bar)


def take_programme_in(office: Office, path: Path, bar: MessageBar) -> bool:
    """Take that programme file in; whether it was. A refusal names what is wrong, and nothing is kept."""
    try:
        record, how = programme.import_programme(office, path)
    except LedgerError as error:
        bar.tell_fault(error)
        return False
    count = f"条款 {len(record['clauses'])} 条，任务 {len(record['tasks'] or [])} 项"
    bar.tell(f"{_HOW[how]}《{record['name']}》：{count}")
    return True


class MakeTasksDialog(QDialog):
    """Which programme, which year, on behalf of which own plan. After accepting, `result_words` says what was made."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.result_words = ""
        self.setWindowTitle(f"按方案生成任务清单 - {office.committee['name']}")
        open_at(self, 640, 320)
        self.bar = MessageBar(self)
        self.programmes, self.years, self.plans = (QuietComboBox(self) for _ in range(3))
        self.preview = QLabel(self)
        self.preview.setWordWrap(True)
        self._lay_out()
        self.programmes.currentIndexChanged.connect(self._offer_years)
        self.programmes.currentTextChanged.connect(self.programmes.setToolTip)
        self.years.currentIndexChanged.connect(self._show_preview)
        self._offer_programmes()
        self._offer_plans()

    def make(self) -> None:
        """Make the tasks and close; a problem is told and nothing is kept."""
        chosen = self._programme()
        try:
            made = programme.make_year_tasks(
                self.office, chosen["key"], self.years.currentData(), self.plans.currentData() or None
            )
        except LedgerError as error:
            self.bar.tell_fault(error)
            return
        self.result_words = f"已生成 {len(made)} 项任务"
        self.accept()

    def _programme(self) -> Record:
        found: Record = self.programmes.currentData()
        return found

    def _offer_programmes(self) -> None:
        self.programmes.clear()
        for each in programme.programmes(self.office):
            self.programmes.addItem(f"{each['doc_no']}　{each['name']}", each)

    def _offer_years(self) -> None:
        self.years.clear()
        if self.programmes.currentData() is None:
            return
        years, today = years_of(self._programme()), self.office.clock.today().year
        for year in years:
            self.years.addItem(f"{year}年", year)
        self.years.setCurrentIndex(years.index(today) if today in years else len(years) - 1)

    def _offer_plans(self) -> None:
        for each in programme.own_plans(self.office):
            version = f"（{each['version']}）" if each.get("version") else ""
            self.plans.addItem(f"{each['title']}{version}", each["id"])
        self.plans.addItem("（还没有登记）", "")

    def _show_preview(self) -> None:
        year = self.years.currentData()
        if year is None:
            return
        count = programme.tasks_wanting(self.office, self._programme()["key"], year)
        self.preview.setText(
            f"将生成 {count} 项任务，责任人按岗位填入，可以再改。已有的、您删除过的不再生成。"
            if count
            else "这一年的任务都已经有了，不会再生成。"
        )
        self.make_button.setEnabled(count > 0)

    def _import(self) -> None:
        if import_programme_file(self.office, self, self.bar):
            self._offer_programmes()

    def _lay_out(self) -> None:
        self.make_button = QPushButton("生成任务清单", self)
        self.make_button.setObjectName("primary")
        self.make_button.clicked.connect(self.make)
        importing = QPushButton("导入方案文件…", self)
        importing.clicked.connect(self._import)
        cancel = QPushButton("取消", self)
        cancel.clicked.connect(self.reject)
        form = QFormLayout()
        form.setVerticalSpacing(12)
        for word, box in (("行动方案", self.programmes), ("年度", self.years), ("本单位方案", self.plans)):
            box.setAccessibleName(word)
            box.setMinimumContentsLength(20)
            box.setSizeAdjustPolicy(QuietComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            form.addRow(word, box)
        buttons = row_of(importing, GAP, cancel, self.make_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(16)
        column.addWidget(self.bar)
        column.addLayout(form)
        column.addWidget(self.preview)
        column.addStretch(1)
        column.addLayout(buttons)
