"""登记街道登记表: read the sheet's text, compare its digits with the stamped paper, and trust the street. GUI thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from db.errors import LedgerError
from desktop.jobs import Runner
from desktop.office import Office
from desktop.trust import StreetSheet, read_sheet_file, read_street_sheet, street_name, trust_office
from ui.submission.calm_dialog import CalmDialog
from ui.submission.digit_cells import KeyRow
from ui.widgets.message_bar import MessageBar
from ui.widgets.window_size import open_at

_STEPS = (
    "1. 粘贴或扫描街道发来的登记码，也可以从文件读入。\n"
    "2. 拿街道盖章的登记表，逐组对照数字。\n"
    "3. 全部一致，点“确认登记”。"
)
_WIDTH, _HEIGHT = 820, 620


class TrustDialog(CalmDialog):
    """Nothing is trusted before every group of both keys was ticked or typed. After accepting, `street` is its name."""

    def __init__(self, office: Office, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office, self.runner = office, runner
        self.sheet: StreetSheet | None = None
        self.street = ""
        self.setWindowTitle(f"登记街道登记表 — {office.committee['name']}")
        self.bar = MessageBar(self)
        self.text = QPlainTextEdit(self)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("街道的登记码")
        self.text.setPlaceholderText(
            "以 SLP1O/ 开头的一段字。可以粘贴，也可以点在这里用扫码枪扫登记表上的二维码。"
        )
        self.text.setFixedHeight(76)
        self.file_button = QPushButton("从文件读入…", self)
        self.file_button.clicked.connect(self._ask_file)
        self.found = QLabel(" ", self)
        self.found.setWordWrap(True)
        self.verdict = QLabel(" ", self)
        self.verdict.setWordWrap(True)
        self.rows = (KeyRow(self), KeyRow(self))
        self.comparing = QWidget(self)
        self.confirm_button = QPushButton("确认登记", self)
        self.confirm_button.setObjectName("primary")
        self.confirm_button.clicked.connect(self.confirm)
        self.cancel_button = QPushButton("取消", self)
        self.cancel_button.clicked.connect(self.reject)
        for button in (self.file_button, self.confirm_button, self.cancel_button):
            button.setAutoDefault(False)
        self._lay_out()
        self.text.textChanged.connect(self._read)
        for row in self.rows:
            row.compared.connect(self._judge)
        self._show_sheet()

    def take_file(self, path: Path) -> None:
        """Read the sheet's text from a file; what is wrong with it is told."""
        try:
            self.text.setPlainText(read_sheet_file(path))
        except LedgerError as error:
            self.bar.tell_fault(error)

    def confirm(self) -> None:
        """Trust the street, when everything was compared."""
        if self.sheet is None or not all(row.is_same() for row in self.rows):
            return
        text = self.sheet.text
        self._set_busy(True)
        job = self.runner.start(lambda token: trust_office(self.office, text))
        job.finished_with.connect(lambda street: self._finish(street.name))
        job.failed_with.connect(self._tell_failure)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.text.setFocus()

    def _finish(self, name: str) -> None:
        self.street = name
        self.accept()

    def _tell_failure(self, error: Exception) -> None:
        self._set_busy(False)
        self.bar.tell_fault(error)

    def _set_busy(self, is_busy: bool) -> None:
        for widget in (self.text, self.file_button, self.comparing, self.confirm_button):
            widget.setEnabled(not is_busy)

    def _ask_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "选择街道登记表", "", "登记表 (*.txt);;所有文件 (*)")
        if chosen:
            self.take_file(Path(chosen))

    def _read(self) -> None:
        typed = self.text.toPlainText().strip()
        self.sheet = None
        self.bar.hide()
        if typed:
            try:
                self.sheet = read_street_sheet(typed)
            except LedgerError as error:
                self.bar.tell_fault(error)
        self._show_sheet()

    def _show_sheet(self) -> None:
        sheet = self.sheet
        if sheet is None:
            self.found.setText(_STEPS)
            for row in self.rows:
                row.hide()
            self._judge()
            return
        self.found.setText(f"街道代码 {sheet.code}，第 {sheet.epoch} 期，{sheet.issued} 签发")
        for row, key, line in zip(self.rows, sheet.keys, (sheet.sign_key, sheet.decrypt_key), strict=True):
            row.show_key(key, line)
            row.show()
        self.rows[0].cells[0].setFocus()
        self._ask_for_name(sheet)

    def _ask_for_name(self, sheet: StreetSheet) -> None:
        """The name may have to be looked up in the list of regions, which takes a moment."""
        job = self.runner.start(lambda token: street_name(self.office, sheet.code))
        job.finished_with.connect(lambda name: self._show_name(sheet, name))

    def _show_name(self, sheet: StreetSheet, name: str) -> None:
        if self.sheet is sheet:
            self.found.setText(f"{name}　代码 {sheet.code}，第 {sheet.epoch} 期，{sheet.issued} 签发")

    def _judge(self) -> None:
        """Say what is still to be done; 确认登记 waits until all is the same."""
        differing = [
            f"{row.key.purpose}第 {'、'.join(map(str, numbers))} 组"
            for row in self.rows
            if row.key and (numbers := row.differing())
        ]
        is_same = self.sheet is not None and all(row.is_same() for row in self.rows)
        self.confirm_button.setEnabled(is_same)
        if self.sheet is None:
            words = ""
        elif differing:
            words = f"{'，'.join(differing)}与登记码不同。请再看清纸上的数字；确实不同就不要登记，先打电话问街道。"
        elif is_same:
            words = "两行全部一致，可以登记。"
        else:
            words = "请拿盖章的登记表逐组对照：一致的点一下（空格键也行），或在下面照纸输入。"
        self.verdict.setText(words)
        self.verdict.setObjectName("danger" if differing else "muted")
        self.verdict.style().unpolish(self.verdict)
        self.verdict.style().polish(self.verdict)

    def _lay_out(self) -> None:
        label = QLabel("登记码", self)
        label.setBuddy(self.text)
        head = QHBoxLayout()
        head.addWidget(label)
        head.addStretch(1)
        head.addWidget(self.file_button)
        inner = QVBoxLayout(self.comparing)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(16)
        inner.addWidget(self.found)
        for row in self.rows:
            inner.addWidget(row)
        inner.addWidget(self.verdict)
        self.verdict.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.confirm_button)
        line = QFrame(self)
        line.setObjectName("hairline")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        column.addWidget(self.bar)
        column.addLayout(head)
        column.addWidget(self.text)
        column.addSpacing(8)
        column.addWidget(self.comparing)
        column.addStretch(1)
        column.addWidget(line)
        column.addSpacing(4)
        column.addLayout(buttons)
        stops = [self.text, self.file_button, *(stop for row in self.rows for stop in row.tab_stops())]
        for before, after in zip(stops, [*stops[1:], self.cancel_button], strict=True):
            QWidget.setTabOrder(before, after)
        QWidget.setTabOrder(self.cancel_button, self.confirm_button)
        open_at(self, _WIDTH, _HEIGHT)
