"""What an import asks, once for each distinct value, with its proposal. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QLabel, QTableWidgetItem, QVBoxLayout, QWidget

from db.spec.code_tables import code_table
from db.spec.field import Field, Kind
from desktop.importing.history import SAME_AS_CLOSED
from desktop.importing.plan import Import
from desktop.importing.questions import Asks, Question
from ui.theme.tokens import ROW_HEIGHT
from ui.widgets.plain_table import plain_table
from ui.widgets.quiet_inputs import QuietComboBox

LEFT_OPEN = "（先不答）"
BLANK = "（留空）"


class QuestionsPage(QWidget):
    """Shows the questions of one import; `answers_given` puts the answers into its layout."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.questions: list[Question] = []
        self.boxes: list[QuietComboBox] = []
        self._proposed: dict[tuple[str, str, str], str] = {}
        self._given: dict[tuple[str, str, str], str] = {}  # shown again when the clerk comes back
        self.note = QLabel(
            "下面是原表没有写明的内容，每种写法只问一次。右边是建议，可以改；“先不答”的行会在预览里标出来。",
            self,
        )
        self.note.setObjectName("muted")
        self.note.setWordWrap(True)
        self.table = plain_table(("项目", "原表写的", "为什么问", "行数", "登记为"), "要问的", self)
        self.table.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.note)
        column.addWidget(self.table, 1)

    def show_import(self, work: Import) -> None:
        """Show what is asked now."""
        self.questions, self.boxes = work.questions(), []
        self.table.setRowCount(len(self.questions))
        for place, question in enumerate(self.questions):
            cells = (
                question.field.label,
                question.text or "（没有这一列）",
                question.reason,
                str(question.count),
            )
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text.replace("\n", " "))
                item.setToolTip(text)
                self.table.setItem(place, column, item)
            box = _answer_box(question, self.table)
            self.table.setCellWidget(place, 4, box)
            self._proposed.setdefault(_key(question), box.currentText())
            given = self._given.get(_key(question))
            if given is not None:
                box.setCurrentText(given)
            self.boxes.append(box)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        for column, width in ((0, 120), (1, 210), (3, 56), (4, 230)):
            self.table.setColumnWidth(column, width)
        self._give_room()

    def enter(self) -> None:
        """Put the focus on the first answer."""
        if self.boxes:
            self.boxes[0].setFocus()

    def is_answered(self) -> bool:
        """Whether the clerk gave another answer than a proposed one."""
        given = self._given | {
            _key(question): box.currentText()
            for question, box in zip(self.questions, self.boxes, strict=True)
        }
        return any(self._proposed[key] != text for key, text in given.items())

    def give_answers(self, work: Import) -> None:
        """Put every answer into the import's layout; those left open stay open."""
        for question, box in zip(self.questions, self.boxes, strict=True):
            answer = _answer(box)
            self._given[_key(question)] = box.currentText()
            if answer is None:
                continue
            if question.why in (Asks.MISSING, Asks.EVIDENCE):
                work.layout.constants[question.field.name] = answer
            else:
                name = "measures" if question.field.name == "kind" else question.field.name
                work.layout.answers.setdefault(name, {})[question.text] = answer

    def _give_room(self) -> None:
        """Rows as high as their reason needs in its column; two lines at most of them do."""
        width = max(self.table.width() - 640, 260)
        metrics = self.table.fontMetrics()
        for place, question in enumerate(self.questions):
            lines = max(
                -(-metrics.horizontalAdvance(question.reason) // width),
                -(-metrics.horizontalAdvance(question.text) // 190),
            )
            self.table.setRowHeight(place, max(ROW_HEIGHT + 8, min(lines, 4) * metrics.lineSpacing() + 12))

    def resizeEvent(self, event) -> None:  # noqa: ANN001
        super().resizeEvent(event)
        self._give_room()


def _key(question: Question) -> tuple[str, str, str]:
    return question.field.name, question.text, question.why.value


def _answer_box(question: Question, parent: QWidget) -> QuietComboBox:
    box = QuietComboBox(parent)
    box.setAccessibleName(f"{question.field.label} {question.text}")
    choices = _choices(question.field)
    box.setEditable(not choices)
    if question.why is Asks.UNREADABLE or question.proposal is None:
        box.addItem(LEFT_OPEN)
    if question.why not in (Asks.MISSING, Asks.EVIDENCE, Asks.SOURCE):
        box.addItem(BLANK)
    if question.why is Asks.EVIDENCE and question.field.kind is Kind.DATE:
        box.addItem(SAME_AS_CLOSED)
    for word in choices:
        box.addItem(word)
    if question.proposal and not choices:
        box.addItem(question.proposal)
    wanted = BLANK if question.proposal == "" else question.proposal or LEFT_OPEN
    box.setCurrentIndex(max(box.findText(wanted, Qt.MatchFlag.MatchExactly), 0))
    return box


def _choices(field: Field) -> list[str]:
    if field.kind not in (Kind.CHOICE, Kind.CHOICES):
        return ["是", "否"] if field.kind is Kind.YES_NO else []
    return list(dict.fromkeys(code.label for name in field.codes for code in code_table(name).codes))


def _answer(box: QuietComboBox) -> str | None:
    text = box.currentText().strip()
    return None if text in (LEFT_OPEN, "") else "" if text == BLANK else text
