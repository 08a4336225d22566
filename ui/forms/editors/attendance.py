"""Who signed in: a table that takes a pasted sheet; identity numbers stay out of it unless the clerk keeps them."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QTableWidgetItem, QVBoxLayout, QWidget

from db.spec.field import Field
from desktop.sign_in import Attendee, PastedSheet, read_sheet
from ui.forms.editors.editor import SPACE, Desk
from ui.forms.editors.listed_rows import ListedRowsEditor

_TABLE_HEIGHT = 168


class AttendanceEditor(ListedRowsEditor):
    """The child rows of people who came: typed one by one, or pasted from Excel, WPS or a chat."""

    def __init__(self, field: Field, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(field, desk, _TABLE_HEIGHT, "把选中的人从名单里去掉（Del）", parent)
        self._pasted: tuple[Attendee, ...] = ()
        self.lines = {each.name: QLineEdit(self) for each in field.rows if each.name != "identity"}
        self.add_button = self._button("添加", self.add_typed, "把这个人加到签到名单")
        self.paste_button = self._button("粘贴签到表", self.paste, "粘贴从 Excel、WPS 或微信复制的名单")
        self.keep_box = QCheckBox("保留身份证号，隐去中间数字", self)
        self.keep_box.toggled.connect(self._apply_choice)
        self.keep_box.hide()
        self._lay_out()
        self._show_rows()

    def set_value(self, stored: Any) -> None:
        self._rows, self._pasted = [dict(row) for row in stored or []], ()
        self.keep_box.hide()
        self._show_rows()
        self.show_warning(None)

    def input_widget(self) -> QWidget:
        return self.lines["name"]

    def tab_stops(self) -> list[QWidget]:
        return [*self.lines.values(), self.add_button, self.paste_button, self.table, self.remove_button]

    def settle(self) -> None:
        """A name that was typed and not added yet counts."""
        self.add_typed()

    def add_typed(self) -> None:
        """Put the typed person into the list and begin the next."""
        typed = {name: line.text().strip() for name, line in self.lines.items() if line.text().strip()}
        if "name" not in typed:
            return
        self._rows.append(typed)
        for line in self.lines.values():
            line.clear()
        self.lines["name"].setFocus()
        self._tell_change()

    def paste(self) -> None:
        """Take the people of the sheet on the clipboard; say what was left out."""
        sheet = read_sheet(QGuiApplication.clipboard().text())
        known = {(row.get("name"), row.get("unit")) for row in self._rows}
        new = [each for each in sheet.attendees if (each.name, each.unit or None) not in known]
        self._pasted = tuple(new)
        self.keep_box.setChecked(False)
        self.keep_box.setVisible(any(each.identity for each in new))
        self._rows += [each.row(keeps_identity=False) for each in new]
        self._tell_change()
        self.show_warning(_words(sheet, len(sheet.attendees) - len(new)))

    def _apply_choice(self, keeps: bool) -> None:
        """Keep or drop the identity numbers of the sheet that was pasted last."""
        rows = {(each.name, each.unit): each.row(keeps_identity=keeps) for each in self._pasted}
        self._rows = [rows.get((row["name"], row.get("unit", "")), row) for row in self._rows]
        self._tell_change()

    def _show_rows(self) -> None:
        self.table.setRowCount(len(self._rows))
        for place, row in enumerate(self._rows):
            for column, each in enumerate(self.field.rows):
                self.table.setItem(place, column, QTableWidgetItem(str(row.get(each.name) or "")))
        has_identity = any(row.get("identity") for row in self._rows)
        for column, each in enumerate(self.field.rows):
            self.table.setColumnHidden(column, each.name == "identity" and not has_identity)
        self.table.setVisible(bool(self._rows))
        self.remove_button.setVisible(bool(self._rows))
        self.count.setText(
            f"共 {len(self._rows)} 人签到" if self._rows else "没有名单时，可只填人数，或附签到表照片"
        )

    def _lay_out(self) -> None:
        typing = QHBoxLayout()
        typing.setSpacing(SPACE * 2)
        for each in self.field.rows:
            if line := self.lines.get(each.name):
                line.setPlaceholderText(each.label)
                line.setAccessibleName(each.label)
                typing.addWidget(line, 1)
        typing.addWidget(self.add_button)
        typing.addWidget(self.paste_button)
        below = QHBoxLayout()
        below.addWidget(self.count, 1)
        below.addWidget(self.keep_box)
        below.addWidget(self.remove_button)
        column = QVBoxLayout()
        column.setSpacing(SPACE)
        column.addLayout(typing)
        column.addWidget(self.table)
        column.addLayout(below)
        self._place(column)


def _words(sheet: PastedSheet, known: int) -> str | None:
    """What a clerk should know of a sheet that was pasted; None when all went in as it was."""
    if not sheet.attendees:
        return "剪贴板里没有读到姓名。请先在 Excel、WPS 或微信里复制名单，再点“粘贴签到表”。"
    words = []
    if sheet.identities:
        words.append(
            f"粘贴的内容里有 {sheet.identities} 个身份证号。签到用不着身份证号，没有保存；确实需要时，勾选“保留身份证号”。"
        )
    if known or sheet.repeated:
        words.append(f"{known + len(sheet.repeated)} 人已在名单里，没有重复添加。")
    if sheet.unread:
        words.append(f"有 {len(sheet.unread)} 行没有读到姓名：{'；'.join(sheet.unread[:3])}。")
    return "\n".join(words) or None
