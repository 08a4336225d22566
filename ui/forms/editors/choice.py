"""One choice out of a code table: a combo that narrows while typing, or a row of buttons where there are
few."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QRadioButton, QWidget

from db.errors import Problem
from db.spec.code_tables import code_table, find_code
from db.spec.field import Field
from desktop.messages import problem_sentence
from ui.forms.editors.completion import Completion
from ui.forms.editors.editor import CONTROL_HEIGHT, SPACE, Desk, Editor
from ui.forms.editors.line import EntryLine
from ui.widgets.quiet_inputs import QuietComboBox

_CODE_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class Choice:
    """One thing that may be chosen: its stored code, its words and the heading it stands under ("" for
    none)."""

    code: str
    label: str
    heading: str = ""


def choices_of_field(field: Field) -> list[Choice]:
    """The choices of a field's code tables in their order; with several tables each has its heading, and
    words that a
    table shares with an earlier one carry the table's version."""
    several = len(field.codes) > 1
    choices: list[Choice] = []
    taken: set[str] = set()
    for table in map(code_table, field.codes):
        for each in table.offered:
            label = f"{each.label}（{table.version}版）" if each.label in taken else each.label
            choices.append(Choice(each.code, label, table.label if several else ""))
        taken |= {each.label for each in table.codes}
    return choices


class ChoiceEditor(Editor):
    """A combo box filtered by typing Chinese, a code or pinyin initials. Empty text is no choice."""

    def __init__(self, field: Field, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(field, desk, parent)
        self._choices: list[Choice] = []
        self._stored_unknown: str | None = None
        self._combo = QuietComboBox(self)
        self._combo.setEditable(True)
        self._combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._combo.setMaxVisibleItems(16)
        self._line = EntryLine(self._combo)
        self._combo.setLineEdit(self._line)
        self._combo.setCompleter(None)  # type: ignore[arg-type]
        self._line.before_leaving = self.settle
        self._line.setPlaceholderText(field.hint or "请选择")
        self._combo.setModel(QStandardItemModel(self._combo))
        self.completion = Completion(self._line, self._labels, anchor=self._combo, takes_first=True)
        self.completion.picked.connect(self._take_label)
        self._combo.activated.connect(self._take_row)
        self._line.textEdited.connect(self.changed)
        self._combo.installEventFilter(self)
        self._place(self._combo)
        self.set_choices(choices_of_field(field))

    def input_widget(self) -> QComboBox:
        return self._combo

    def value(self) -> Any:
        text = self._line.text().strip()
        if not text:
            return None
        return next((each.code for each in self._choices if each.label == text), self._stored_unknown or text)

    def set_value(self, stored: Any) -> None:
        known = next((each for each in self._choices if each.code == stored), None)
        self._stored_unknown = None if known else stored
        self._show(known.label if known else str(stored or ""))
        self.show_problem(None)

    def set_choices(self, choices: Iterable[Choice]) -> None:
        """Offer other choices; what is chosen stays when it is among them."""
        chosen = self.value()
        self._choices = list(choices)
        model = self._combo.model()
        assert isinstance(model, QStandardItemModel)
        model.clear()
        heading = ""
        for each in self._choices:
            if each.heading and each.heading != heading:
                heading = each.heading
                model.appendRow(_heading_item(heading))
            item = QStandardItem(each.label)
            item.setData(each.code, _CODE_ROLE)
            model.appendRow(item)
        self._show(next((each.label for each in self._choices if each.code == chosen), ""))

    def settle(self) -> None:
        """Write the words of what was typed (a code, another name) in full, or say that it is no choice."""
        text = self._line.text().strip()
        if not self._line.isModified():
            return
        self._line.setModified(False)
        self._stored_unknown = None
        if not text or any(each.label == text for each in self._choices):
            self.show_problem(None)
        elif label := self._label_meant(text):
            self._take_label(label)
        else:
            self.show_problem(problem_sentence(_unknown(self.field, text)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_F4
        ):
            self._combo.showPopup()
            return True
        return super().eventFilter(watched, event)

    def _label_meant(self, text: str) -> str | None:
        found = find_code(self.field.codes, text) if self.field.codes else None
        return next((each.label for each in self._choices if found and each.code == found.code), None)

    def _labels(self) -> list[str]:
        return [each.label for each in self._choices]

    def _take_row(self, row: int) -> None:
        self._take_label(self._combo.itemText(row))

    def _take_label(self, label: str) -> None:
        self._stored_unknown = None
        self._show(label)
        self.show_problem(None)
        self.changed.emit()

    def _show(self, label: str) -> None:
        self._combo.setCurrentIndex(self._combo.findText(label) if label else -1)
        self._line.setText(label)
        self._line.setCursorPosition(0)
        self._line.setModified(False)
        self._combo.setToolTip(label if len(label) > 12 else "")


def _unknown(field: Field, text: str) -> Problem:
    return Problem(field.name, "choice_unknown", {"label": field.label, "typed": text})


def _heading_item(text: str) -> QStandardItem:
    item = QStandardItem(text)
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item


class ButtonRow(QWidget):
    """A row of buttons of which one is pressed at a time: one stop for Tab, arrow keys move within."""

    chosen = Signal()

    def __init__(self, choices: Iterable[Choice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumHeight(CONTROL_HEIGHT)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QRadioButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE * 4)
        for each in choices:
            button = QRadioButton(each.label, self)
            self._buttons[each.code] = button
            self._group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self.setFocusProxy(next(iter(self._buttons.values())))
        self._group.buttonClicked.connect(self.chosen)

    def buttons(self) -> dict[str, QRadioButton]:
        """The buttons by their codes."""
        return self._buttons

    def code(self) -> str | None:
        """The code that is chosen, or None."""
        return next((code for code, button in self._buttons.items() if button.isChecked()), None)

    def choose(self, code: str | None) -> None:
        """Press the button of a code; None releases them all. Emits nothing."""
        self._group.setExclusive(False)
        for each, button in self._buttons.items():
            button.setChecked(each == code)
        self._group.setExclusive(True)
        self.setFocusProxy(self._buttons.get(code or "") or next(iter(self._buttons.values())))


class ButtonsEditor(Editor):
    """A choice of few, all to be seen at once."""

    def __init__(self, field: Field, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(field, desk, parent)
        self._row = ButtonRow(self._offered(), self)
        self._row.chosen.connect(self._chosen)
        self._place(self._row)

    def input_widget(self) -> ButtonRow:
        return self._row

    def tab_stops(self) -> list[QWidget]:
        return list(self._row.buttons().values())

    def value(self) -> Any:
        return self._row.code()

    def set_value(self, stored: Any) -> None:
        self._row.choose(stored)
        self.show_problem(None)

    def buttons(self) -> dict[str, QRadioButton]:
        """The buttons by their codes."""
        return self._row.buttons()

    def _offered(self) -> list[Choice]:
        return choices_of_field(self.field)

    def _chosen(self) -> None:
        self.show_problem(None)
        self.changed.emit()


class YesNoEditor(ButtonsEditor):
    """是, 否 or not known; what nobody answered stays unanswered."""

    def value(self) -> Any:
        return {"yes": True, "no": False}.get(self._row.code() or "")

    def set_value(self, stored: Any) -> None:
        self._row.choose("" if stored is None else "yes" if stored else "no")
        self.show_problem(None)

    def _offered(self) -> list[Choice]:
        return [Choice("yes", "是"), Choice("no", "否"), Choice("", "未填")]
