"""All problems of a form at its top; each leads to its field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from db.errors import Problem
from desktop.messages import problem_sentence

_MOST = 4


class ProblemList(QFrame):
    """A bar that names every problem. `chosen` carries the field whose problem was pressed."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setProperty("kind", "problem")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 8, 12, 8)
        self._column.setSpacing(0)
        self._lines: list[QWidget] = []
        self.hide()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Name these problems; none hides the bar."""
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = []
        if problems:
            self._add(QLabel(f"有 {len(problems)} 处需要修改，还没有保存：", self))
        for problem in problems[:_MOST]:
            self._add(self._link(problem))
        if len(problems) > _MOST:
            self._add(QLabel(f"还有 {len(problems) - _MOST} 处，见下面标红的地方。", self))
        self.setVisible(bool(problems))

    def sentences(self) -> list[str]:
        """What the bar says, line by line."""
        return [line.text() for line in self._lines if isinstance(line, QLabel | QPushButton)]

    def _add(self, line: QWidget) -> None:
        self._lines.append(line)
        self._column.addWidget(line)

    def _link(self, problem: Problem) -> QWidget:
        sentence = problem_sentence(problem)
        if problem.field is None:
            return QLabel(sentence, self)
        link = QPushButton(sentence, self)
        link.setObjectName("link")
        link.setAutoDefault(False)
        link.clicked.connect(lambda: self.chosen.emit(problem.field))
        return link
