"""打印: printer, copies, pages, paper, scale and margins, with what was chosen for this document before. GUI thread."""

from __future__ import annotations

from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.preview.print_choices import (
    ACTUAL,
    FIT,
    PAPERS,
    SIDES,
    TO_FILE,
    PrintChoices,
    page_numbers,
)
from ui.widgets.composed_line import ComposedLine
from ui.widgets.message_bar import MessageBar
from ui.widgets.quiet_inputs import QuietComboBox, QuietSpinBox

_SCALES = (
    ("适合纸张", FIT),
    ("原大 100%", ACTUAL),
    ("95%", 95),
    ("90%", 90),
    ("85%", 85),
    ("80%", 80),
    ("70%", 70),
)
SYSTEM = 2  # the dialog's answer when the system's own print dialog is wanted


class PrintDialog(QDialog):
    """Asks how to print; `choices` is what was chosen."""

    def __init__(self, choices: PrintChoices, page_count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("打印")
        self.page_count = page_count
        self.bar = MessageBar(self)
        self.printer = self._box([*QPrinterInfo.availablePrinterNames(), TO_FILE], "打印机")
        self.copies = self._number(1, 99, " 份", "份数")
        self.pages = ComposedLine(self)
        self.pages.setPlaceholderText(f"全部 {page_count} 页；或 1-3,5")
        self.pages.setAccessibleName("页码范围")
        self.sides = self._box(SIDES, "单双面")
        self.paper = self._box(PAPERS, "纸张")
        self.scale = self._box([words for words, _ in _SCALES], "缩放")
        self.margin = self._number(0, 30, " 毫米", "四边另留")
        self.binding = self._number(0, 40, " 毫米", "左侧装订另留")
        self.grey = QCheckBox("黑白打印", self)
        self._show(choices)
        self._lay_out()

    @property
    def choices(self) -> PrintChoices:
        """What is chosen now."""
        return PrintChoices(
            self.printer.currentText(),
            self.copies.value(),
            self.pages.text().strip(),
            self.sides.currentIndex(),
            self.paper.currentText(),
            _SCALES[self.scale.currentIndex()][1],
            self.margin.value(),
            self.binding.value(),
            self.grey.isChecked(),
        )

    def accept(self) -> None:
        """Close, once the pages can be read."""
        if page_numbers(self.pages.text(), self.page_count) is None:
            self.bar.tell_problem(
                f"看不懂要打印哪几页。请写成 1-3,5 这样，不超过 {self.page_count} 页；全部打印就留空。"
            )
            self.pages.setFocus()
            return
        super().accept()

    def _show(self, choices: PrintChoices) -> None:
        known = [self.printer.itemText(each) for each in range(self.printer.count())]
        usual = choices.printer or QPrinterInfo.defaultPrinterName()
        self.printer.setCurrentIndex(known.index(usual) if usual in known else 0)
        self.copies.setValue(choices.copies)
        if page_numbers(choices.pages, self.page_count) is not None:
            self.pages.setText(choices.pages)
        self.sides.setCurrentIndex(choices.sides if choices.sides < len(SIDES) else 0)
        self.paper.setCurrentIndex(PAPERS.index(choices.paper) if choices.paper in PAPERS else 0)
        scales = [percent for _, percent in _SCALES]
        self.scale.setCurrentIndex(scales.index(choices.percent) if choices.percent in scales else 0)
        self.margin.setValue(choices.margin_mm)
        self.binding.setValue(choices.binding_mm)
        self.grey.setChecked(choices.is_grey)

    def _box(self, words: list[str] | tuple[str, ...], name: str) -> QuietComboBox:
        box = QuietComboBox(self)
        box.addItems(list(words))
        box.setAccessibleName(name)
        return box

    def _number(self, least: int, most: int, unit: str, name: str) -> QuietSpinBox:
        box = QuietSpinBox(self)
        box.setRange(least, most)
        box.setSuffix(unit)
        box.setAccessibleName(name)
        box.setButtonSymbols(QuietSpinBox.ButtonSymbols.NoButtons)  # typed, or ↑ and ↓
        return box

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(8)
        for words, widget in (
            ("打印机(&P)", self.printer),
            ("份数(&C)", self.copies),
            ("页码范围(&R)", self.pages),
            ("单双面(&D)", self.sides),
            ("纸张(&S)", self.paper),
            ("缩放(&Z)", self.scale),
            ("四边另留(&M)", self.margin),
            ("左侧装订另留(&B)", self.binding),
            ("", self.grey),
        ):
            form.addRow(words, widget)
        note = QLabel("预览里看到的就是打出来的。这些选择按文件种类记住，下次不用再选。", self)
        note.setObjectName("muted")
        note.setWordWrap(True)
        buttons = QDialogButtonBox(self)
        go = QPushButton("打印", self)
        go.setObjectName("primary")
        go.setDefault(True)
        buttons.addButton(go, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        system = buttons.addButton("系统打印窗口…", QDialogButtonBox.ButtonRole.ActionRole)
        system.setToolTip("用打印机驱动自己的设置")
        system.clicked.connect(lambda: self.done(SYSTEM))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(note)
        column.addWidget(self.bar)
        column.addLayout(form)
        column.addWidget(buttons)
        self.setMinimumWidth(460)
