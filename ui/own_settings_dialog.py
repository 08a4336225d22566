"""本单位设定: the days and months that are only practice, each with the default that ships. GUI thread."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from db.errors import LedgerError
from db.spec.own_settings import OWN_SETTINGS, OwnSetting
from desktop.office import Office
from ui.widgets.message_bar import MessageBar
from ui.widgets.quiet_inputs import QuietSpinBox
from ui.widgets.window_size import open_at

_LABEL_WIDTH = 280
_NOTE = "文件没有规定这些天数，由本单位设定。改动从新的记录起算，已登记的期限不变。"
_STREET_NOTE = "本街道的看板、提醒和备份按这些数算；村居在自己的程序里另有设定，不跟着变。改了截止日，各月的看板马上按新的算。"
_OF_A_STREET = ("演练与证照", "月报", "备份")  # the rest is what a committee works by


class OwnSettingsDialog(QDialog):
    """A number for each setting; all of them are saved in one go."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.settings = [each for each in OWN_SETTINGS if not office.is_street or each.group in _OF_A_STREET]
        whose = "" if office.is_street else "本单位"
        self.setWindowTitle(f"{whose}设定 - {office.committee['name']}")
        open_at(self, 620, 620)
        kept = office.own_numbers()
        self.boxes = {each.key: self._box(each, kept[each.key]) for each in self.settings}
        self.bar = MessageBar(self)
        self._lay_out()

    def save(self) -> None:
        """Keep the numbers and close; a problem is told and nothing is kept."""
        try:
            self.office.keep_own_numbers({key: box.value() for key, box in self.boxes.items()})
        except LedgerError as error:
            self.bar.tell_fault(error)
            return
        self.accept()

    def restore_defaults(self) -> None:
        """Show the defaults that ship; they are kept only by saving."""
        for each in self.settings:
            self.boxes[each.key].setValue(each.default)

    def _box(self, own: OwnSetting, value: int) -> QuietSpinBox:
        box = QuietSpinBox(self)
        box.setRange(own.minimum, own.maximum)
        box.setSuffix(f" {own.unit}")
        box.setValue(value)
        box.setAccessibleName(own.label)
        box.setToolTip(f"默认 {own.default} {own.unit}" + (f"。{own.note}" if own.note else ""))
        box.setFixedWidth(120)
        box.setButtonSymbols(QuietSpinBox.ButtonSymbols.NoButtons)  # typed, or ↑ and ↓
        return box

    def _lay_out(self) -> None:
        note = QLabel(_STREET_NOTE if self.office.is_street else _NOTE, self)
        note.setObjectName("muted")
        note.setWordWrap(True)
        inside = QWidget(self)
        inside.setObjectName("raised")
        groups = QVBoxLayout(inside)
        groups.setSpacing(8)
        for heading, settings in groupby(self.settings, lambda each: each.group):
            groups.addWidget(QLabel(heading, inside))
            form = QFormLayout()
            form.setContentsMargins(16, 0, 0, 16)
            form.setVerticalSpacing(8)
            for each in settings:
                label = QLabel(each.label, inside)
                label.setMinimumWidth(_LABEL_WIDTH)
                label.setBuddy(self.boxes[each.key])
                form.addRow(label, self.boxes[each.key])
            groups.addLayout(form)
        groups.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setAccessibleName("本单位设定")
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        buttons = QDialogButtonBox(self)
        buttons.addButton("恢复默认", QDialogButtonBox.ButtonRole.ResetRole).clicked.connect(
            self.restore_defaults
        )
        save = QPushButton("保存", self)
        save.setObjectName("primary")
        buttons.addButton(save, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.save)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        column.addWidget(note)
        column.addWidget(self.bar)
        column.addWidget(scroll, 1)
        column.addWidget(buttons)
