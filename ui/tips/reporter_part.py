"""Who told: typed beside the form and sealed on saving. Nothing here is a field, remembered, completed or drafted. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from db.errors import Problem
from desktop.messages import problem_sentence
from desktop.tips.reporter import CONTACT_CHARACTERS, NAME_CHARACTERS, Reporter
from ui.forms.editors.line import EntryLine

FIELDS = ("reporter_name", "reporter_contact")
_SEALED = "保存后立即用公钥加密，只有掌握举报保密口令的人能打开，每次打开都有记录。"
_NO_KEY = "还没有设定举报保密口令，现在只能登记匿名举报。请分管领导先设定。"


class ReporterPart(QWidget):
    """匿名, name, contact, and what the tipster asks for. `key_asked` when the key has still to be made."""

    key_asked = Signal()

    def __init__(self, has_key: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.anonymous_box = QCheckBox("匿名，不留姓名", self)
        self.name_line = self._line("举报人姓名", NAME_CHARACTERS)
        self.contact_line = self._line("联系方式", CONTACT_CHARACTERS)
        self.contact_line.setPlaceholderText("电话、微信或邮箱")
        self.reply_box = QCheckBox("要求答复", self)
        self.reward_box = QCheckBox("申请奖励", self)
        self.problem, self.note = QLabel(self), QLabel(self)
        self.problem.setObjectName("danger")
        self.note.setObjectName("muted")
        self.key_button = QPushButton("设定举报保密口令…", self)
        self.key_button.setAutoDefault(False)
        self.key_button.clicked.connect(self.key_asked)
        for label in (self.problem, self.note):
            label.setWordWrap(True)
        self._lay_out()
        self.anonymous_box.toggled.connect(self._follow)
        self.show_key(has_key)

    def reporter(self) -> Reporter:
        """What was typed."""
        return Reporter(
            self.anonymous_box.isChecked(),
            self.name_line.text(),
            self.contact_line.text(),
            self.reply_box.isChecked(),
            self.reward_box.isChecked(),
        )

    def is_filled(self) -> bool:
        """Whether anything was typed."""
        return bool(self.name_line.text() or self.contact_line.text())

    def show_key(self, has_key: bool) -> None:
        """Without a key only an anonymous tip can be registered."""
        self._has_key = has_key
        self.note.setText(_SEALED if has_key else _NO_KEY)
        self.key_button.setVisible(not has_key)
        self.anonymous_box.setChecked(not has_key)
        self.anonymous_box.setEnabled(has_key)
        self._follow()

    def clear(self) -> None:
        """Forget everything typed, what undo would bring back too."""
        for line in (self.name_line, self.contact_line):
            line.setText("")  # unlike clear(), this also empties the line's undo history
        for box in (self.reply_box, self.reward_box):
            box.setChecked(False)
        self.anonymous_box.setChecked(not self._has_key)
        self.show_problems([])

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say what is wrong with it."""
        own = [problem_sentence(each) for each in problems if each.field in FIELDS]
        self.problem.setText("\n".join(own))
        self.problem.setVisible(bool(own))

    def tab_stops(self) -> list[QWidget]:
        """What Tab visits, in order."""
        return [
            self.anonymous_box, self.name_line, self.contact_line, self.reply_box, self.reward_box, self.key_button,
        ]  # fmt: skip

    def _line(self, name: str, limit: int) -> EntryLine:
        line = EntryLine(self)
        line.setAccessibleName(name)
        line.setMaxLength(limit)
        hints = Qt.InputMethodHint
        line.setInputMethodHints(hints.ImhSensitiveData | hints.ImhNoPredictiveText)
        return line

    def _follow(self) -> None:
        is_named = not self.anonymous_box.isChecked()
        self.name_line.setEnabled(is_named)
        self.contact_line.setEnabled(self._has_key)
        if not is_named:
            self.name_line.setText("")

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.addWidget(self.anonymous_box, 0, 0, 1, 4)
        for place, (word, line) in enumerate((("姓名", self.name_line), ("联系方式", self.contact_line))):
            label = QLabel(word, self)
            label.setBuddy(line)
            grid.addWidget(label, 1, 2 * place)
            grid.addWidget(line, 1, 2 * place + 1)
            grid.setColumnStretch(2 * place + 1, 1)
        wishes = QHBoxLayout()
        wishes.setSpacing(24)
        for box in (self.reply_box, self.reward_box):
            wishes.addWidget(box)
        wishes.addStretch(1)
        grid.addLayout(wishes, 2, 0, 1, 4)
        below = QHBoxLayout()
        below.addWidget(self.note, 1)
        below.addWidget(self.key_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(grid)
        column.addWidget(self.problem)
        column.addLayout(below)
        self.problem.hide()
