"""批量修改: one or more fields get one value in all selected records; old and new of each are shown first. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from db.errors import LedgerError
from db.spec import RECORD_TYPES
from db.spec.field import RecordType
from desktop.bulk_change import BulkPlan, apply_bulk_change, plan_bulk_change
from desktop.jobs import Job, Runner, Token
from desktop.office import Office
from ui.forms.editors import Desk
from ui.forms.editors.reference import ReferenceEditor
from ui.forms.form_style import form_style
from ui.lists.bulk_fields import BulkFields
from ui.lists.bulk_preview import BulkPreview
from ui.widgets.message_bar import MessageBar
from ui.widgets.window_size import open_at
from ui.widgets.word_button import word_button

_TALLEST = 240  # of the fields above the preview; more of them scroll


class BulkChangeDialog(QDialog):
    """After accepting, `result_words` says what was changed."""

    def __init__(
        self,
        office: Office,
        runner: Runner,
        table: str,
        record_ids: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.office, self.runner, self.ids = office, runner, list(record_ids)
        self.record_type: RecordType = RECORD_TYPES[table]
        self.result_words = ""
        self.plan: BulkPlan | None = None
        self._job: Job | None = None
        self.setWindowTitle(
            f"批量修改 {len(self.ids)} 条{self.record_type.label} - {office.committee['name']}"
        )
        self.setStyleSheet(form_style())
        self.bar = MessageBar(self)
        self.fields = BulkFields(Desk(office, table), self.record_type, self)
        self.preview = BulkPreview(self)
        self.note = QLabel(self)
        self.note.setWordWrap(True)
        self.progress = QProgressBar(self)
        self.progress.hide()
        self.preview_button = word_button(self, "预览", self.show_plan, "逐条看看改前改后，还不保存")
        self.change_button = word_button(
            self, "修改", self.make, "一次全部改好，在历史里算一次操作", "primary"
        )
        self.cancel_button = word_button(self, "取消", self.reject, "不修改并关闭（Esc）")
        self._lay_out()
        self.fields.edited.connect(self._forget_plan)
        self.fields.new_wanted.connect(self._add_referred)
        self._forget_plan()
        open_at(self, 1000, 640)

    def show_plan(self) -> None:
        """Work out what would become of each record, and show it."""
        self.fields.settle()
        typed, ids, table = self.fields.values(), self.ids, self.record_type.table
        self._start(
            lambda token: plan_bulk_change(self.office, table, ids, typed, token),
            self._take_plan,
            "正在试改…",
        )

    def make(self) -> None:
        """Make the changes that were shown; a problem is told, and then nothing is changed."""
        plan = self.plan
        if plan is not None and plan.changing():
            self._start(lambda token: apply_bulk_change(self.office, plan, token), self._end, "正在修改…")

    def reject(self) -> None:
        """Stop what is running; otherwise close."""
        if self._job is not None:
            self._job.cancel()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._job is not None:
            event.ignore()
        self.reject()

    def _start(self, work: Callable[[Token], Any], done: Callable[[Any], None], words: str) -> None:
        self.bar.hide()
        self.note.setText(words)
        self.progress.setRange(0, 0)
        self.progress.show()
        self._rest(True)
        job = self.runner.start(
            work,
            done=done,
            failed=self._tell,
            cancelled=lambda: self.note.setText("已停止，没有修改。"),
            progressed=self._show_progress,
        )
        self._job = job
        job.ended.connect(self._stop)

    def _stop(self) -> None:
        self._job = None
        self.progress.hide()
        self._rest(False)

    def _rest(self, is_working: bool) -> None:
        changing = len(self.plan.changing()) if self.plan else 0
        self.fields.setEnabled(not is_working)
        self.preview_button.setEnabled(not is_working and bool(self.fields.names()))
        self.change_button.setEnabled(not is_working and changing > 0)
        self.change_button.setText(f"修改 {changing} 条" if changing else "修改")
        self.change_button.setToolTip("一次全部改好，在历史里算一次操作" if changing else "请先点“预览”")
        self.cancel_button.setText("停止" if is_working else "取消")

    def _show_progress(self, done: int, total: int, text: str) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _take_plan(self, plan: BulkPlan) -> None:
        self.plan = plan
        self.preview.show_plan(plan, [self.record_type.field(name).label for name in plan.typed])
        parts = [f"将修改 {len(plan.changing())} 条"]
        if plan.unchanged():
            parts.append(f"{plan.unchanged()} 条已经是这样，不动")
        if refused := plan.refused():
            reasons = "；".join(f"{count} 条：{why.rstrip('。')}" for why, count in list(refused.items())[:3])
            parts.append(f"{sum(refused.values())} 条不能这样改（{reasons}）")
        self.note.setText("，".join(parts) + "。")

    def _end(self, count: int) -> None:
        labels = "、".join(self.record_type.field(name).label for name in self.fields.names())
        self.result_words = f"已批量修改 {count} 条{self.record_type.label}的{labels}"
        self.accept()

    def _tell(self, error: Exception) -> None:
        self.plan = None
        self.note.setText("没有修改。")
        if not isinstance(error, LedgerError):
            raise error
        self.bar.tell_fault(error)

    def _forget_plan(self) -> None:
        """What was shown is no longer what stands above."""
        self.plan = None
        self.preview.show_nothing()
        label, count = self.record_type.label, len(self.ids)
        self.note.setText(f"已选 {count} 条{label}。选好内容、填好新值，再点“预览”；留空表示清空。")
        self._rest(False)

    def _add_referred(self, editor: ReferenceEditor, typed: str) -> None:
        from ui.forms.record_dialog import RecordDialog

        referred = RECORD_TYPES[editor.field.refers_to]
        dialog = RecordDialog(
            self.office, referred, initial={referred.title_field: typed} if typed else None, parent=self
        )
        if dialog.exec() and dialog.saved:
            editor.set_value(dialog.saved["id"])
            editor.changed.emit()
        dialog.deleteLater()

    def _lay_out(self) -> None:
        top = QScrollArea(self)
        top.setAccessibleName("要修改的内容")
        top.setWidgetResizable(True)
        top.setWidget(self.fields)
        self.fields.edited.connect(
            lambda: top.setFixedHeight(min(_TALLEST, self.fields.sizeHint().height() + 4))
        )
        top.setFixedHeight(_TALLEST // 4)
        top.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.preview_button)
        buttons.addWidget(self.progress, 1)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.change_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.bar)
        column.addWidget(top)
        column.addWidget(self.note)
        column.addWidget(self.preview, 1)
        column.addLayout(buttons)
