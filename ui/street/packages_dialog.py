"""Every package of one committee as the street has it: what it brought, what is still to come, and its receipt again. GUI thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from db.errors import AppError
from desktop.street.received import ReceivedPackage, packages_of, write_receipt_again
from desktop.street.street_ledger import StreetLedger
from ui.models.marks import Mark
from ui.pages.page_context import PageContext
from ui.pages.submission.value_table import ValueColumn, ValueTable
from ui.street.unlocking import unlocked
from ui.submission.calm_dialog import CalmDialog
from ui.submission.wording import moment_words, period_words
from ui.theme.tokens import Tone
from ui.widgets.empty_state import EmptyState
from ui.widgets.message_bar import MessageBar
from ui.widgets.rows import GAP, row_of
from ui.widgets.word_button import word_button

_TONES = {"已合并": Tone.DONE, "部分合并": Tone.WAITING}


def _mark(package: ReceivedPackage) -> Mark:
    return Mark(package.status_word, _TONES.get(package.status_word, Tone.NEUTRAL), is_pill=True)


COLUMNS = (
    ValueColumn("月份", 96, lambda package: period_words(package.period)),
    ValueColumn("包号", 72, lambda package: f"第 {package.serial} 号"),
    ValueColumn("收到时间", 140, lambda package: moment_words(package.received_at)),
    ValueColumn("结果", 92, lambda package: package.status_word, _mark),
    ValueColumn("记录", 200, lambda package: package.contents),
    ValueColumn("包编号", 132, lambda package: package.package_id[:12]),
)
_STRETCHED = 4


class PackagesDialog(CalmDialog):
    """The newest package first."""

    def __init__(
        self, street: StreetLedger, context: PageContext, code: str, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.street, self.context = street, context
        self.setWindowTitle(f"{name}（{code}）交来的报送包")
        self.bar = MessageBar(self)
        self.table = ValueTable(COLUMNS, _STRETCHED, self)
        self.table.setAccessibleName("报送包")
        self.packages = packages_of(street, code)
        self.table.values_model.show_values(self.packages)
        self.again = word_button(self, "再写一份回执…", self._ask_folder, "回执丢了的，可以随时再写")
        self.leave = word_button(self, "关闭", self.accept, name="primary")
        self._lay_out()
        self.table.selection_told.connect(self._show_selection)
        self._show_selection()
        self.resize(880, 420)

    def write_again(self, folder: Path) -> None:
        """Write the newest receipt of the selected package into a folder."""
        street, package_id = self.street, self._selected().package_id
        self.context.runner.start(
            lambda token: write_receipt_again(street, package_id, folder),
            done=lambda path: self.bar.tell(f"回执已写好：{path}"),
            failed=lambda error: self._tell_failure(error, folder),
        )

    def _tell_failure(self, error: Exception, folder: Path) -> None:
        """One that a former key of the street's signed has to be signed anew, for which the passphrase is asked."""
        if isinstance(error, AppError) and error.message_id == "street_keys_locked":
            again = lambda: self.write_again(folder)  # noqa: E731
            unlocked(self.street.keyring, self.context.runner, self.bar, self, again)
            return
        self.bar.tell_fault(error)

    def _selected(self) -> ReceivedPackage:
        return self.packages[next(iter(self.table.selected_rows()))]

    def _show_selection(self) -> None:
        self.again.setEnabled(self.table.selected_count() == 1)

    def _ask_folder(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, "回执写到哪个文件夹"):
            self.write_again(Path(chosen))

    def _lay_out(self) -> None:
        empty = EmptyState(self)
        empty.show_words("还没有收到这个村居的包", "收件以后，每个包和它带来的记录都列在这里。", [])
        stack = QStackedWidget(self)
        for each in (self.table, empty):
            stack.addWidget(each)
        stack.setCurrentWidget(self.table if self.packages else empty)
        buttons = row_of(self.again, GAP, self.leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        column.addWidget(self.bar)
        column.addWidget(stack, 1)
        column.addLayout(buttons)
