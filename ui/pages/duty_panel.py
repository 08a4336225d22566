"""What the board says of the chosen premises in words, and what can be done about it. GUI thread."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.duties import (
    EVACUATION_DRILL,
    BoardRow,
    committee_rule,
    due_sentence,
    frequency_word,
    rule_sentence,
)
from ui.pages.duty_acts import CHECK, PLAN, RECORD, SEE_DONE, SEE_PLAN, SEE_PREMISES

_BUTTONS = (
    (PLAN, "补演练", "按这个场所新增一条演练计划"),
    (RECORD, "登记已开展的演练", "已经演练过、还没有登记的，直接登记演练记录"),
    (CHECK, "登记自查", "登记主要负责人带队的自查"),
    (SEE_PLAN, "看计划", "打开已列入的演练计划"),
    (SEE_DONE, "看记录", "打开这个场所已登记的演练或检查"),
    (SEE_PREMISES, "看场所", "打开场所登记；演练和自查的频次可在那里单独规定"),
)


class DutyPanel(QFrame):
    """Three lines and a row of buttons. `asked` carries which button was pressed."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.title, self.rule, self.dates = QLabel(self), QLabel(self), QLabel(self)
        self.rule.setObjectName("muted")
        for label in (self.title, self.rule, self.dates):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.buttons = {key: self._button(key, word, tip) for key, word, tip in _BUTTONS}
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 12)
        column.setSpacing(4)
        for label in (self.title, self.dates, self.rule):
            column.addWidget(label)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in self.buttons.values():
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        self.show_row(None, EVACUATION_DRILL, date.min)

    def show_row(self, row: BoardRow | None, duty: str, today: date) -> None:
        """Tell of one row; without one, what the committee itself owes."""
        for button in self.buttons.values():
            button.setVisible(False)
        if row is None:
            self.title.setText("选中一个场所，这里显示适用的规定和下次到期日")
            self.dates.setText("")
            self.rule.setText(_committee_sentence() if duty == EVACUATION_DRILL else "")
            return
        standing = row.standing
        self.title.setText(f"{standing.name}　{standing.no}　{frequency_word(standing)}")
        self.dates.setText(due_sentence(standing, today))
        rules = [rule_sentence(each) for each in standing.rules]
        others = [f"同时适用：{each}" for each in rules[1:]]
        self.rule.setText(
            "\n".join([*rules[:1], *others]) or "这类场所没有规定的频次；需要的可在场所里单独规定。"
        )
        is_drill = duty == EVACUATION_DRILL
        shown = {
            PLAN: is_drill, RECORD: is_drill, CHECK: not is_drill, SEE_PLAN: bool(standing.planned),
            SEE_DONE: bool(standing.done), SEE_PREMISES: True,
        }  # fmt: skip
        for key, button in self.buttons.items():
            button.setVisible(shown[key])

    def _button(self, key: str, word: str, tip: str) -> QPushButton:
        button = QPushButton(word, self)
        button.setToolTip(tip)
        if key in (PLAN, CHECK):
            button.setObjectName("primary")
        button.clicked.connect(lambda: self.asked.emit(key))
        return button


def _committee_sentence() -> str:
    rule = committee_rule()
    return f"{rule.text}（{rule.source}{rule.clause}）"
