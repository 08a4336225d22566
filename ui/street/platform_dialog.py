"""导出平台数据: the records of all committees as plain files for the platform of the district. GUI thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFormLayout, QVBoxLayout, QWidget

from desktop.jobs import Runner, Token
from desktop.street.plain_export import Exported, PlainFormat, export_plain
from desktop.street.street_ledger import StreetLedger
from ui.street.report_boxes import choice_box, profile_box
from ui.submission.busy import start_with_progress
from ui.submission.calm_dialog import CalmDialog
from ui.submission.target_picker import TargetPicker
from ui.widgets.labels import plain_label
from ui.widgets.message_bar import MessageBar
from ui.widgets.rows import GAP, row_of
from ui.widgets.window_size import open_at
from ui.widgets.word_button import word_button

FOLDER = "平台数据"
_FORMATS = (
    ("JSON Lines（附 JSON Schema，平台导入用）", PlainFormat.JSONL.value),
    ("CSV", PlainFormat.CSV.value),
    ("Excel 表格（.xlsx）", PlainFormat.XLSX.value),
)
_NOTE = "每类记录一个文件，写在所选位置的“平台数据”文件夹里；同名的文件会换成新的。照片不在里面；要连照片一起给，用“上报上级…”。"


class PlatformDialog(CalmDialog):
    """Which files, how much of personal data, and where to."""

    def __init__(
        self, street: StreetLedger, runner: Runner, settings: QSettings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.street, self.runner = street, runner
        self.setWindowTitle(f"导出平台数据 — {street.committee['name']}")
        self.bar = MessageBar(self)
        self.formats = choice_box(_FORMATS, "文件格式", self)
        self.profiles = profile_box(self, "电话写全（会记入操作历史）")
        self.target = TargetPicker(settings, 1 << 20, self)
        self.export_button = word_button(self, "导出", self.go, "写到所选的位置", "primary")
        self.close_button = word_button(self, "关闭", self.reject, "关闭（Esc）")
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.addRow("文件格式", self.formats)
        form.addRow("个人信息", self.profiles)
        form.addRow("写到", self.target)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addWidget(self.bar)
        column.addLayout(form)
        column.addWidget(plain_label(_NOTE, "muted"))
        column.addStretch(1)
        column.addLayout(row_of(GAP, self.close_button, self.export_button))
        self.target.changed.connect(self._judge)
        self._judge()
        open_at(self, 640, 340)

    def go(self) -> None:
        """Write the files."""
        drive, street = self.target.drive(), self.street
        if drive is None:
            return
        self.target.keep()
        format_, profile = PlainFormat(self.formats.currentData()), str(self.profiles.currentData())
        folder = drive.folder / FOLDER

        def work(token: Token) -> list[Exported]:
            return export_plain(street, folder, format_, profile=profile)

        self.export_button.setEnabled(False)
        start_with_progress(
            self.runner, self, "正在导出…", work, lambda made: self._finish(made, folder), self._tell_failure
        )

    def _finish(self, made: list[Exported], folder: Path) -> None:
        self._judge()
        count = sum(each.count for each in made)
        self.bar.tell(f"已写出 {len(made)} 个文件、{count} 条记录，在 {folder}。" if made else "还没有记录。")

    def _tell_failure(self, error: Exception) -> None:
        self._judge()
        self.bar.tell_fault(error)

    def _judge(self) -> None:
        self.export_button.setEnabled(self.target.drive() is not None)
