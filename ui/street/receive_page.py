"""收件: files or a whole stick go in one after the other; each row says what came of its file. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from db.errors import LedgerError
from desktop.jobs import Token
from desktop.people.permissions import Right
from desktop.street.street_ledger import StreetLedger
from ui.models.change_relay import Changed
from ui.pages.page_context import PageContext
from ui.pages.page_reading import PageReading
from ui.pages.submission.value_table import ValueTable
from ui.people.page_rights import denied_words
from ui.street.action_buttons import offer_menu
from ui.street.intake_rows import COLUMNS, STRETCHED, IntakeRow, sums
from ui.street.intake_run import IntakeRun
from ui.street.notes_pane import NotesPane
from ui.street.unlocking import unlocked
from ui.submission.drives import folder_as_drive
from ui.theme.tokens import PAGE_MARGIN
from ui.widgets.empty_state import EmptyState
from ui.widgets.icon_buttons import IconButton, named_action, tint_actions
from ui.widgets.labels import plain_label
from ui.widgets.word_button import word_button

if TYPE_CHECKING:
    from desktop.street.chain_notes import ChainNote
    from ui.street.street_window import StreetWindow

_TABLES = frozenset(("roster", "received_package"))
_HINT = "插上 U 盘点“收整个 U 盘或文件夹”，或把报送包、整个文件夹拖到这里；一个包有问题不影响别的。"


class ReceivePage(QWidget):
    """The page of the street's window that takes packages in."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.street = context, cast(StreetLedger, context.office)
        self.rows: list[IntakeRow] = []
        self.receipts_folder: Path | None = None
        self.run = IntakeRun(self.street, context.runner, self)
        self.denied = denied_words(self.street, Right.PACK)
        self.table = ValueTable(COLUMNS, STRETCHED, self)
        self.table.setAccessibleName("收到的文件")
        self.choose_files = named_action(
            self, "收文件…", "add", "Ctrl+O", self.denied or "选中一个或多个报送包"
        )
        self.choose_folder = named_action(
            self,
            "收整个 U 盘或文件夹…",
            "folder",
            "Ctrl+Shift+O",
            self.denied or "找出里面所有的报送包，逐个收下",
        )
        self.preview = named_action(
            self, "先看再收…", "search", "", "先逐条看清一个包会改动什么，再决定收下或退回"
        )
        self.accept_gap = named_action(
            self, "同意缺号，收下这个包", "", "", "前面的包没有收到，但这个包已包含此前的全部变更"
        )
        self.empty = EmptyState(self)
        self.stack = QStackedWidget(self)
        self.place, self.words, self.ejectable = (QLabel(self) for _ in range(3))
        self.detail = plain_label("")
        self.notes = NotesPane(self)
        self.reading = PageReading(self, context, self._begin_reading, self._take_notes, _TABLES)
        self.progress = QProgressBar(self)
        self.stop_button = word_button(
            self, "停止", self.run.stop, "马上停下；还没有合并的文件原样留着，按“继续”再收"
        )
        self.go_on_button = word_button(self, "继续", self.go_on, "接着收还没有处理的文件", "primary")
        self.place_button = word_button(self, "换一个位置…", self._ask_place, "回执另存到别的文件夹", "link")
        self._lay_out()
        self._connect()
        self._show()

    # what the main window asks for

    def take_change(self, changed: Changed) -> None:
        """Hear of a write; what was received is told by the intake itself."""
        if not self.run.is_running:
            self.reading.note_change(changed)

    def menu_actions(self) -> tuple[list[QAction], list[QAction]]:
        """The actions of the 记录 and of the 查找 menu."""
        looking = [self.preview] if self.preview.isVisible() else []
        return [self.choose_files, self.choose_folder, *looking, self.accept_gap], []

    # what the clerk does

    def take(self, paths: Sequence[Path]) -> None:
        """Take in these files, and what is in these folders; their receipts go beside them."""
        if self.offer(paths):
            self.go_on()

    def offer(self, paths: Sequence[Path]) -> bool:
        """Show the files that would be taken in, and wait for 收下; whether there are any and nothing is under way."""
        from desktop.street.intake import RECEIPTS_FOLDER, in_order, package_files

        if self.run.is_running or not paths or self.denied:
            return False
        try:
            files = in_order(package_files(paths, self.street.committee["code"]))
        except LedgerError as error:
            self.context.bar.tell_fault(error)
            return False
        first = paths[0]
        self.receipts_folder = (first if first.is_dir() else first.parent) / RECEIPTS_FOLDER
        self.rows = [IntakeRow(each) for each in files]
        self._show()
        return True

    def go_on(self) -> None:
        """Take in what was not taken in yet."""
        self._unlocked(lambda: self._begin([each.file for each in self.rows if each.received is None]))

    def accept_selected_gap(self) -> None:
        """Take in the selected package although packages before it are missing."""
        row = self._selected()
        if row is not None and row.is_gap:
            self._unlocked(lambda: self._begin([row.file], accepts_gap=True))

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        tint_actions(self)
        self.preview.setVisible(getattr(self.window(), "has_preview", False))
        self.preview_button.setVisible(self.preview.isVisible())
        if self.reading.is_stale:
            self.reading.start()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if paths := _dropped(event.mimeData()):
            event.acceptProposedAction()
            self.take(paths)

    # inside

    def _begin_reading(self) -> Callable[[Token], list[ChainNote]]:
        from desktop.street.chain_notes import chain_notes

        return lambda token: chain_notes(self.street)

    def _take_notes(self, notes: list[ChainNote]) -> bool:
        self.notes.show_notes(notes)
        return True

    def _end(self) -> None:
        self._take_results()
        self.reading.start()

    def _unlocked(self, go_on: Callable[[], object]) -> None:
        unlocked(self.street.keyring, self.context.runner, self.context.bar, self.window(), go_on)

    def _begin(self, files: list[Path], accepts_gap: bool = False) -> None:
        if files and self.receipts_folder is not None:
            self.run.start(files, self.receipts_folder, accepts_gap)
            self._show()

    def _take_results(self) -> None:
        """Put what came of the files into their rows; volumes that were set free get rows of their own."""
        for received in self.run.results():
            places = [place for place, each in enumerate(self.rows) if each.file == received.file]
            if places:
                self.rows[places[0]] = IntakeRow(received.file, received)
            else:
                self.rows.append(IntakeRow(received.file, received))
        self._show()

    def _show(self) -> None:
        kept = self.table.currentIndex().row()
        self.table.values_model.show_values(self.rows)
        if 0 <= kept < len(self.rows):
            self.table.select_rows([kept], kept)
        self.stack.setCurrentWidget(self.table if self.rows else self.empty)
        is_running = self.run.is_running
        is_left = any(each.received is None for each in self.rows)
        for action in (self.choose_files, self.choose_folder):
            action.setEnabled(not is_running and not self.denied)
        self.progress.setVisible(is_running)
        self.stop_button.setVisible(is_running)
        self.go_on_button.setVisible(is_left and not is_running)
        self.go_on_button.setText("继续" if any(each.received for each in self.rows) else "收下")
        self.words.setText(sums(self.rows) if self.rows else "")
        self.place.setText(f"回执写到 {self.receipts_folder}" if self.receipts_folder else "")
        self.place_button.setVisible(self.receipts_folder is not None and not is_running)
        self.ejectable.setText(self._stick_words())
        self._show_selection()

    def _stick_words(self) -> str:
        """Whether the stick may be pulled out: only when every receipt was written and read back."""
        if not self.rows or self.receipts_folder is None:
            return ""
        is_stick = (
            self.receipts_folder.parent.is_dir() and folder_as_drive(self.receipts_folder.parent).is_stick
        )
        if self.run.is_running:
            return "正在收件，请不要拔出 U 盘" if is_stick else "正在收件"
        if self.run.is_broken or any(each.received is None for each in self.rows):
            return "还没有收完，请不要拔出 U 盘" if is_stick else "还没有收完"
        written = sum(each.received is not None and each.received.receipt is not None for each in self.rows)
        done = f"{written} 份回执已写好并读回核对" if written else "没有要写的回执"
        return f"{done}，可以拔出 U 盘" if is_stick else done

    def _tell_failure(self, error: Exception) -> None:
        self._show()
        self.context.bar.tell_fault(error, "继续", self.go_on)

    def _show_progress(self, done: int, total: int, text: str) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self.progress.setFormat(text)

    def _selected(self) -> IntakeRow | None:
        rows = list(self.table.selected_rows())
        return self.rows[rows[0]] if len(rows) == 1 and rows[0] < len(self.rows) else None

    def _show_selection(self) -> None:
        row = self._selected()
        can_accept = row is not None and row.is_gap and not self.run.is_running and not self.denied
        self.accept_gap.setEnabled(can_accept)
        self.gap_button.setVisible(can_accept)
        self.detail.setText(f"{row.file.name}：{row.result}" if row is not None and row.result else "")
        self.detail.setVisible(bool(self.detail.text()))

    def _ask_files(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(
            self, "选择村居交来的报送包", "", "报送包 (*.zip *.age);;所有文件 (*)"
        )
        self.take([Path(each) for each in chosen])

    def _ask_preview(self) -> None:
        """The file that waits here is looked at; where none is meant, one is asked for."""
        waiting = [each.file for each in self.rows if each.received is None]
        row = self._selected()
        if row is not None and row.file in waiting:
            waiting = [row.file]
        if len(waiting) == 1:
            cast("StreetWindow", self.window()).preview(waiting[0])
            return
        chosen, _ = QFileDialog.getOpenFileName(
            self, "先看哪个报送包", "", "报送包 (*.zip *.age);;所有文件 (*)"
        )
        if chosen:
            cast("StreetWindow", self.window()).preview(Path(chosen))

    def _ask_folder(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, "选择 U 盘或放报送包的文件夹"):
            self.take([Path(chosen)])

    def _ask_place(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, "回执写到哪个文件夹", str(self.receipts_folder)):
            self.receipts_folder = Path(chosen)
            self._show()

    def _connect(self) -> None:
        self.setAcceptDrops(True)
        self.choose_files.triggered.connect(self._ask_files)
        self.choose_folder.triggered.connect(self._ask_folder)
        self.preview.triggered.connect(self._ask_preview)
        self.accept_gap.triggered.connect(self.accept_selected_gap)
        self.table.selection_told.connect(self._show_selection)
        offer_menu(self.table, [self.accept_gap])
        self.run.came.connect(self._take_results)
        self.run.ended.connect(self._end)
        self.run.failed.connect(self._tell_failure)
        self.run.progressed.connect(self._show_progress)

    def _lay_out(self) -> None:
        title = QLabel("收件", self)
        title.setObjectName("title")
        for label in (self.place, self.words):
            label.setObjectName("muted")
            label.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(title)
        head.addStretch(1)
        self.preview_button, *others = (
            self._head_button(action, name)
            for action, name in (
                (self.preview, "action"), (self.choose_files, "action"), (self.choose_folder, "primary"),
            )
        )  # fmt: skip
        for button in (self.preview_button, *others):
            head.addWidget(button)
        self.empty.show_words(
            "还没有收件",
            self.denied or _HINT,
            [] if self.denied else [("收整个 U 盘或文件夹…", self._ask_folder), ("收文件…", self._ask_files)],
        )
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.gap_button = word_button(
            self, self.accept_gap.text(), self.accept_gap.trigger, self.accept_gap.toolTip()
        )
        place = QHBoxLayout()
        place.addWidget(self.place, 1)
        place.addWidget(self.place_button)
        place.addWidget(self.ejectable)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.words, 1)
        for widget in (self.gap_button, self.progress, self.stop_button, self.go_on_button):
            foot.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, 12, PAGE_MARGIN, 8)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.stack, 3)
        column.addWidget(self.detail)
        column.addLayout(place)
        column.addLayout(foot)
        column.addWidget(self.notes, 2)

    def _head_button(self, action: QAction, name: str) -> IconButton:
        button = IconButton(str(action.property("icon_name")), action.text(), name, self)
        button.setToolTip(action.toolTip())
        button.setEnabled(action is self.preview or not self.denied)
        button.clicked.connect(action.trigger)
        return button


def _dropped(mime: QMimeData) -> list[Path]:
    """The files and folders that are dragged in."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
