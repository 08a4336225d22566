"""生成报送包 and 重新写出: where to, the passphrase, then the work with its progress, then what was written. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from db.errors import LedgerError
from desktop.jobs import Job, Runner
from desktop.messages import sentence
from desktop.office import Office
from ui.submission.calm_dialog import CalmDialog
from ui.submission.drives import Drive, plugged_sticks
from ui.submission.package_work import Order, Written, seal_order, write_order
from ui.submission.packing_options import PackingOptions
from ui.submission.passphrase_line import PassphraseLine
from ui.submission.target_picker import TargetPicker
from ui.submission.wording import mail_subject, period_words
from ui.theme.tokens import tokens_now
from ui.widgets.message_bar import MessageBar
from ui.widgets.window_size import open_at
from ui.widgets.word_button import word_button

_WIDTH, _HEIGHT = 660, 500
_PASSPHRASE_ERRORS = ("passphrase_wrong", "passphrase_too_short")


class PackageDialog(CalmDialog):
    """Asks, works, tells. Once sealed, a package is never lost: the dialog then only offers to write it out again."""

    slip_asked = Signal(str)

    def __init__(
        self, office: Office, runner: Runner, settings: QSettings, order: Order, parent: QWidget | None = None,
        sticks: Callable[[], list[Drive]] = plugged_sticks,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.office, self.runner, self.order = office, runner, order
        self.package_id, self.written_to = order.package_id, Path()
        self.job: Job | None = None
        self.bar = MessageBar(self)
        self.heading, self.contents = QLabel(self), QLabel(order.contents, self)
        self.options = PackingOptions(self)
        self.picker = TargetPicker(settings, order.needed_bytes, self, sticks)
        self.passphrase = PassphraseLine(self)
        self.passphrase.entered.connect(self.start)
        self.start_button = word_button(self, "生成报送包", self.start, name="primary")
        self.stage, self.progress = QLabel(self), QProgressBar(self)
        self.progress.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.stop_button = word_button(self, "取消", self.reject)
        self.done_heading, self.advice = QLabel(self), QLabel("拔出前请在系统里点“安全弹出”。", self)
        self.facts = [QLabel(self) for _ in range(4)]
        self.subject = QLabel(self)
        self.subject_button = word_button(self, "复制邮件主题", self._copy_subject)
        self.folder_button = word_button(self, "打开所在文件夹", self._open_folder)
        self.slip_button = word_button(self, "打印交接单", lambda: self.slip_asked.emit(self.package_id))
        self.close_button = word_button(self, "关闭", self.accept, name="primary")
        self.stack = QStackedWidget(self)
        self._lay_out()
        self._show_asking()
        QShortcut(QKeySequence("F5"), self).activated.connect(self.picker.look)

    def start(self) -> None:
        """Seal and write, or only write; what is missing for it is said in its place."""
        drive = self.picker.drive()
        self.bar.hide()
        if drive is None:
            self.bar.tell_problem("请先选择写到哪里：插好 U 盘后点刷新，或选其他文件夹。")
        elif not self.package_id and not self.passphrase.text():
            self.passphrase.show_problem("请输入口令。")
        else:
            self.picker.keep()
            self.order = replace(
                self.order,
                is_encrypted=self.options.is_encrypted(),
                volume_limit=self.options.volume_limit(),
                profile=self.options.profile(),
            )
            self._show_working()
            if self.package_id:
                self._write(drive.folder)
            else:
                self._seal(drive.folder)

    def reject(self) -> None:
        """Close; while working, stop the work first."""
        if self.job is None:
            super().reject()
            return
        self.job.cancel()
        self.stage.setText("正在停下…")
        self.stop_button.setEnabled(False)

    # work

    def _seal(self, folder: Path) -> None:
        passphrase, order = self.passphrase.text(), self.order
        job = self.runner.start(lambda token: seal_order(self.office, order, passphrase, folder, token))
        job.finished_with.connect(lambda package_id: self._go_on(package_id, folder, job))
        self._follow(job)

    def _go_on(self, package_id: str, folder: Path, sealing: Job) -> None:
        self.package_id = package_id
        if sealing.token.should_stop():
            self._tell_cancelled()
        else:
            self._write(folder)

    def _write(self, folder: Path) -> None:
        order = replace(self.order, package_id=self.package_id)
        job = self.runner.start(lambda token: write_order(self.office, order, folder, token))
        job.finished_with.connect(self._show_done)
        self._follow(job)

    def _follow(self, job: Job) -> None:
        self.job = job
        job.progressed.connect(self._show_progress)
        job.failed_with.connect(self._tell_failure)
        job.cancelled.connect(self._tell_cancelled)

    def _tell_failure(self, error: Exception) -> None:
        self.job = None
        self._show_asking()
        if isinstance(error, LedgerError) and error.message_id in _PASSPHRASE_ERRORS:
            self.passphrase.show_problem(sentence(error))
        else:
            self.bar.tell_fault(error)

    def _tell_cancelled(self) -> None:
        self.job = None
        self._show_asking()
        if self.package_id:
            self.bar.tell_problem(
                "已取消写出，盘上没有留下半截文件。可以现在写出，也可以以后在“历史”里重新写出。"
            )
        else:
            self.bar.tell("已取消，没有封包，也没有改动。")

    # what is shown

    def _show_asking(self) -> None:
        is_sealed = bool(self.package_id)
        name = f"{period_words(self.order.period)}　第 {self.order.serial} 号"
        self.setWindowTitle(f"{'重新写出' if is_sealed else '生成报送包'} — {self.office.committee['name']}")
        self.heading.setText(f"{name}　{'已封包' if is_sealed else ''}".rstrip())
        self.passphrase.setVisible(not is_sealed)
        self.passphrase_word.setVisible(not is_sealed)
        options = self.options
        for each in (
            self.splitting_word,
            options.splitting,
            self.profile_word,
            options.profiles,
            options.profile_note,
        ):
            each.setVisible(not is_sealed)  # what goes and how it is split was signed
        self.start_button.setText("写出" if is_sealed else "生成报送包")
        self.stack.setCurrentIndex(0)
        (self.start_button if is_sealed else self.passphrase.line).setFocus()

    def _show_working(self) -> None:
        self.progress.setRange(0, 0)
        self.stage.setText("正在准备…")
        self.stop_button.setEnabled(True)
        self.stack.setCurrentIndex(1)
        self.progress.setFocus()  # a second Enter stops nothing; Esc does

    def _show_progress(self, done: int, total: int, words: str) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        if self.job and not self.job.token.should_stop():
            self.stage.setText(words)

    def _show_done(self, written: Written) -> None:
        path = written.paths[0]
        self.job, self.written_to = None, path
        drive = self.picker.drive()
        is_stick = drive is not None and drive.is_stick
        is_mail = self.order.volume_limit is not None
        self.done_heading.setText("已写出并核对无误" + ("，可以拔出 U 盘" if is_stick else ""))
        self.advice.setVisible(is_stick)
        facts = (_names(written.paths), str(path.parent), written.check_code, self.package_id)
        for label, words in zip(self.facts, facts, strict=True):
            label.setText(words)
        self.setWindowTitle(f"报送包已写出 — {self.office.committee['name']}")
        self.subject.setText(
            mail_subject(self.office.committee["name"], self.order, len(written.paths), written.check_code)
        )
        self.stack.setCurrentIndex(2)
        self.close_button.setFocus()
        if is_mail and not is_stick:
            self._open_folder()

    def _copy_subject(self) -> None:
        QGuiApplication.clipboard().setText(self.subject.text())

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.written_to.parent)))

    # layout

    def _lay_out(self) -> None:
        for page in (self._asking_page(), self._working_page(), self._done_page()):
            self.stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        column.addWidget(self.bar)
        column.addWidget(self.stack, 1)
        open_at(self, _WIDTH, _HEIGHT)

    def _asking_page(self) -> QWidget:
        self.heading.setObjectName("title")
        self.contents.setObjectName("muted")
        self.contents.setWordWrap(True)
        self.passphrase_word = QLabel("口令 *", self)
        self.passphrase_word.setBuddy(self.passphrase.line)
        place_word = QLabel("写到 *", self)
        place_word.setBuddy(self.picker.places)
        self.splitting_word = QLabel("分卷", self)
        self.splitting_word.setBuddy(self.options.splitting)
        self.profile_word = QLabel("版本", self)
        self.profile_word.setBuddy(self.options.profiles)
        for word in (self.passphrase_word, place_word, self.splitting_word, self.profile_word):
            word.setFixedHeight(32)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(12)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow(place_word, self.picker)
        form.addRow(self.profile_word, self.options.profiles)
        form.addRow("", self.options.profile_note)
        form.addRow(self.splitting_word, self.options.splitting)
        form.addRow(self.options)
        form.addRow(self.passphrase_word, self.passphrase)
        cancel = word_button(self, "取消", self.reject)
        stops = [
            *self.picker.tab_stops(),
            self.options.profiles,
            self.options.splitting,
            self.options.encrypt_box,
            self.passphrase.line,
            self.passphrase.show_box,
            cancel,
            self.start_button,
        ]
        for before, after in zip(stops, stops[1:], strict=False):
            QWidget.setTabOrder(before, after)
        return _page([self.heading, self.contents, 12, form], [cancel, self.start_button])

    def _working_page(self) -> QWidget:
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(8)
        tokens = tokens_now()
        self.progress.setStyleSheet(
            f"QProgressBar {{ background: {tokens.line}; border: none; border-radius: 4px; }}"
            f" QProgressBar::chunk {{ background: {tokens.accent}; border-radius: 4px; }}"
        )
        note = QLabel("写完后会从盘上读回来逐字核对。期间请不要拔出 U 盘。", self)
        note.setObjectName("muted")
        note.setWordWrap(True)
        return _page([24, self.stage, self.progress, note], [self.stop_button])

    def _done_page(self) -> QWidget:
        self.done_heading.setObjectName("title")
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(4)
        for word, label in zip(("文件", "位置", "校验码", "包编号"), self.facts, strict=True):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setWordWrap(True)
            muted = QLabel(word, self)
            muted.setObjectName("muted")
            form.addRow(muted, label)
        self.subject.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.subject.setWordWrap(True)
        muted = QLabel("邮件主题", self)
        muted.setObjectName("muted")
        form.addRow(muted, self.subject)
        self.advice.setObjectName("muted")
        buttons = [self.subject_button, self.folder_button, self.slip_button, self.close_button]
        return _page([self.done_heading, 4, form, 4, self.advice], buttons)


def _names(paths: tuple[Path, ...]) -> str:
    """The files as they are told: one by its name, several by the first and their number."""
    return paths[0].name if len(paths) == 1 else f"{paths[0].name} 等 {len(paths)} 个文件，请一起交"


def _page(rows: list[QWidget | QFormLayout | int], buttons: list[QPushButton]) -> QWidget:
    """A page of the dialog: widgets, a form and gaps below each other, its buttons at the bottom right."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for row in rows:
        if isinstance(row, int):
            column.addSpacing(row)
        elif isinstance(row, QWidget):
            column.addWidget(row)
        else:
            column.addLayout(row)
    column.addStretch(1)
    line = QHBoxLayout()
    line.setSpacing(8)
    line.addStretch(1)
    for button in buttons:
        line.addWidget(button)
    column.addLayout(line)
    return page
