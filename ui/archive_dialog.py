"""年度归档: the years that were closed, closing one, what is carried over, and what was kept long enough. GUI thread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLabel, QVBoxLayout, QWidget

from db.errors import LedgerError
from db.spec import RECORD_TYPES
from desktop.archiving import (
    ArchiveCheck,
    OpenItem,
    YearArchive,
    archives,
    carried_over,
    check_archive,
    folder_of,
    make_archive,
    years_to_archive,
)
from desktop.messages import sentence
from desktop.people.permissions import Right
from ui.submission.busy import start_with_progress
from ui.submission.calm_dialog import CalmDialog
from ui.theme.tokens import ROW_HEIGHT
from ui.widgets.dialogs import run_dialog
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain_table import fill_row, plain_table
from ui.widgets.quiet_inputs import QuietComboBox
from ui.widgets.word_button import word_button

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_HEADS = ("年度", "归档时间", "归档人", "内容", "所在文件夹")
_WIDTHS = {0: 70, 1: 140, 2: 84, 3: 150}
_SIZE = (900, 520)


class ArchiveDialog(CalmDialog):
    """The list of archives with what can be done with one; below it the year that is to be closed."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window_, self.office, self.runner = window, window.office, window.runner
        self.archives: list[YearArchive] = []
        self.setWindowTitle(f"年度归档 - {self.office.committee['name']}")
        self.resize(*_SIZE)
        self.bar = MessageBar(self)
        self.table = plain_table(_HEADS, "做过的归档", self)
        self.years = QuietComboBox(self)
        self.years.setAccessibleName("要归档的年度")
        self.carried = QLabel(self)
        self.carried.setWordWrap(True)
        self.open_button = word_button(
            self, "打开（只读）", self.open_archive, "在另一个窗口里查看归档当时的台账"
        )
        self.check_button = word_button(self, "核对", self.check, "逐个文件核对，看归档以后有没有改动")
        self.folder_button = word_button(self, "打开文件夹", self.open_folder)
        self.carried_button = word_button(self, "打印结转清单", self.print_carried)
        self.due_button = word_button(self, "到期清单…", self.show_due, "保管期满的记录和依据")
        self.make_button = word_button(self, "归档这一年", self.make, name="primary")
        self.close_button = word_button(self, "关闭", self.reject)
        self._lay_out()
        self.years.currentIndexChanged.connect(self._show_carried)
        self.reload()

    def reload(self) -> None:
        """Read archives and years again."""
        self.archives = archives(self.office)
        self.table.setRowCount(len(self.archives))
        for row, each in enumerate(self.archives):
            self._fill_row(row, each)
        for button in (self.open_button, self.check_button, self.folder_button):
            button.setEnabled(bool(self.archives))
        if self.archives:
            self.table.setCurrentCell(0, 0)
        self._offer_years()

    def make(self) -> None:
        """Close the chosen year, with progress and a way to stop."""
        year = self.years.currentData()
        start_with_progress(
            self.runner, self, f"正在归档 {year} 年…", lambda token: make_archive(self.office, year, token), self._tell_made,
            self._tell_fault,
        )  # fmt: skip

    def check(self) -> None:
        """Check every file of the chosen archive."""
        archive = self._chosen()
        folder = folder_of(self.office, archive)
        start_with_progress(
            self.runner, self, "正在核对归档…", lambda token: check_archive(folder, archive.manifest_sha256, token),
            self._tell_checked, self._tell_fault,
        )  # fmt: skip

    def open_archive(self) -> None:
        """Show the chosen archive in a window that changes nothing."""
        from ui.archive_window import open_archive_window

        archive = self._chosen()
        try:
            open_archive_window(self.window_, archive, folder_of(self.office, archive))
        except LedgerError as error:
            self.bar.tell_fault(error)
            return
        self.accept()

    def open_folder(self) -> None:
        """Show the folder in the system's own window of files."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder_of(self.office, self._chosen()))))

    def print_carried(self) -> None:
        """What the chosen year leaves open, in the preview."""
        from desktop.archive_papers import carried_over_sheet

        year = self.years.currentData()
        self._print(lambda: carried_over_sheet(self.office, year), "结转清单", f"{year}年")

    def show_due(self) -> None:
        """The records that were kept long enough."""
        from ui.retention_dialog import RetentionDialog

        run_dialog(RetentionDialog(self.window_, self))

    def _print(self, make: Callable[[], Any], title: str, detail: str) -> None:
        self.window_.records.print_document(make, title, detail)
        self.accept()

    def _chosen(self) -> YearArchive:
        return self.archives[max(self.table.currentRow(), 0)]

    def _tell_made(self, made: YearArchive) -> None:
        self.reload()
        self.bar.tell(
            f"已归档 {made.year} 年：{made.records} 条记录，{made.files} 个文件。请把这个文件夹另存一份到移动硬盘或光盘。"
        )

    def _tell_checked(self, found: ArchiveCheck) -> None:
        if found.is_whole:
            self.bar.tell(f"归档完好：{found.files} 个文件都核对无误。")
            return
        words = [
            f"{word} {len(names)} 个（{names[0]}{'等' if len(names) > 1 else ''}）"
            for word, names in (
                ("改动过", found.altered),
                ("不见了", found.missing),
                ("后来放进去", found.added),
            )
            if names
        ]
        self.bar.tell_problem(f"归档和当时不一样：{'，'.join(words)}。请从备份里找回原来的归档。")

    def _tell_fault(self, error: Exception) -> None:
        self.bar.tell_fault(error)

    def _offer_years(self) -> None:
        years, done = years_to_archive(self.office), {each.year for each in self.archives}
        self.years.blockSignals(True)
        self.years.clear()
        for year in years:
            self.years.addItem(f"{year}年" + ("（已归档过）" if year in done else ""), year)
        first = next((place for place, year in enumerate(years) if year not in done), 0)
        self.years.setCurrentIndex(first if years else -1)
        self.years.blockSignals(False)
        self._show_carried()

    def _show_carried(self) -> None:
        year = self.years.currentData()
        items = carried_over(self.office, year) if year else []
        denied = self.office.why_not(Right.ARCHIVE)
        self.make_button.setEnabled(year is not None and denied is None)
        self.make_button.setToolTip(sentence(denied) if denied else "")
        self.carried_button.setEnabled(bool(items))
        self.carried.setText(_carried_words(year, items))

    def _fill_row(self, row: int, archive: YearArchive) -> None:
        folder = folder_of(self.office, archive)
        where = str(folder) if folder.is_dir() else f"找不到：{folder}"
        content = f"{archive.records} 条记录，{archive.size / (1 << 20):.1f} MB"
        texts = (f"{archive.year}年", archive.made_at[:16].replace("T", " "), archive.made_by, content, where)
        fill_row(self.table, row, texts)

    def _lay_out(self) -> None:
        self.table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.table.horizontalHeader().setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
        for place, width in _WIDTHS.items():
            self.table.setColumnWidth(place, width)
        note = QLabel(
            "归档把一年的台账印成 PDF，连同数据库副本、照片和校验清单放进一个文件夹，以后可以随时打开查看、核对。"
            "台账里的记录一条不少，没办完的转到下一年接着办。", self
        )  # fmt: skip
        note.setObjectName("muted")
        note.setWordWrap(True)
        acts = _row(self.open_button, self.check_button, self.folder_button, None, self.due_button)
        year = _row(QLabel("要归档的年度", self), self.years, self.carried_button, None)
        foot = _row(None, self.close_button, self.make_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addWidget(note)
        column.addWidget(self.bar)
        column.addWidget(self.table, 1)
        for line in (acts, year):
            column.addLayout(line)
        column.addWidget(self.carried)
        column.addLayout(foot)


def _row(*widgets: QWidget | None) -> QHBoxLayout:
    """A line of widgets; None is the room that stretches."""
    row = QHBoxLayout()
    for widget in widgets:
        row.addStretch(1) if widget is None else row.addWidget(widget)
    return row


def _carried_words(year: int | None, items: list[OpenItem]) -> str:
    if year is None:
        return "还没有可以归档的年度：一年结束后（最早 12 月）再归档。"
    if not items:
        return f"{year} 年及以前的事项都已办结，没有要结转的。"
    counts = Counter(RECORD_TYPES[each.table].label for each in items)
    words = "、".join(f"{label} {count} 条" for label, count in counts.items())
    return f"{year} 年及以前还没有办结、结转下年继续办理的：{words}。"
