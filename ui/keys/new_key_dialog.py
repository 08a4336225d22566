"""Another key in the place of the present one: the old passphrase where it signs the notice, the new one twice. GUI thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QFormLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from db.errors import LedgerError
from desktop.jobs import Runner, Token
from desktop.messages import sentence
from desktop.office import Office
from desktop.own_keys import Cause, KeyChange, change_key
from ui.submission.busy import start_with_progress
from ui.submission.calm_dialog import CalmDialog
from ui.submission.passphrase_line import PassphraseLine
from ui.widgets.message_bar import MessageBar
from ui.widgets.rows import GAP, row_of
from ui.widgets.word_button import word_button
from ui.wizard.set_up import is_long_enough

_WIDTH = 560


class NewKeyDialog(CalmDialog):
    """After accepting, `change` is what was done and `notice` the notice's file, for a planned change."""

    def __init__(self, office: Office, runner: Runner, cause: Cause, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.office, self.runner, self.cause = office, runner, cause
        self.change: KeyChange | None = None
        self.notice: Path | None = None
        self.folder: Path | None = None
        self.setWindowTitle(f"{title} — {office.committee['name']}")
        self.setMinimumWidth(_WIDTH)
        self.bar = MessageBar(self)
        self.old, self.new, self.again = (PassphraseLine(self) for _ in range(3))
        self.new.line.setPlaceholderText("至少 10 个字符，或用空格隔开的 5 个中文词")
        self.again.line.setPlaceholderText("同样的口令再输一次")
        for line, name in ((self.old, "现在的口令"), (self.new, "新口令"), (self.again, "新口令再输一次")):
            line.line.setAccessibleName(name)
            line.entered.connect(self.go)
        self.place = QLabel("还没有选", self)
        self.place.setWordWrap(True)
        self.place_button = word_button(self, "选择文件夹…", self._ask_folder)
        self.go_button = word_button(self, title.rstrip("…"), self.go, name="primary")
        self._lay_out()

    @property
    def is_planned(self) -> bool:
        """Whether the old key signs a notice."""
        return self.cause is Cause.ROTATION

    def choose_folder(self, folder: Path) -> None:
        """Write the notice there."""
        self.folder = folder
        self.place.setText(str(folder))

    def go(self) -> None:
        """Change the key, when everything was typed; what is missing is said in its place."""
        self.bar.hide()
        if self.is_planned and not self.old.text():
            self.old.show_problem("请输入现在的口令。")
        elif not is_long_enough(self.new.text()):
            self.new.show_problem("口令太短。请用至少 10 个字符，或用空格隔开的 5 个中文词。")
        elif self.new.text() != self.again.text():
            self.again.show_problem("两次输入的口令不一样。")
        elif self.is_planned and self.folder is None:
            self.bar.tell_problem("请选择换钥通知写到哪个文件夹。")
        else:
            self._start()

    def _start(self) -> None:
        new, old, folder = self.new.text(), self.old.text(), self.folder

        def work(token: Token) -> tuple[KeyChange, Path | None]:
            return change_key(self.office, self.cause, new, old, folder)

        self.go_button.setEnabled(False)
        start_with_progress(self.runner, self, "正在生成密钥…", work, self._finish, self._tell_failure)

    def _finish(self, done: tuple[KeyChange, Path | None]) -> None:
        self.change, self.notice = done
        self.accept()

    def _tell_failure(self, error: Exception) -> None:
        self.go_button.setEnabled(True)
        if isinstance(error, LedgerError) and error.message_id == "passphrase_wrong":
            self.old.show_problem(sentence(error))
        else:
            self.bar.tell_fault(error)

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "换钥通知写到哪个文件夹")
        if chosen:
            self.choose_folder(Path(chosen))

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(12)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        if self.is_planned:
            form.addRow("现在的口令 *", self.old)
        else:
            self.old.hide()
        form.addRow("新口令 *", self.new)
        form.addRow("再输一次 *", self.again)
        place = QHBoxLayout()
        place.addWidget(self.place, 1)
        place.addWidget(self.place_button)
        if self.is_planned:
            form.addRow("换钥通知 *", place)
        else:
            self.place.hide()
            self.place_button.hide()
        note = QLabel(
            "新口令请抄写一份，封好交单位保管；口令无法找回。旧密钥文件留在本机，改名存放，不会删除。", self
        )
        note.setObjectName("muted")
        note.setWordWrap(True)
        buttons = row_of(GAP, word_button(self, "取消", self.reject), self.go_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addWidget(self.bar)
        column.addLayout(form)
        column.addWidget(note)
        column.addStretch(1)
        column.addLayout(buttons)
