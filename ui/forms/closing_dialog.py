"""关闭, 迁出, 拆除 of premises: the step, and what becomes of the hazards, risks and drills that are not finished
(part D). GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from db.spec import RECORD_TYPES
from db.spec.field import Record
from desktop.office import Office
from desktop.premises_file import REASON, close_premises, ending_word, open_records
from ui.forms.editors.line import EntryLine
from ui.forms.form_style import form_style
from ui.forms.step_dialog import StepDialog

_NAMED = 5  # records named of each type; the rest is counted
# (heading, word for going on, word for ending, whether they end unless the clerk says otherwise)
_APPROVED = ("hazard",)  # ended in the name of the safety lead, which the clerk must see
_WORDS = {
    "hazard": ("未销号隐患", "继续跟踪整改", "作废", False),
    "risk": ("在管风险", "保留在风险清单", "关闭风险", True),
    "drill_plan": ("未实施的演练计划", "保留计划", "取消演练", True),
}


class Fate(QFrame):
    """What becomes of the open records of one type: they go on, or end with a reason."""

    def __init__(
        self, table: str, records: list[Record], approver: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.table = table
        heading, going_on, ending, is_ending = _WORDS[table]
        if table in _APPROVED:
            ending = f"{ending}（{approver}批准）"
        self.setObjectName("card")
        self.setStyleSheet(form_style())
        self.goes_on, self.ends = QRadioButton(going_on, self), QRadioButton(ending, self)
        self.reason = EntryLine(self)
        self.reason.setText(REASON)
        self.reason.setAccessibleName(f"{ending}的理由")
        self.choice = QButtonGroup(self)
        for button in (self.goes_on, self.ends):
            self.choice.addButton(button)
        may_end = bool(ending_word(table))
        (self.ends if is_ending and may_end else self.goes_on).setChecked(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(QLabel(f"{heading} {len(records)} 条", self))
        column.addWidget(self._names(records))
        column.addLayout(self._choices(may_end))

    def end_reason(self) -> str | None:
        """Why they end; None when they go on."""
        return (self.reason.text().strip() or REASON) if self.ends.isChecked() else None

    def _names(self, records: list[Record]) -> QLabel:
        record_type = RECORD_TYPES[self.table]
        lines = [f"{each['no']}　{_short(str(each[record_type.title_field]))}" for each in records[:_NAMED]]
        lines += [f"……等 {len(records)} 条"] if len(records) > _NAMED else []
        label = QLabel("\n".join(lines), self)
        label.setObjectName("muted")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _choices(self, may_end: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.goes_on)
        row.addWidget(self.ends)
        label = QLabel("理由", self)
        row.addWidget(label)
        row.addWidget(self.reason, 1)
        for widget in (self.ends, label, self.reason):
            widget.setVisible(may_end)
        if not may_end:
            row.addWidget(QLabel("（请在“移交说明”里写明交给谁、怎样跟踪）", self))
            row.addStretch(1)
        self.ends.toggled.connect(self.reason.setEnabled)
        self.reason.setEnabled(self.ends.isChecked())
        return row


class ClosingDialog(StepDialog):
    """Closes premises with all that hangs on them in one transaction. After accepting, `saved` is the premises."""

    fates: list[Fate]

    def __init__(self, office: Office, *given: Any) -> None:
        super().__init__(office, *given)
        day = self.form.editor("closed_on")
        if day.is_empty():
            day.set_value(office.today)
            self.note_baseline()

    def lay_out(self, above: list[QWidget], left: list[QPushButton], right: list[QPushButton]) -> None:
        found = open_records(self.office, self.record["id"])
        self.fates = [Fate(table, records, self.office.lead, self) for table, records in found.items()]
        super().lay_out(above, left, right)
        if self.fates:
            self._add_fates()

    def _add_fates(self) -> None:
        """Below the form: first the day and the reason, then what they mean for the rest."""
        assert self._scroll is not None
        page = self._scroll.widget().layout()
        assert isinstance(page, QVBoxLayout)
        asked = QLabel(f"下面这些还没有办结，请逐类选择怎样处理，和“{self.transition.label}”一起保存：", self)
        asked.setWordWrap(True)
        for widget in (asked, *self.fates):
            page.addWidget(widget)

    def write(self, typed: dict[str, Any]) -> Record:
        reasons = {each.table: each.end_reason() for each in self.fates}
        ended = {table: reason for table, reason in reasons.items() if reason is not None}
        return close_premises(self.office, self.record, self.transition.name, typed, ended)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return f"{line[:40]}…" if len(line) > 41 else line
