"""Two premises that are one: which entry stays, which values, and what moves. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from db.errors import LedgerError
from db.spec import PREMISES, RECORD_TYPES
from db.spec.field import Field, Kind, Record
from db.spec.kinds import show
from desktop.office import Office
from desktop.premises_pairs import Difference, Pair, compare, find_twins, merge
from ui.forms.editors import Desk
from ui.forms.editors.reference import ReferenceEditor
from ui.forms.form_style import form_style
from ui.widgets.message_bar import MessageBar
from ui.widgets.window_size import open_at

_OTHER = Field("other", Kind.REFERENCE, "另一家", refers_to=PREMISES.table)
_CHOICES = (("kept", "留下的"), ("gone", "另一家的"), ("both", "两边都要"))


class MergeDialog(QDialog):
    """Asks for the other entry, shows both field by field, and merges. After accepting, `saved` is what stays."""

    def __init__(self, office: Office, record: Record, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office, self.record = office, record
        self.saved: Record | None = None
        self.pair: Pair | None = None
        self.choices: dict[str, QButtonGroup] = {}
        self.setWindowTitle(f"合并重复的场所 — {office.committee['name']}")
        self.setStyleSheet(form_style())
        open_at(self, 900, 620)
        self.bar = MessageBar(self)
        self.other = ReferenceEditor(_OTHER, Desk(office), self)
        self.other.input_widget().setAccessibleName(_OTHER.label)
        self.other.new_button().hide()
        self.stays = QButtonGroup(self)
        self.stays_buttons = (QRadioButton(self), QRadioButton(self))
        self.side_by_side = QScrollArea(self)
        self.side_by_side.setAccessibleName("两条记录对照")
        self.side_by_side.setWidgetResizable(True)
        self.moving = QLabel(self)
        self.moving.setWordWrap(True)
        self.merge_button = QPushButton("合并", self)
        self.cancel_button = QPushButton("取消", self)
        self._lay_out()
        self.other.changed.connect(self._compare)
        self.stays.buttonClicked.connect(lambda button: self._compare())
        self._propose()

    def merge(self) -> None:
        """Merge and close; a problem is told and nothing is changed."""
        if self.pair is None:
            return
        chosen = {name: _CHOICES[group.checkedId()][0] for name, group in self.choices.items()}
        try:
            self.saved = merge(self.office, self.pair, chosen)
        except LedgerError as error:
            self.bar.tell_fault(error)
            return
        self.accept()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addWidget(self.bar)
        column.addLayout(self._head())
        column.addWidget(self.side_by_side, 1)
        column.addWidget(self.moving)
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (self.cancel_button, self.merge_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        self.merge_button.setObjectName("primary")
        self.merge_button.clicked.connect(self.merge)
        self.cancel_button.clicked.connect(self.reject)
        column.addLayout(row)

    def _head(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.addWidget(QLabel("这一家", self), 0, 0)
        grid.addWidget(QLabel(_named(self.record), self), 0, 1)
        grid.addWidget(QLabel("另一家", self), 1, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.other, 1, 1)
        grid.addWidget(QLabel("留下", self), 2, 0)
        row = QHBoxLayout()
        row.setSpacing(24)
        for place, button in enumerate(self.stays_buttons):
            self.stays.addButton(button, place)
            row.addWidget(button)
        row.addStretch(1)
        grid.addLayout(row, 2, 1)
        self.stays_buttons[0].setChecked(True)
        return grid

    def _propose(self) -> None:
        """Begin with the likeliest twin."""
        twins = [each for each in find_twins(self.office, self.record, self.record["id"]) if each.is_likely]
        self.other.set_value(twins[0].id if twins else None)
        self._compare()
        self.other.input_widget().setFocus()

    def _compare(self) -> None:
        other = self._other_record()
        self.pair = None
        if other is not None:
            mine_stays = self.stays.checkedId() == 0
            kept, gone = (self.record, other) if mine_stays else (other, self.record)
            self.pair = compare(self.office, kept["id"], gone["id"])
        self._show_pair(other)

    def _other_record(self) -> Record | None:
        chosen = self.other.value()
        try:
            found = self.office.get(PREMISES.table, chosen) if chosen else None
        except LedgerError:  # still being typed
            return None
        return found if found and found["id"] != self.record["id"] else None

    def _show_pair(self, other: Record | None) -> None:
        for button, record in zip(self.stays_buttons, (self.record, other), strict=True):
            button.setText(_named(record) if record else "—")
            button.setEnabled(record is not None)
        self.merge_button.setEnabled(self.pair is not None)
        self.choices = {}
        self.side_by_side.setWidget(
            self._differences(self.pair) if self.pair else _muted("请在上面选出另一家。")
        )
        self.moving.setText(_what_moves(self.pair) if self.pair else "")

    def _differences(self, pair: Pair) -> QWidget:
        body = QWidget()
        body.setObjectName("raised")
        grid = QGridLayout(body)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for column, words in enumerate(("", f"留下的 {pair.kept['no']}", f"另一家 {pair.gone['no']}", "")):
            grid.addWidget(_muted(words), 0, column)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for row, each in enumerate(pair.differences, 1):
            self._add_difference(grid, row, each)
        if not pair.differences:
            grid.addWidget(_muted("两家登记的内容没有不同。"), 1, 0, 1, 4)
        grid.setRowStretch(len(pair.differences) + 2, 1)
        return body

    def _add_difference(self, grid: QGridLayout, row: int, difference: Difference) -> None:
        field = difference.field
        grid.addWidget(_muted(field.label), row, 0, Qt.AlignmentFlag.AlignTop)
        group = self.choices[field.name] = QButtonGroup(grid.parentWidget())
        texts = (difference.kept, difference.gone)
        for place, (choice, words) in enumerate(_CHOICES):
            if choice == "both" and not difference.may_be_both:
                continue
            shown = words if place == 2 else show(field, texts[place], self.office.title) or "（空）"
            button = _Choice(shown, f"{field.label}：{words}")
            button.radio.setChecked(choice == difference.choice)
            group.addButton(button.radio, place)
            grid.addWidget(button, row, place + 1, Qt.AlignmentFlag.AlignTop)


class _Choice(QWidget):
    """A radio button whose words may need several lines."""

    def __init__(self, words: str, name: str) -> None:
        super().__init__()
        self.radio = QRadioButton(self)
        self.radio.setAccessibleName(name)
        label = QLabel(words, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setBuddy(self.radio)
        self.radio.setFixedHeight(
            label.fontMetrics().lineSpacing()
        )  # so that it stands beside the first line
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.radio, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label, 1)


def _named(record: Record) -> str:
    return f"{record['no']}　{record['name']}"


def _what_moves(pair: Pair) -> str:
    counts = "、".join(f"{RECORD_TYPES[table].label} {count} 条" for table, count in pair.moving.items())
    moved = f"{counts}改到 {pair.kept['no']} 名下；" if counts else ""
    return (
        f"{moved}{pair.gone['no']} 放进回收站，注明“合并到 {pair.kept['no']}”，编号不变，它的名称记入“简称、别名”。"
        "以后可以在一户一档里撤销合并。"
    )


def _muted(words: str) -> QLabel:
    label = QLabel(words)
    label.setObjectName("muted")
    label.setWordWrap(True)
    return label
