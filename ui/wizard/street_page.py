"""Step 5: the street's sheet, which may wait, sample records, and everything once more before it is done."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from db.errors import LedgerError
from desktop.messages import sentence
from desktop.trust import StreetSheet, read_sheet_file, read_street_sheet
from ui.widgets.rows import GAP, row_of
from ui.wizard.wizard_page import WizardPage


class StreetPage(WizardPage):
    """The sheet's text, the digit groups it holds to be compared with the stamped paper, and the summary."""

    title = "街道登记表"
    explanation = "粘贴或扫描街道发来的登记表文字，也可以从文件读取。现在没有就留空，以后在报送页登记。"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet: StreetSheet | None = None
        self._failure = ""
        self._text = QPlainTextEdit(self)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName("街道登记表的文字")
        self._text.setPlaceholderText("留空：以后在报送页登记")
        self._text.setFixedHeight(84)
        self._text.textChanged.connect(self._read)
        self._file = QPushButton("从文件读取…", self)
        self._file.setAutoDefault(False)
        self._file.clicked.connect(self._ask_file)
        row = row_of(self._file, GAP)
        self._groups = QLabel(self)
        self._groups.setObjectName("card")
        self._groups.setMargin(8)
        self._groups.hide()
        self._compared = QCheckBox("已逐组核对，与盖章的登记表完全一致", self)
        self._compared.toggled.connect(self.edited)
        self._compared.hide()
        self._sample = QCheckBox("另建一本示例台账（用来熟悉操作，以后可以一次删除）", self)
        self._import = QCheckBox("建好以后，接着导入以前的 Excel 台账", self)
        self._summary = self.note("muted")
        for widget in (self._text, row, self._groups, self._compared, self._import, self._sample):
            self.column.addLayout(widget) if isinstance(widget, QHBoxLayout) else self.column.addWidget(
                widget
            )
        self.column.addStretch(1)
        self.column.addWidget(self._summary)

    def text_area(self) -> QPlainTextEdit:
        """Where the sheet's text is put."""
        return self._text

    def groups_text(self) -> str:
        """The digit groups shown, "" when there is no readable sheet."""
        return self._groups.text() if self._sheet else ""

    def compared_box(self) -> QCheckBox:
        """已逐组核对."""
        return self._compared

    def sample_box(self) -> QCheckBox:
        """加入示例数据."""
        return self._sample

    def import_box(self) -> QCheckBox:
        """接着导入以前的 Excel 台账."""
        return self._import

    def sheet_text(self) -> str | None:
        """The sheet that was read and compared, or None."""
        return self._sheet.text if self._sheet else None

    def show_summary(self, lines: list[str]) -> None:
        """Everything that was entered."""
        self._summary.setText("\n".join(lines))

    def summary(self) -> str:
        """The summary on show."""
        return self._summary.text()

    def problem(self) -> str:
        if self._failure:
            return self._failure
        if self._sheet and not self._compared.isChecked():
            return "请把下面的数字与盖章的登记表逐组核对，一致后勾选“已逐组核对”。"
        return ""

    def first_stop(self) -> QWidget:
        return self._text

    def tab_stops(self) -> list[QWidget]:
        return [self._text, self._file, self._compared, self._import, self._sample]

    def take_file(self, path: Path) -> None:
        """Read the sheet from a file; what is wrong with it is told."""
        try:
            self._text.setPlainText(read_sheet_file(path))
        except LedgerError as error:
            self._failure = sentence(error)
            self.edited.emit()

    def _ask_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "选择街道登记表", "", "登记表 (*.txt);;所有文件 (*)")
        if chosen:
            self.take_file(Path(chosen))

    def _read(self) -> None:
        typed = self._text.toPlainText().strip()
        self._sheet, self._failure = None, ""
        if typed:
            try:
                self._sheet = read_street_sheet(typed)
            except LedgerError as error:
                self._failure = sentence(error)
        self._compared.setChecked(False)
        self._compared.setVisible(self._sheet is not None)
        self._groups.setVisible(self._sheet is not None)
        if self._sheet:
            lines = [f"街道代码 {self._sheet.code}，第 {self._sheet.epoch} 期，{self._sheet.issued} 签发"]
            lines += [f"{key.purpose}　{'  '.join(key.digit_groups)}" for key in self._sheet.keys]
            self._groups.setText("\n".join(lines))
        self.edited.emit()
