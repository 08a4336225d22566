"""登记街道登记表: read the sheet's text, compare its digits with the stamped paper, and trust the street. GUI thread."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from desktop.jobs import Runner
from desktop.office import Office
from desktop.trust import StreetSheet, read_street_sheet, street_name, trust_office
from ui.submission.digit_cells import KeyRow
from ui.submission.sheet_dialog import COMPARE, SheetDialog
from ui.widgets.window_size import open_at

_STEPS = (
    "1. 粘贴或扫描{whose}发来的登记码，也可以从文件读入。\n"
    "2. 拿{whose}盖章的登记表，逐组对照数字。\n"
    "3. 全部一致，点“确认登记”。"
)
_WIDTH, _HEIGHT = 820, 620


class TrustDialog(SheetDialog):
    """Nothing is trusted before every group of both keys was ticked or typed. After accepting, `street` is its name."""

    whose, prefix = "街道", "SLP1O/"
    sheet: StreetSheet | None

    def __init__(self, office: Office, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        self.office = office
        self.street = ""
        self.setWindowTitle(f"登记{self.whose}登记表 — {office.committee['name']}")
        self.rows = (KeyRow(self), KeyRow(self))
        self.comparing = QWidget(self)
        self.lay_out()
        for row in self.rows:
            row.compared.connect(self.judge)
        self.show_sheet()

    def read_sheet(self, typed: str) -> StreetSheet:
        """The street's sheet."""
        return read_street_sheet(typed)

    def confirm(self) -> None:
        """Trust the street, when everything was compared."""
        if self.sheet is None or not all(row.is_same() for row in self.rows):
            return
        text, name = self.sheet.text, self.given_name()
        self.set_busy(True)
        job = self.runner.start(lambda token: trust_office(self.office, text, name))
        job.finished_with.connect(lambda street: self._finish(street.name))
        job.failed_with.connect(self.tell_failure)

    def given_name(self) -> str:
        """What the office is to be called; "" leaves it to the list of regions."""
        return ""

    def _finish(self, name: str) -> None:
        self.street = name
        self.accept()

    def set_busy(self, is_busy: bool) -> None:
        """Let rest what must not change while the street is being trusted."""
        for widget in (self.text, self.file_button, self.comparing, self.confirm_button):
            widget.setEnabled(not is_busy)

    def show_sheet(self) -> None:
        """The steps, or the keys of the sheet to compare."""
        sheet = self.sheet
        if sheet is None:
            self.found.setText(_STEPS.format(whose=self.whose))
            for row in self.rows:
                row.hide()
            self.judge()
            return
        self.found.setText(f"{self.whose}代码 {sheet.code}，第 {sheet.epoch} 期，{sheet.issued} 签发")
        for row, key, line in zip(self.rows, sheet.keys, (sheet.sign_key, sheet.decrypt_key), strict=True):
            row.show_key(key, line)
            row.show()
        self.rows[0].cells[0].setFocus()
        self.ask_for_name(sheet)

    def ask_for_name(self, sheet: StreetSheet) -> None:
        """The name may have to be looked up in the list of regions, which takes a moment."""
        job = self.runner.start(lambda token: street_name(self.office, sheet.code))
        job.finished_with.connect(lambda name: self._show_name(sheet, name))

    def _show_name(self, sheet: StreetSheet, name: str) -> None:
        if self.sheet is sheet:
            self.found.setText(f"{name}　代码 {sheet.code}，第 {sheet.epoch} 期，{sheet.issued} 签发")

    def judge(self) -> None:
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
            words = f"{'，'.join(differing)}与登记码不同。请再看清纸上的数字；确实不同就不要登记，先打电话问{self.whose}。"
        elif is_same:
            words = "两行全部一致，可以登记。"
        else:
            words = COMPARE
        self.show_verdict(words, bool(differing))

    def lay_out(self) -> None:
        """Put everything into its place."""
        inner = QVBoxLayout(self.comparing)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(16)
        inner.addWidget(self.found)
        for row in self.rows:
            inner.addWidget(row)
        inner.addWidget(self.verdict)
        self.verdict.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        line = QFrame(self)
        line.setObjectName("hairline")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        column.addWidget(self.bar)
        column.addLayout(self.head_row())
        column.addWidget(self.text)
        column.addSpacing(8)
        column.addWidget(self.comparing)
        column.addStretch(1)
        column.addWidget(line)
        column.addSpacing(4)
        column.addLayout(self.button_row())
        stops = [self.text, self.file_button, *(stop for row in self.rows for stop in row.tab_stops())]
        for before, after in zip(stops, [*stops[1:], self.cancel_button], strict=True):
            QWidget.setTabOrder(before, after)
        QWidget.setTabOrder(self.cancel_button, self.confirm_button)
        open_at(self, _WIDTH, _HEIGHT)
