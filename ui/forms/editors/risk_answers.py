"""The checklist of a risk: one question a line, answered 是, 否 or 不适用. GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from db.spec.code_tables import Code, code_table
from db.spec.field import Field
from db.spec.risk_checklist import ANSWERS, questions
from ui.forms.editors.choice import ButtonRow, Choice
from ui.forms.editors.editor import Desk, Editor
from ui.theme.restyle import set_mark


class AnswersEditor(Editor):
    """Asks the questions of a category; answers stay while the category changes back and forth."""

    wants_width = True

    def __init__(self, field: Field, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(field, desk, parent)
        self._given: dict[str, str | None] = {}
        self._notes: dict[str, str] = {}  # remarks that came with the answers; they stay
        self._asked: tuple[Code, ...] = ()
        self._rows: dict[str, tuple[QLabel, ButtonRow]] = {}
        self._frame = QWidget(self)
        self._grid = QGridLayout(self._frame)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(0, 1)
        self._place(self._frame)
        self.ask(None)

    def ask(self, category: str | None) -> bool:
        """Ask the questions of a category, with the answers given so far; whether they are other ones than before."""
        asked = questions(category)
        if asked == self._asked:
            return False
        for widgets in self._rows.values():
            for widget in widgets:
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self._asked = asked
        self._rows = {each.code: self._row(place, each) for place, each in enumerate(asked)}
        return True

    def input_widget(self) -> QWidget:
        return next(
            (row for code, (_, row) in self._rows.items() if not self._given.get(code)), self._first()
        )

    def tab_stops(self) -> list[QWidget]:
        return [button for _, row in self._rows.values() for button in row.buttons().values()]

    def buttons(self, code: str) -> ButtonRow:
        """The buttons of a question."""
        return self._rows[code][1]

    def value(self) -> Any:
        return [
            {"item": each.code, "answer": self._given.get(each.code)}
            | ({"note": self._notes[each.code]} if each.code in self._notes else {})
            for each in self._asked
        ]

    def is_empty(self) -> bool:
        return not any(row["answer"] for row in self.value())

    def set_value(self, stored: Any) -> None:
        self._given = {row["item"]: row.get("answer") for row in stored or []}
        self._notes = {row["item"]: row["note"] for row in stored or [] if row.get("note")}
        for code, (_, row) in self._rows.items():
            row.choose(self._given.get(code))
        self.show_problem(None)

    def show_problem(self, sentence: str | None) -> None:
        self._say(sentence, "problem")
        for code, (label, _) in self._rows.items():
            set_mark(label, "role", "problem" if sentence and not self._given.get(code) else "")

    def _row(self, place: int, question: Code) -> tuple[QLabel, ButtonRow]:
        label = QLabel(f"{place + 1}. {question.label}{_star(question)}", self._frame)
        label.setWordWrap(True)
        buttons = ButtonRow(
            [Choice(each.code, each.label) for each in code_table(ANSWERS[0]).codes], self._frame
        )
        for button in buttons.buttons().values():
            button.setAccessibleName(f"{question.label}：{button.text()}")
        buttons.choose(self._given.get(question.code))
        buttons.chosen.connect(lambda: self._answered(question.code))
        self._grid.addWidget(label, place, 0)
        self._grid.addWidget(buttons, place, 1, Qt.AlignmentFlag.AlignRight)
        return label, buttons

    def _answered(self, code: str) -> None:
        label, row = self._rows[code]
        self._given[code] = row.code()
        set_mark(label, "role", "")
        self._say(None, "problem")
        self.changed.emit()

    def _first(self) -> ButtonRow:
        return next(iter(self._rows.values()))[1]


def _star(question: Code) -> str:
    level = question.extra.get("decisive")
    found = code_table("risk_level").get(str(level)) if level else None
    return f"（★答“否”至少为{found.label}）" if found else ""
