"""登记村居 and 更换密钥: read a committee's sheet, compare its digits with the stamped paper, enrol its key. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from db.errors import LedgerError
from desktop.jobs import Runner, Token
from desktop.people.permissions import Right
from desktop.street.committee_sheet import CommitteeSheetRead, read_committee_sheet
from desktop.street.roster_changes import REASONS, replace_key
from desktop.street.roster_lines import RosterLine
from desktop.street.street_ledger import StreetLedger
from ui.forms.editors.line import EntryLine
from ui.submission.digit_cells import KeyRow
from ui.submission.sheet_dialog import COMPARE, SheetDialog
from ui.widgets.quiet_inputs import QuietComboBox
from ui.widgets.word_button import word_button

_STEPS = (
    "1. 用扫码枪扫村居登记表上的二维码，或粘贴登记码、从文件读入。\n"
    "2. 拿村居盖章的登记表，逐组对照数字。\n"
    "3. 全部一致，点“确认登记”。"
)
_WIDTH, _HEIGHT = 820, 560


class EnrolDialog(SheetDialog):
    """Nothing is enrolled before every group was ticked or typed. After accepting, `enrolled` is the committee's name."""

    whose, prefix = "村居", "SLP1E/"
    sheet: CommitteeSheetRead | None

    def __init__(
        self,
        street: StreetLedger,
        runner: Runner,
        parent: QWidget | None = None,
        replaced: RosterLine | None = None,
    ) -> None:
        super().__init__(runner, parent)
        self.street, self.replaced = street, replaced
        self.enrolled = ""
        self.setWindowTitle(
            f"更换密钥 — {replaced.name}" if replaced else f"登记村居 — {street.committee['name']}"
        )
        self.name = EntryLine(self)
        self.name.setAccessibleName("村居名称，必填")
        self.reason, self.note = QuietComboBox(self), EntryLine(self)
        for each in REASONS:
            self.reason.addItem(each.words, each)
        self.reason.setAccessibleName("更换原因")
        self.notice = EntryLine(self)
        self.notice.setAccessibleName("换钥通知文件，必选")
        self.notice.setReadOnly(True)
        self.notice.setPlaceholderText("村居用旧密钥签的 .key.zip 文件；没有时按“遗失”办理")
        self.notice_button = word_button(self, "选择文件…", self._ask_notice)
        self.note.setPlaceholderText("例如 王芳电话说明 U 盘丢失，已核实身份")
        self.note.setAccessibleName("备注")
        self.name_row = QWidget(self)
        self.row = KeyRow(self)
        self._lay_out()
        self.row.compared.connect(self._judge)
        self.name.textChanged.connect(self._judge)
        self.reason.currentIndexChanged.connect(self._follow_reason)
        self.show_sheet()

    def read_sheet(self, typed: str) -> CommitteeSheetRead:
        """The committee's sheet."""
        return read_committee_sheet(typed)

    def take_notice(self, path: Path) -> None:
        """The notice by which the old key announces the new one."""
        self.notice.setText(str(path))
        self._judge()

    def confirm(self) -> None:
        """Enrol the committee, when everything was compared."""
        if self.sheet is None or not self.row.is_same() or not self.name.text().strip():
            return
        try:
            self.street.require(Right.TRUST)
        except LedgerError as error:
            self.bar.tell_fault(error)
            return
        self.set_busy(True)
        self.runner.start(self.work(), done=lambda row: self._finish(row.name), failed=self.tell_failure)

    def work(self) -> Callable[[Token], Any]:
        """What is to be written, as it was entered when 确认 was pressed; it gives the row of the roster."""
        assert self.sheet is not None
        desk, text, replaced = self.street.desk, self.sheet.text, self.replaced
        if replaced is None:
            code, name = self.sheet.code, self.name.text()
            return lambda token: desk.enrol(text, code=code, name=name)
        reason, note = self.reason.currentData(), self.note.text().strip()
        notice = Path(self.notice.text()) if reason.needs_notice else None
        return lambda token: replace_key(desk, text, replaced.code, reason, note, notice)

    def _finish(self, name: str) -> None:
        self.enrolled = name
        self.accept()

    def set_busy(self, is_busy: bool) -> None:
        """Let rest what must not change while the committee is being enrolled."""
        for widget in (self.text, self.file_button, self.name, self.row, self.confirm_button):
            widget.setEnabled(not is_busy)

    def _ask_notice(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, "选择换钥通知", "", "换钥通知 (*.key.zip);;所有文件 (*)"
        )
        if chosen:
            self.take_notice(Path(chosen))

    def _follow_reason(self) -> None:
        self.form.setRowVisible(self.notice_line, self.needs_notice())
        self._judge()

    def needs_notice(self) -> bool:
        """Whether the old key has to have announced the new one."""
        return self.brings_key() and bool(self.reason.currentData().needs_notice)

    def brings_key(self) -> bool:
        """Whether the sheet takes the place of a key that is enrolled."""
        return self.replaced is not None

    def show_sheet(self) -> None:
        """The steps, or the name and the key of the sheet to compare."""
        sheet = self.sheet
        for widget in (self.name_row, self.row):
            widget.setVisible(sheet is not None)
        if sheet is None:
            self.found.setText(_STEPS)
        else:
            self.found.setText(self.told_of_sheet())
            self.row.show_key(sheet.key, sheet.key_line)
            self._ask_for_name(sheet)
        self.form.setRowVisible(self.reason, self.brings_key())
        self._follow_reason()

    def told_of_sheet(self) -> str:
        """Whose sheet it is, in words."""
        assert self.sheet is not None
        return f"代码 {self.sheet.code}，第 {self.sheet.epoch} 期，{self.sheet.issued} 填表"

    def why_not_this(self) -> str:
        """Why the sheet is not for this, "" when it is: it has to be of the committee whose key is replaced."""
        if not (self.replaced and self.sheet) or self.sheet.code == self.replaced.present_code:
            return ""
        expected = self.replaced.present_code
        return (
            f"这张登记表的代码是 {self.sheet.code}，不是 {expected}。请换上该村居的新登记表；"
            "是它换了代码的，请用“变更代码…”。"
        )

    def _ask_for_name(self, sheet: CommitteeSheetRead) -> None:
        """The name may have to be looked up in the list of all committees, which takes a moment."""
        from desktop.street.committee_sheet import committee_name

        if self.replaced is not None:
            self.name.setText(self.replaced.name)
            return
        job = self.runner.start(lambda token: committee_name(self.street, sheet.code))
        job.finished_with.connect(lambda name: self._show_name(sheet, name))

    def _show_name(self, sheet: CommitteeSheetRead, name: str) -> None:
        if self.sheet is sheet and not self.name.text():
            self.name.setText(name)

    def _judge(self) -> None:
        """Say what is still to be done; 确认登记 waits until all is the same."""
        sheet, differing = self.sheet, self.row.differing() if self.sheet else []
        is_same = sheet is not None and self.row.is_same()
        is_named = bool(self.name.text().strip())
        is_announced = bool(self.notice.text()) or not self.needs_notice()
        refusal = self.why_not_this()
        self.confirm_button.setEnabled(is_same and is_named and is_announced and not refusal)
        if sheet is None:
            words = ""
        elif refusal:
            words = refusal
        elif differing:
            groups = "、".join(map(str, differing))
            words = f"第 {groups} 组与登记码不同。请再看清纸上的数字；确实不同就不要登记，先打电话问村居。"
        elif not is_same:
            words = COMPARE
        elif not is_announced:
            words = "全部一致。请再选择村居交来的换钥通知文件。"
        else:
            words = "全部一致，可以登记。" if is_named else "请填写村居名称。"
        self.show_verdict(words, bool(differing))

    def _lay_out(self) -> None:
        self.form = QFormLayout(self.name_row)
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.setSpacing(8)
        self.form.addRow("村居名称 *", self.name)
        self.form.addRow("更换原因 *", self.reason)
        self.notice_line = QWidget(self)
        chosen = QHBoxLayout(self.notice_line)
        chosen.setContentsMargins(0, 0, 0, 0)
        chosen.setSpacing(8)
        chosen.addWidget(self.notice, 1)
        chosen.addWidget(self.notice_button)
        self.form.addRow("换钥通知 *", self.notice_line)
        self.form.addRow("备注", self.note)
        self.form.setRowVisible(self.reason, self.brings_key())
        self.form.setRowVisible(self.note, self.replaced is not None)
        self._follow_reason()
        self.name.setReadOnly(self.replaced is not None)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addWidget(self.bar)
        column.addLayout(self.head_row())
        for widget in (self.text, self.found, self.name_row, self.row, self.verdict):
            column.addWidget(widget)
        column.addStretch(1)
        column.addLayout(self.button_row())
        room = self.screen().availableSize()
        self.resize(min(_WIDTH, room.width() - 48), min(_HEIGHT, room.height() - 48))
