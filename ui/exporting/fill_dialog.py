"""按上级表样填写: which form, what its marks will be filled with, which are not known, then the filled file. GUI thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QRadioButton,
    QTableWidgetItem,
    QVBoxLayout,
)

from db.errors import LedgerError
from desktop.form_templates.filling import (
    Chosen,
    FormReport,
    fill_form,
    form_values,
    look_at_form,
    personal_labels,
    suggested,
)
from desktop.form_templates.form_values import FormValues
from desktop.form_templates.marks import COUNT, Mark, Scope
from desktop.form_templates.shipped_forms import shipped_forms
from desktop.jobs import Token
from ui.exporting.selection import Selection
from ui.exporting.writing_panel import WritingPanel
from ui.pages.page_context import PageContext
from ui.preview.file_names import safe_name
from ui.theme.tokens import tokens_now
from ui.widgets.plain_table import plain_table
from ui.widgets.quiet_inputs import QuietComboBox
from ui.widgets.window_size import open_at

_KINDS = "表样 (*.xlsx *.docx)"
_FOLDER_KEY, _LAST_KEY = "forms/folder", "forms/last"
_SAMPLE = 60  # characters of a sample value


class FillDialog(QDialog):
    """Shows every mark of the chosen form before anything is written."""

    def __init__(self, context: PageContext, selection: Selection) -> None:
        super().__init__(context.bar.window())
        self.context, self.office, self.selection = context, context.office, selection
        self.report: FormReport | None = None
        self.path: Path | None = None
        self.setWindowTitle(f"按上级表样填写 — {selection.title}")
        open_at(self, 820, 560)
        self.form_box = QuietComboBox(self)
        self.form_box.setAccessibleName("表样")
        self.choose_button = QPushButton("选择文件…", self)
        self.copy_button = QPushButton("另存表样…", self)
        self.copy_button.setToolTip("把这张表样存一份，在 Excel 或 Word 里改成自己要的样子")
        self.summary = QLabel(self)
        self.summary.setWordWrap(True)
        self.table = plain_table(("表样里的标记", "会填上（以第一条为例）", "说明"), "标记", self)
        count = self.office.count(selection.record_type.table, selection.query)
        self.listed = QRadioButton(f"列出的 {count} 条", self)
        self.selected = QRadioButton(f"只要选中的 {len(selection.selected)} 条", self)
        self.selected.setEnabled(bool(selection.selected))
        (self.selected if selection.selected else self.listed).setChecked(True)
        self.personal = QCheckBox("包含个人信息", self)
        self.panel = WritingPanel(context.runner, context.settings, "填写…", self)
        self._lay_out()
        self._connect()
        self._offer_forms()

    def show_form(self, path: Path) -> None:
        """Look at a form and list its marks; one that cannot be used is told, and nothing can be written."""
        self.path, self.report = path, None
        self.panel.bar.hide()
        self.table.setRowCount(0)
        try:
            self.report = look_at_form(path, self.selection.record_type)
            self._list_marks(self.report)
        except LedgerError as error:
            self.summary.setText("")
            self.panel.bar.tell_fault(error)
        self.panel.start_button.setEnabled(self.report is not None)

    def add_form(self, path: Path) -> None:
        """Offer a form of the office beside those that ship, and look at it."""
        found = self.form_box.findData(str(path))
        if found < 0:
            self.form_box.addItem(path.name, str(path))
            found = self.form_box.count() - 1
        self.form_box.setCurrentIndex(found)
        self.context.settings.setValue(self._last_key(), str(path))
        self.context.settings.setValue(_FOLDER_KEY, str(path.parent))
        self.show_form(path)

    def write_to(self, out: Path) -> None:
        """Fill the form that is shown into a file."""
        form, chosen = self.path, self._chosen()
        assert form is not None

        def work(token: Token) -> str:
            report = fill_form(self.office, form, chosen, out)
            left = f"有 {len(report.unknown)} 个标记没有对应的栏目，原样留着。" if report.unknown else ""
            return f"已填入 {len(chosen.ids)} 条。{left}"

        self.panel.write(out, work)

    def reject(self) -> None:
        """Close; not while a file is being written."""
        if self.panel.job is None:
            super().reject()

    def _chosen(self) -> Chosen:
        selection = self.selection
        table = selection.record_type.table
        is_selected = self.selected.isChecked()
        ids = selection.selected if is_selected else tuple(self.office.ids(table, selection.query))
        return Chosen(table, ids, selection.period, self.personal.isChecked())

    def _ask_and_write(self) -> None:
        if self.path is None or self.report is None:
            return
        name = safe_name(f"{self.office.committee['name']}_{self.path.stem}_{self.selection.period}")
        suffix = self.path.suffix.lower()
        kinds = "Word 文档 (*.docx)" if suffix == ".docx" else "Excel 表格 (*.xlsx)"
        out = self.panel.ask_path(f"{name}{suffix}", kinds)
        if out is not None:
            self.write_to(out)

    def _list_marks(self, report: FormReport) -> None:
        chosen = self._chosen()
        first = form_values(self.office, chosen, chosen.ids[:1])
        self.table.setRowCount(len(report.marks))
        for row, mark in enumerate(report.marks):
            sample = self._sample(mark, first, len(chosen.ids))
            cells = (f"{{{{{mark.text}}}}}", sample[:_SAMPLE], self._explained(mark))
            for place, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if mark.scope is Scope.UNKNOWN:
                    item.setForeground(QColor(tokens_now().danger))
                self.table.setItem(row, place, item)
        self.summary.setText(self._summary(report))
        labels = personal_labels(self.selection.record_type, report)
        self.personal.setEnabled(bool(labels))
        self.personal.setText(f"包含个人信息（{'、'.join(labels)}）" if labels else "表样里没有个人信息")

    def _sample(self, mark: Mark, values: FormValues, count: int) -> str:
        if mark.scope in (Scope.UNKNOWN, Scope.ALL):  # sums are made of all records, when the form is filled
            return ""
        return str(count) if mark.text == COUNT else values.text(mark).replace("\n", " ")

    def _explained(self, mark: Mark) -> str:
        near = suggested(self.selection.record_type, mark) if mark.scope is Scope.UNKNOWN else ""
        return f"{mark.meaning}，是不是“{near}”？" if near else mark.meaning

    def _summary(self, report: FormReport) -> str:
        way = "有一行会按记录重复。" if report.is_repeating else "没有可重复的一行，每条记录各填一份。"
        unknown = f"有 {len(report.unknown)} 个认不出（红字），会原样留着。" if report.unknown else "都认得。"
        return f"找到 {len(report.marks)} 个标记，{unknown}{way}"

    def _offer_forms(self) -> None:
        for form in shipped_forms(self.selection.record_type.table):
            self.form_box.addItem(f"{form.path.stem}（自带）", str(form.path))
        last = Path(str(self.context.settings.value(self._last_key(), "")))
        if str(last) != "." and last.is_file():
            self.add_form(last)
        elif self.form_box.count():
            self.show_form(Path(self.form_box.itemData(0)))
        else:
            self.form_box.setPlaceholderText("请先选择上级发来的表样")
            self.panel.start_button.setEnabled(False)
            self.copy_button.setEnabled(False)
            self.summary.setText(
                "在表样要填的格子里写上 {{栏目名}}，例如 {{编号}}；每条一行的表，在那一行写上 {{序号}}。"
            )

    def _pick(self) -> None:
        folder = str(self.context.settings.value(_FOLDER_KEY, ""))
        chosen, _ = QFileDialog.getOpenFileName(self, "选择表样", folder, _KINDS)
        if chosen:
            self.add_form(Path(chosen))

    def _save_copy(self) -> None:
        """Hand out the form itself, to be changed in Excel or Word."""
        if self.path is None:
            return
        out = self.panel.ask_path(self.path.name, _KINDS)
        if out is not None and out != self.path:
            form = self.path
            self.panel.write(out, lambda token: _copied(form, out))

    def _last_key(self) -> str:
        return f"{_LAST_KEY}/{self.selection.record_type.table}"

    def _connect(self) -> None:
        self.choose_button.clicked.connect(self._pick)
        self.copy_button.clicked.connect(self._save_copy)
        self.form_box.activated.connect(lambda place: self.show_form(Path(self.form_box.itemData(place))))
        self.personal.toggled.connect(self._show_again)
        self.listed.toggled.connect(self._show_again)
        self.panel.start_button.clicked.connect(self._ask_and_write)
        self.panel.closed.connect(self.reject)

    def _show_again(self) -> None:
        if self.report is not None:
            self._list_marks(self.report)

    def _lay_out(self) -> None:
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.resizeSection(0, 220)
        header.resizeSection(1, 280)
        header.setStretchLastSection(True)
        self.table.setTextElideMode(Qt.TextElideMode.ElideRight)
        top, which = QHBoxLayout(), QHBoxLayout()
        top.addWidget(QLabel("表样", self))
        top.addWidget(self.form_box, 1)
        top.addWidget(self.choose_button)
        top.addWidget(self.copy_button)
        which.addWidget(self.listed)
        which.addWidget(self.selected)
        which.addStretch(1)
        which.addWidget(self.personal)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.summary)
        column.addWidget(self.table, 1)
        column.addLayout(which)
        column.addWidget(self.panel)


def _copied(form: Path, out: Path) -> str:
    from desktop.spreadsheets.files import whole_or_not_at_all

    with whole_or_not_at_all(out) as part:
        part.write_bytes(form.read_bytes())
    return "已另存表样。"
