"""The import assistant: file and columns, questions, preview, done; long work in jobs that can be stopped. GUI thread."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from db.errors import AppError
from db.spec import RECORD_TYPES
from desktop.importing.layout import Layout
from desktop.importing.plan import Import, Outcome, open_pasted
from desktop.importing.writing import told_assumptions, try_out, write
from desktop.jobs import Job, Runner, Token
from desktop.office import Office
from desktop.spreadsheets.own_sheet import OwnSheet, own_sheet, read_book
from ui.forms.form_style import form_style
from ui.importing.columns_page import ColumnsPage
from ui.importing.kinds import FILE_FILTER, labels
from ui.importing.preview_page import PreviewPage
from ui.importing.questions_page import QuestionsPage
from ui.widgets.leave_box import wants_to_leave
from ui.widgets.message_bar import MessageBar
from ui.widgets.quiet_inputs import QuietComboBox
from ui.widgets.window_size import open_at
from ui.widgets.word_button import word_button

_TITLES = ("表格和各列", "要问的", "逐行核对", "完成")
COLUMNS, QUESTIONS, PREVIEW, DONE = range(4)


class ImportAssistant(QDialog):
    """Leads one import from the file (or the clipboard) to the ledger. After accepting, `outcome` says what came of it."""

    def __init__(self, office: Office, runner: Runner, table: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office, self.runner, self.table = office, runner, table
        self.work: Import | None = None
        self.outcome: Outcome | None = None
        self.own_sheet: OwnSheet | None = (
            None  # the file is one that the program wrote: differences are shown instead
        )
        self._source: Path | str | None = None
        self._remembered = Layout()  # before anything was answered here
        self._job: Job | None = None
        self.setWindowTitle(f"从表格导入 - {office.committee['name']}")
        self.bar = MessageBar(self)
        self.title = QLabel(self)
        self.title.setObjectName("title")
        self.kinds = QuietComboBox(self)
        self.file_label = QLabel("还没有选文件", self)
        self.columns, self.questions, self.preview = ColumnsPage(self), QuestionsPage(self), PreviewPage(self)
        self.done_words = QLabel(self)
        self.progress = QProgressBar(self)
        self.stack = QStackedWidget(self)
        self.choose_button = word_button(self, "选择文件…", self.choose_file)
        self.back_button = word_button(self, "上一步", self.go_back)
        self.stop_button = word_button(self, "取消", self.reject)
        self.next_button = word_button(self, "下一步", self.go_on)
        self.next_button.setObjectName("primary")
        self.setStyleSheet(form_style())
        self._lay_out()
        open_at(self, 1180, 680)
        self._show_step(COLUMNS)

    # the source

    def choose_file(self) -> None:
        """Ask for a file and read it."""
        name, _ = QFileDialog.getOpenFileName(self, "选择要导入的表格", "", FILE_FILTER)
        if name:
            self.read_file(Path(name))

    def read_file(self, file: Path) -> None:
        """Read a file in a job, and show its columns."""
        self._source = file
        self.file_label.setText(file.name)
        self._read(lambda token: _opened(self.office, self.table, file, token.check))

    def read_pasted(self, text: str) -> None:
        """Read what was copied, and show its columns."""
        self._source = text
        self.file_label.setText("从剪贴板粘贴（只新增，不改动已有的记录）")
        self.choose_button.hide()
        self._read(lambda token: open_pasted(self.office, self.table, text))

    def _read(self, work: Callable[[Token], Import | OwnSheet]) -> None:
        self._start(work, self._take_import, "正在读取…")

    def _take_import(self, work: Import | OwnSheet) -> None:
        if isinstance(work, OwnSheet):
            self.own_sheet = work
            self.done(QDialog.DialogCode.Rejected)
            return
        if not work.rows:
            name = work.book.name or "剪贴板"
            self._fail(AppError("import_no_rows", name=name, label=work.record_type.label))
            return
        self.work = work
        self._remembered = copy.deepcopy(work.layout)
        self.columns.show_import(work)
        self._show_step(COLUMNS)

    def _change_kind(self) -> None:
        self.table = str(self.kinds.currentData())
        if isinstance(self._source, Path):
            self.read_file(self._source)
        elif self._source is not None:
            self.read_pasted(self._source)

    def _choose_sheets(self) -> None:
        if self.work is not None and self.columns.chosen_sheets():
            self.work.choose_sheets(self.columns.chosen_sheets())
            self.columns.show_import(self.work)

    # forward and back

    def go_on(self) -> None:
        """One step further; before the preview every row is tried out."""
        step = self.stack.currentIndex()
        if step == DONE:
            self.accept()
        elif self.work is not None and step == COLUMNS:
            layout = copy.deepcopy(self._remembered)
            layout.columns |= self.columns.columns_chosen()
            self.work.use_layout(layout)
            self._try_out(self._show_questions)
        elif self.work is not None and step == QUESTIONS:
            self.questions.give_answers(self.work)
            self._try_out(self._show_preview)
        elif self.work is not None:
            self._write()

    def go_back(self) -> None:
        """One step back."""
        step = self.stack.currentIndex()
        is_asked = step == PREVIEW and bool(self.questions.questions)
        self._show_step(QUESTIONS if is_asked else COLUMNS)

    def _try_out(self, then: Callable[[], None]) -> None:
        work = self.work
        assert work is not None
        self._start(lambda token: try_out(work, token), lambda nothing: then(), "正在逐行核对…")

    def _show_questions(self) -> None:
        assert self.work is not None
        self.questions.show_import(self.work)
        if self.questions.questions:
            self._show_step(QUESTIONS)
            self.questions.enter()
        else:
            self._show_preview()

    def _show_preview(self) -> None:
        assert self.work is not None
        self.preview.show_import(self.work)
        self._show_step(PREVIEW)
        self.preview.table.setFocus()

    def _write(self) -> None:
        work = self.work
        assert work is not None
        if not work.chosen_rows():
            self.bar.tell_problem("没有要导入的行：都读不懂，或者都没有勾选。请先改好，或在“导入”一列打勾。")
            return
        self._start(lambda token: write(work, token), self._take_outcome, "正在写入…")

    def _take_outcome(self, outcome: Outcome) -> None:
        assert self.work is not None
        self.outcome = outcome
        label = self.work.record_type.label
        lines = [
            f"已导入 {outcome.written} 条{label}"
            + (f"，更新 {outcome.updated} 条" if outcome.updated else "")
            + "。",
            f"原表 {outcome.expected} 行：读作记录 {outcome.read} 条，读不懂没有导入 {outcome.refused} 条，"
            f"重复或没有勾选的 {outcome.left_out} 条，不是记录的 {outcome.expected - outcome.read} 行。",
        ]
        told = [*outcome.remarks[:10], *told_assumptions(self.work)[:12]]
        if told:
            lines += ["", "按建议登记的，请抽查：", *(f"· {each}" for each in told)]
        self.done_words.setText("\n".join(lines))
        self._show_step(DONE)
        self.next_button.setFocus()

    # jobs

    def _start(self, work: Callable[[Token], Any], done: Callable[[Any], None], words: str) -> None:
        self.bar.hide()
        self.progress.setRange(0, 0)
        self.progress.setFormat(words)
        self.progress.show()
        self._allow(False)
        self._job = self.runner.start(
            work, done=lambda result: self._end(lambda: done(result)), failed=lambda error: self._end(lambda: self._fail(error)),
            cancelled=lambda: self._end(lambda: self.bar.tell("已停下，没有写入。")), progressed=self._show_progress,
        )  # fmt: skip

    def _end(self, follow: Callable[[], None]) -> None:
        self._job = None
        self.progress.hide()
        self._allow(True)
        follow()

    def _fail(self, error: Exception) -> None:
        self.bar.tell_fault(error)
        self._show_buttons()

    def _show_progress(self, done: int, total: int, text: str) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def is_busy(self) -> bool:
        """Whether a job is under way."""
        return self._job is not None

    def reject(self) -> None:
        if self._job is not None:  # stops the work, and leaves the window open
            self._job.cancel()
        elif self.stack.currentIndex() == DONE:
            self.accept()
        elif not (self.questions.is_answered() or self.preview.is_edited()) or self._wants_to_leave():
            super().reject()

    def _wants_to_leave(self) -> bool:
        """Ask, where answers and cells that were put right would have to be given again."""
        words = "还没有导入。退出以后，答过的、改过的都要重来。"
        return wants_to_leave(self, "还没有导入", words, "不导入了", "接着核对")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        focused = self.focusWidget()  # Enter ends a cell, it does not go on: only a button that has the focus
        if isinstance(focused, QPushButton):
            focused.click()

    # layout

    def _allow(self, is_free: bool) -> None:
        for widget in (self.stack, self.choose_button, self.kinds, self.back_button, self.next_button):
            widget.setEnabled(is_free)
        if is_free:
            self._show_buttons()

    def _show_step(self, step: int) -> None:
        self.stack.setCurrentIndex(step)
        self._show_buttons()

    def _show_buttons(self) -> None:
        step = self.stack.currentIndex()
        self.title.setText(f"{step + 1}. {_TITLES[step]}")
        self.back_button.setVisible(step in (QUESTIONS, PREVIEW))
        self.stop_button.setVisible(step != DONE)
        self.next_button.setEnabled(self.work is not None)
        self.next_button.setText({PREVIEW: "导入", DONE: "关闭"}.get(step, "下一步"))
        is_first = step == COLUMNS
        for widget in (self.kinds, self.file_label):
            widget.setVisible(is_first)
        self.choose_button.setVisible(is_first and not isinstance(self._source, str))

    def _lay_out(self) -> None:
        for table, word in labels():
            self.kinds.addItem(f"导入到：{word}", table)
        self.kinds.setCurrentIndex(max(self.kinds.findData(self.table), 0))
        self.table = str(self.kinds.currentData())
        self.kinds.setAccessibleName("导入到哪本台账")
        self.kinds.currentIndexChanged.connect(self._change_kind)
        self.columns.sheets_chosen.connect(self._choose_sheets)
        self.done_words.setWordWrap(True)
        self.done_words.setAlignment(Qt.AlignmentFlag.AlignTop)
        for page in (self.columns, self.questions, self.preview, self.done_words):
            self.stack.addWidget(page)
        self.progress.hide()
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.title)
        head.addStretch(1)
        for widget in (self.file_label, self.choose_button, self.kinds):
            head.addWidget(widget)
        foot = QHBoxLayout()
        foot.addWidget(self.progress, 1)
        foot.addStretch(1)
        for button in (self.stop_button, self.back_button, self.next_button):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.bar)
        column.addWidget(self.stack, 1)
        column.addLayout(foot)


def _opened(office: Office, table: str, file: Path, should_stop: Callable[[], None]) -> Import | OwnSheet:
    book = read_book(file, should_stop)
    return own_sheet(book) or Import(office, table, book)


def import_words(outcome: Outcome, table: str) -> str:
    """What the bar of the main window says of an import."""
    updated = f"，更新 {outcome.updated} 条" if outcome.updated else ""
    return f"已导入 {outcome.written} 条{RECORD_TYPES[table].label}{updated}"
