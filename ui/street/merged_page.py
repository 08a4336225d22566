"""撤回合并: the merged packages of all committees, of which each can be taken out of the ledgers again. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop.jobs import Token
from desktop.people.permissions import Right
from desktop.street.street_ledger import StreetLedger
from ui.forms.editors.line import EntryLine
from ui.models.change_relay import Changed
from ui.models.marks import Mark
from ui.pages.page_context import PageContext
from ui.pages.page_reading import PageReading
from ui.pages.submission.value_table import ValueColumn, ValueTable
from ui.people.page_rights import denied_words
from ui.street.unlocking import unlocked
from ui.submission.wording import moment_words, period_words
from ui.theme.tokens import PAGE_MARGIN, Tone
from ui.widgets.empty_state import EmptyState
from ui.widgets.icon_buttons import named_action, tint_actions
from ui.widgets.labels import plain_label
from ui.widgets.word_button import word_button

if TYPE_CHECKING:
    from desktop.street.merged_packages import MergedPackage
    from desktop.street.rolling_back import RolledBack

_TABLES = frozenset(("roster", "received_package", "set_aside"))
_TONES = {"accepted": Tone.DONE, "partial": Tone.WAITING, "rolled_back": Tone.NEUTRAL}
_HINT = (
    "撤回只去掉选中的这一包：以后的包和别的村居不受影响；后来又改过的记录两份都留着，在“冲突”页选定。"
    "包号不变，新回执会告诉村居，它会在下一包里重新报送。"
)


def _mark(package: MergedPackage) -> Mark:
    return Mark(package.status_word, _TONES[package.status], is_pill=True)


COLUMNS = (
    ValueColumn("结果", 92, lambda each: each.status_word, _mark),
    ValueColumn("村居", 220, lambda each: each.name),
    ValueColumn("月份", 96, lambda each: period_words(each.period)),
    ValueColumn("包号", 72, lambda each: f"第 {each.serial} 号"),
    ValueColumn("收到时间", 140, lambda each: moment_words(each.received_at)),
    ValueColumn("记录", 220, lambda each: each.contents),
    ValueColumn("包编号", 124, lambda each: each.package_id[:12]),
)
_STRETCHED = 5


class MergedPage(QWidget):
    """The page of the street's window that lists merged packages and takes one out."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.street = context, cast(StreetLedger, context.office)
        self.table = ValueTable(COLUMNS, _STRETCHED, self)
        self.table.setAccessibleName("合并过的报送包")
        self.reason, self.denied = EntryLine(self), denied_words(self.street, Right.REVIEW)
        self.take_out = named_action(
            self, "撤回这一包…", "", "", self.denied or "从台账里去掉这一包带来的记录，并写回执告诉村居"
        )
        self.take_out.triggered.connect(lambda: self._ask_folder())
        self.empty, self.stack = EmptyState(self), QStackedWidget(self)
        self.reading = PageReading(self, context, self._begin_reading, self._take, _TABLES)
        self._lay_out()
        self.table.selection_told.connect(self._show_selection)
        self.reason.textChanged.connect(self._show_selection)

    def take_change(self, changed: Changed) -> None:
        """Hear of a write."""
        self.reading.note_change(changed)

    def menu_actions(self) -> tuple[list[QAction], list[QAction]]:
        """The actions of the 记录 and of the 查找 menu."""
        return [self.take_out], []

    def take_out_to(self, folder: Path) -> None:
        """Take the selected package out and write its receipt into a folder."""
        found, reason = self._selected(), self.reason.text()
        if found is None:
            return
        package_id, street = found.package_id, self.street

        def work(token: Token) -> tuple[RolledBack, Path]:
            from desktop.street.answering import write_receipts
            from desktop.street.rolling_back import roll_back

            undone, answer = roll_back(street.desk, package_id, reason, street.keyring.sign_key)
            [path] = write_receipts([answer], folder, is_by_committee=True).values()
            return undone, path

        start = lambda: self.context.runner.start(work, done=self._tell, failed=self.context.bar.tell_fault)  # noqa: E731
        unlocked(street.keyring, self.context.runner, self.context.bar, self.window(), start)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        tint_actions(self)
        if self.reading.is_stale:
            self.reading.start()

    def _begin_reading(self) -> Callable[[Token], list[MergedPackage]]:
        from desktop.street.merged_packages import merged_packages

        return lambda token: merged_packages(self.street)

    def _take(self, found: list[MergedPackage]) -> bool:
        kept = self.table.currentIndex().row()
        self.table.values_model.show_values(found)
        if 0 <= kept < len(found):
            self.table.select_rows([kept], kept)
        self.stack.setCurrentWidget(self.table if found else self.empty)
        self._show_selection()
        return True

    def _tell(self, result: tuple[RolledBack, Path]) -> None:
        found, path = result
        kept = f"，{len(found.displaced)} 条后来又改过、两份都留着（见“冲突”页）" if found.displaced else ""
        self.reason.clear()
        self.context.bar.tell(
            f"已撤回：移出台账 {found.taken_out} 条，恢复原样 {found.restored} 条{kept}。请把回执交给村居：{path}"
        )

    def _selected(self) -> MergedPackage | None:
        values = self.table.values_model.values
        rows = [row for row in self.table.selected_rows() if row < len(values)]
        return values[rows[0]] if len(rows) == 1 else None

    def _show_selection(self) -> None:
        found = self._selected()
        is_possible = (
            not self.denied
            and found is not None
            and found.status != "rolled_back"
            and bool(self.reason.text().strip())
        )
        self.take_out.setEnabled(is_possible)
        self.button.setEnabled(is_possible)

    def _ask_folder(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, "回执写到哪个文件夹"):
            self.take_out_to(Path(chosen))

    def _lay_out(self) -> None:
        title = QLabel("撤回合并", self)
        title.setObjectName("title")
        hint = plain_label(_HINT)
        hint.setObjectName("muted")
        hint.setWordWrap(True)
        self.reason.setPlaceholderText("撤回的原因，会写进给村居的回执")
        self.reason.setAccessibleName("撤回的原因")
        self.reason.setMaxLength(400)
        self.button = word_button(self, self.take_out.text(), self.take_out.trigger, self.take_out.toolTip())
        self.empty.show_words("还没有合并过报送包", "在“收件”页收下的包都列在这里。", [])
        for widget in (self.table, self.empty):
            self.stack.addWidget(widget)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.reason, 1)
        foot.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, 12, PAGE_MARGIN, 8)
        column.setSpacing(8)
        column.addWidget(title)
        column.addWidget(hint)
        column.addWidget(self.stack, 1)
        column.addLayout(foot)
