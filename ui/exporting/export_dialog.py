"""导出表格: which records, which columns, which file, and whether personal data goes along. GUI thread."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from db.spec.masking import is_personal
from desktop.jobs import Token
from desktop.spreadsheets.exporting import Export, Format, export
from ui.exporting.selection import Selection
from ui.exporting.writing_panel import WritingPanel
from ui.pages.page_context import PageContext
from ui.preview.file_names import safe_name
from ui.widgets.quiet_inputs import QuietComboBox
from ui.widgets.rows import GAP, row_of

_FORMATS = (
    (Format.XLSX, "Excel 表格（.xlsx）", "Excel 表格 (*.xlsx)"),
    (Format.CSV, "文本表格（.csv）", "文本表格 (*.csv)"),
)
_WIDTH = 560


class ExportDialog(QDialog):
    """Asks, writes, and offers to open the file."""

    def __init__(self, context: PageContext, selection: Selection) -> None:
        super().__init__(context.bar.window())
        self.office, self.selection = context.office, selection
        self.setWindowTitle(f"导出表格 — {selection.title}")
        self.setMinimumWidth(_WIDTH)
        count = self.office.count(selection.record_type.table, selection.query)
        self.listed = QRadioButton(f"列出的 {count} 条（按现在的筛选和排序）", self)
        self.selected = QRadioButton(f"只要选中的 {len(selection.selected)} 条", self)
        self.selected.setEnabled(bool(selection.selected))
        self.shown_columns = QRadioButton(f"看到的 {len(selection.names)} 栏（按现在的次序）", self)
        self.all_columns = QRadioButton("全部栏目", self)
        self.format_box = QuietComboBox(self)
        self.format_box.setAccessibleName("文件种类")
        for format_, words, _ in _FORMATS:
            self.format_box.addItem(words, format_)
        self.personal = QCheckBox("包含个人信息（姓名、电话、证号、签到名单）", self)
        self.mark = QCheckBox("附上记录标识（隐藏的一栏），在表格里改好后可以再导入", self)
        self.mark.setChecked(not context.office.is_street)  # a street takes no edited sheet back
        self.mark.setVisible(not context.office.is_street)
        self.note = QLabel(self)
        self.panel = WritingPanel(context.runner, context.settings, "导出…", self)
        self.panel.start_button.clicked.connect(self._ask_and_write)
        self.panel.closed.connect(self.reject)
        self.personal.toggled.connect(self._show_note)
        for each in (self.shown_columns, self.all_columns):
            each.toggled.connect(self._show_note)
        self._group(self.listed, self.selected)
        self._group(self.shown_columns, self.all_columns)
        (self.selected if len(selection.selected) > 1 else self.listed).setChecked(True)
        self.shown_columns.setChecked(True)
        self._lay_out()
        self._show_note()

    def asked(self) -> Export:
        """What the choices amount to."""
        chosen, record_type = self.selection, self.selection.record_type
        return Export(
            record_type.table, chosen.query, chosen.title,
            names=chosen.names if self.shown_columns.isChecked() else None,
            ids=chosen.selected if self.selected.isChecked() else None,
            with_personal=self.personal.isChecked(), with_mark=self.mark.isChecked(),
            format=Format(self.format_box.currentData()),
        )  # fmt: skip

    def reject(self) -> None:
        """Close; while writing, stop that first."""
        if self.panel.job is None:
            super().reject()
        else:
            self.panel.leave()

    def _ask_and_write(self) -> None:
        asked = self.asked()
        unit = self.office.committee["name"]
        name = safe_name("_".join(filter(None, (unit, self.selection.title, self.selection.period))))
        kinds = next(words for format_, _, words in _FORMATS if format_ is asked.format)
        path = self.panel.ask_path(f"{name}.{asked.format}", kinds)
        if path is None:
            return

        def write(token: Token) -> str:
            return f"已导出 {export(self.office, asked, path, token)} 条。"

        self.panel.write(path, write)

    def _show_note(self) -> None:
        record_type = self.selection.record_type
        names = self.selection.names if self.shown_columns.isChecked() else tuple(record_type.by_name)
        labels = [each.label for each in record_type.fields if each.name in names and is_personal(each)]
        self.personal.setEnabled(bool(labels))
        if not labels:
            self.note.setText("这些栏目里没有个人信息。")
        elif self.personal.isChecked():
            self.note.setText("表里会有完整的个人信息：只交给该看的人，用完请删除。")
        else:
            self.note.setText(f"将隐去：{'、'.join(labels)}（如 张**、139****0001）。")

    def _group(self, *buttons: QRadioButton) -> None:
        group = QButtonGroup(self)
        for each in buttons:
            group.addButton(each)

    def _lay_out(self) -> None:
        self.note.setObjectName("muted")
        self.note.setWordWrap(True)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(12)
        form.addRow("记录", _stacked(self.listed, self.selected))
        form.addRow("栏目", _stacked(self.shown_columns, self.all_columns))
        form.addRow("文件", _beside(self.format_box))
        form.addRow("", _stacked(self.personal, self.note, self.mark))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(16)
        column.addLayout(form)
        column.addWidget(self.panel)


def _stacked(*widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(4)
    for each in widgets:
        column.addWidget(each)
    return column


def _beside(widget: QWidget) -> QHBoxLayout:
    return row_of(widget, GAP)
