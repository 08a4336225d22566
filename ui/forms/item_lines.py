"""The line below the items of a round: what was seen of the current one, where, and which category it would be."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from db.spec import INSPECTION
from db.spec.code_tables import code_table
from db.spec.field import Record
from ui.forms.editors.editor import SPACE
from ui.forms.editors.line import EntryLine
from ui.widgets.quiet_inputs import QuietComboBox

_ROWS = {each.name: each for each in INSPECTION.field("items").rows}
_DEFAULT_LENGTH = 200


class NoteLine(EntryLine):
    """A line about the current item: Enter, when it commits no composing, says `finished`."""

    finished = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (
            event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            event.accept()
            if not self.is_composing():
                self.finished.emit()
            return
        super().keyPressEvent(event)


class ItemLines(QWidget):
    """Lines for one item. `described` carries the name and the new value of what was typed; the item's own words can
    be typed only where no checklist gave them.
    """

    described = Signal(str, object)
    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = QLabel(self)
        self.number.setMinimumWidth(52)
        self.text = self._line("item", "自己写的检查项目")
        self.note = self._line("note", "看到了什么，不合格的写清楚")
        self.location = self._line("location", "位置，如：二楼后厨")
        self.category = self._category_box()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE * 2)
        row.addWidget(self.number)
        for line, share in ((self.text, 4), (self.note, 5), (self.location, 3), (self.category, 2)):
            row.addWidget(line, share)

    def stops(self) -> list[QWidget]:
        """What Tab visits, in order."""
        return [self.text, self.note, self.location, self.category]

    def show_item(self, place: int, item: Record) -> None:
        """Show the item of that place (from 0); an empty one shows that there is none."""
        self.number.setText(f"第 {place + 1} 项" if item else "")
        self.text.setVisible(bool(item) and not item.get("group"))
        lines: tuple[tuple[QLineEdit, str], ...] = (
            (self.text, "item"), (self.note, "note"), (self.location, "location"),
        )  # fmt: skip
        for line, name in lines:
            if line.text().strip() != (item.get(name) or ""):
                line.setText(item.get(name) or "")
            line.setEnabled(bool(item))
        self.category.setCurrentIndex(max(0, self.category.findData(item.get("category"))))
        self.category.setEnabled(bool(item))

    def enter(self) -> None:
        """Put the focus into the first line that can be typed."""
        line = self.note if self.text.isHidden() else self.text
        line.setFocus(Qt.FocusReason.TabFocusReason)
        line.selectAll()

    def _line(self, name: str, hint: str) -> NoteLine:
        line = NoteLine(self)
        line.setAccessibleName(_ROWS[name].label)
        line.setPlaceholderText(hint)
        line.setMaxLength(_ROWS[name].max_length or _DEFAULT_LENGTH)
        line.textEdited.connect(lambda text: self.described.emit(name, text.strip() or None))
        line.finished.connect(self.finished)
        return line

    def _category_box(self) -> QuietComboBox:
        box = QuietComboBox(self)
        box.setAccessibleName(_ROWS["category"].label)
        box.setToolTip("不合格转为隐患时的类别")
        box.addItem("类别", None)
        for each in code_table("hazard_category").codes:
            box.addItem(each.label, each.code)
        box.setSizeAdjustPolicy(QuietComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(8)
        box.activated.connect(lambda: self.described.emit("category", box.currentData()))
        return box
